"""Items that do not apply to a supplier: never counted as zero, their points go where the scheme says."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from grading.disagreement import disagreement
from grading.estimate import estimate
from grading.exact import plain
from grading.explain import explain
from grading.grade import MarksRefused, Sheet, grade, grade_track
from grading.next_level import next_level
from grading.values import INTEGRATED, MFG_AI
from grading.vector import batch_of, grade_many
from grading.weighing import weighing
from grading.what_if import marks_of
from tests.grading.marks import RATINGS, letters, uniform

CLOUD = "1.3.1"


def without(sheets, *codes):
    """The same sheets, with some items found not to apply."""
    return [replace(sheet, ratings={**sheet.ratings, **dict.fromkeys(codes)}) for sheet in sheets]


def may_be_absent(scheme, **spreads):
    """The scheme with items of the integrated track that need not apply, e.g. `i311="category"`."""
    wanted = {".".join(name[1:]): spread for name, spread in spreads.items()}
    track = scheme.tracks[INTEGRATED]

    def items(category):
        return tuple(replace(i, spread=wanted.get(i.code, i.spread)) for i in category.items)

    sections = tuple(
        replace(s, categories=tuple(replace(c, items=items(c)) for c in s.categories)) for s in track.sections
    )
    return replace(scheme, tracks={**scheme.tracks, INTEGRATED: replace(track, sections=sections)})


@pytest.mark.parametrize("rating", ["0", "2.5", "5"])
def test_a_uniform_supplier_scores_the_same_without_the_item(scheme, rating):
    sheets = uniform(scheme.tracks[MFG_AI], rating, rating)

    assert grade_track(scheme, MFG_AI, without(sheets, CLOUD)).base == grade_track(scheme, MFG_AI, sheets).base


def test_the_points_go_to_the_other_items_of_the_part_in_proportion(scheme):
    result = grade_track(scheme, MFG_AI, without(uniform(scheme.tracks[MFG_AI], "5"), CLOUD))

    counted = {item.code: item.counted for item in result.items}
    assert counted["1.3.1"] == 0
    assert counted["1.5.1"] == Fraction(15 * 60, 55)
    assert counted["2.1.1"] == 10
    assert sum(counted.values()) == 100
    assert sum(item.points_counted for item in result.items) == 100
    assert [plain(part.points_counted) for part in result.sections] == ["60", "25", "15"]


def test_an_item_that_does_not_apply_is_not_the_same_as_a_zero(scheme):
    sheets = uniform(scheme.tracks[MFG_AI], "4")
    zero = [replace(sheets[0], ratings={**sheets[0].ratings, CLOUD: Decimal(0)})]

    figures = [grade_track(scheme, MFG_AI, given).base for given in (sheets, without(sheets, CLOUD), zero)]

    assert [str(figure) for figure in figures] == ["80.0", "80.0", "76.0"]


def test_a_part_without_items_hands_the_points_on(scheme):
    scheme = may_be_absent(scheme, i211="category")

    result = grade_track(
        scheme,
        INTEGRATED,
        without(uniform(scheme.tracks[INTEGRATED], "3"), "2.1.1"),
        letters(scheme.tracks[INTEGRATED], "C"),
    )

    share = weighing(scheme.tracks[INTEGRATED], frozenset({"2.1.1"})).left_out[0]
    assert (share.spread, share.part, share.over) == ("section", "2", 250)
    assert (result.base, [plain(s.points_counted) for s in result.sections]) == (
        Decimal("800.0"),
        ["300", "350", "350"],
    )


def test_points_spread_over_the_track_reach_the_ktrs_items_too(scheme):
    scheme = may_be_absent(scheme, i211="track")
    track = scheme.tracks[INTEGRATED]

    result = grade_track(scheme, INTEGRATED, without(uniform(track, "5"), "2.1.1"), letters(track, "E"))

    assert result.ktrs_points == Fraction(300 * 1000, 900) * Fraction(6, 10)
    assert result.base == Decimal("866.7")


def test_the_item_is_told_with_its_points_and_where_they_went(scheme):
    data = grade_track(scheme, MFG_AI, without(uniform(scheme.tracks[MFG_AI], "5"), CLOUD)).to_data()

    told = [line for line in explain(data, scheme) if line.startswith(CLOUD)]
    in_english = [line for line in explain(data, scheme, lang="en") if line.startswith(CLOUD)]

    assert told == [
        "1.3.1 클라우드·하이브리드 제공 역량: 해당 없음. 배점 5점을 대분류 1의 나머지 항목(55점)에 배점대로 나눕니다."
    ]
    assert in_english == [
        "1.3.1 Cloud and hybrid delivery: does not apply. Its 5 points are shared out in proportion "
        "among the other items (55 points) of section 1."
    ]
    row = next(item for item in data["items"] if item["code"] == CLOUD)
    assert (row["applies"], row["points_counted"], row["rating"]) == (False, "0", "")
    assert row["ratings"] == [{"assessor": "assessor-1", "rating": None, "dropped": False}]


@pytest.mark.parametrize(
    ("absent", "reason"),
    [
        ([[CLOUD], []], "의견이 다릅니다(assessor-1)"),
        ([["1.1.1"], ["1.1.1"]], "항목 1.1.1 은(는) «해당 없음»으로 둘 수 없습니다"),
    ],
)
def test_marks_that_leave_it_open_are_refused(scheme, absent, reason):
    sheets = uniform(scheme.tracks[MFG_AI], "3", "4")
    sheets = [without([sheet], *codes)[0] for sheet, codes in zip(sheets, absent, strict=True)]

    with pytest.raises(MarksRefused) as refused:
        grade_track(scheme, MFG_AI, sheets)

    told = [str(fault) for fault in refused.value.faults]
    assert all(reason.split("(")[0] in fault for fault in told)
    assert reason in "\n".join(told)


def test_a_stored_result_gives_its_marks_back(scheme):
    sheets = without(uniform(scheme.tracks[MFG_AI], "3", "4"), CLOUD)

    assert marks_of(grade_track(scheme, MFG_AI, sheets).to_data()) == (sheets, {})


def test_the_way_up_leaves_the_item_out(scheme):
    scheme = may_be_absent(scheme, i211="section")
    track = scheme.tracks[INTEGRATED]
    result = grade_track(scheme, INTEGRATED, without(uniform(track, "3"), "2.1.1"), letters(track, "C"))

    way = next_level(scheme, grade(scheme, result).to_data())

    gains = {step.code: step.whole_gain for step in way.items}
    assert "2.1.1" not in gains
    assert gains["2.3.1"] == Decimal("21.0000")
    assert way.next.reachable
    assert way.next.total_after >= way.next.level.score_min


def test_an_estimate_leaves_the_item_out(scheme):
    ratings = {item.code: Decimal(3) for item in scheme.tracks[MFG_AI].items if item.code != CLOUD}

    found = estimate(scheme, MFG_AI, ratings, absent={CLOUD})

    assert (found.complete, found.now, found.item_count) == (True, Decimal("60.0"), 10)
    with pytest.raises(MarksRefused):
        estimate(scheme, MFG_AI, ratings, absent={"1.1.1"})


def test_many_at_once_agrees_where_items_do_not_apply(scheme):
    scheme = may_be_absent(scheme, i211="section", i311="category", i331="track")
    track, rng = scheme.tracks[INTEGRATED], random.Random(7)
    marks = [sometimes_absent(rng, track) for _ in range(400)]

    many = grade_many(scheme, batch_of(scheme, INTEGRATED, marks))

    one_by_one = [grade(scheme, grade_track(scheme, INTEGRATED, *given)) for given in marks]
    assert [many.row(n)["total"] for n in range(400)] == [str(outcome.total) for outcome in one_by_one]
    assert [many.row(n)["level"] for n in range(400)] == [outcome.level.label for outcome in one_by_one]


def sometimes_absent(rng, track):
    codes = [item.code for item in track.panel_items]
    absent = [code for code in ("2.1.1", "3.1.1", "3.3.1") if rng.random() < 0.4]
    sheets = [
        Sheet(f"a{n}", dict(zip(codes, rng.choices(RATINGS, k=len(codes)), strict=True)), n)
        for n in range(rng.randint(1, 8))
    ]
    return without(sheets, *absent), {item.code: rng.choice("ABCDE") for item in track.ktrs_items}


def test_a_dispute_over_what_applies_calls_for_reconciliation(scheme):
    first, second = uniform(scheme.tracks[MFG_AI], "3", "3")

    found = disagreement(scheme, MFG_AI, [*without([first], CLOUD), second])

    assert [gap.item.code for gap in found.wide_items] == [CLOUD]
    assert (found.total_gap, found.action) == (Decimal("0.0"), "reconcile")
