"""Putting sheets together: trimming, ties, the one rounding, the bonus, and what is refused."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from grading.exact import half_up, plain, shared_out
from grading.grade import MarksRefused, Sheet, grade, grade_track
from grading.values import INTEGRATED, MFG_AI, REPORT_SEPARATELY
from tests.grading.marks import letters, uniform


@pytest.fixture
def track(scheme):
    return scheme.tracks[INTEGRATED]


def graded(scheme, *ratings, letter="C"):
    track = scheme.tracks[INTEGRATED]
    return grade_track(scheme, INTEGRATED, uniform(track, *ratings), letters(track, letter))


def test_fewer_than_five_sheets_are_all_averaged(scheme):
    result = graded(scheme, "0", "3", "3", "5")

    assert (str(result.base), result.dropped) == ("782.5", {})


def test_from_five_sheets_one_highest_and_one_lowest_go(scheme):
    result = graded(scheme, "0", "3", "3", "3.5", "5")

    assert str(result.base) == "811.7"
    assert result.dropped == {"assessor-1": "lowest", "assessor-5": "highest"}


def test_among_equal_sheets_the_one_closed_first_goes(scheme, track):
    sheets = uniform(track, "4", "2", "4", "2", "3")
    late_first = [replace(sheet, closed=10 - sheet.closed) for sheet in sheets]

    in_order = grade_track(scheme, INTEGRATED, sheets, letters(track, "C"))
    reversed_order = grade_track(scheme, INTEGRATED, late_first, letters(track, "C"))

    assert in_order.dropped == {"assessor-1": "highest", "assessor-2": "lowest"}
    assert reversed_order.dropped == {"assessor-3": "highest", "assessor-4": "lowest"}
    assert in_order.base == reversed_order.base


def test_when_all_sheets_are_equal_the_first_two_go(scheme):
    result = graded(scheme, "3", "3", "3", "3", "3", "3")

    assert result.dropped == {"assessor-1": "highest", "assessor-2": "lowest"}
    assert str(result.base) == "800.0"


def test_sheets_are_judged_by_their_total_not_item_by_item(scheme, track):
    sheets = uniform(track, "3", "3", "3", "3", "3")
    sheets[0] = Sheet("assessor-1", {**sheets[0].ratings, "2.1.1": Decimal(0), "2.2.1": Decimal(5)}, 1)
    sheets[4] = Sheet("assessor-5", {**sheets[4].ratings, "3.1.2": Decimal("3.5")}, 5)

    result = grade_track(scheme, INTEGRATED, sheets, letters(track, "C"))

    assert result.dropped == {"assessor-1": "lowest", "assessor-5": "highest"}


def test_a_score_is_rounded_half_up_and_once():
    values = [
        Fraction(74995, 100),
        Fraction(749949999, 1000000),
        Fraction(1, 20),
        Fraction(0),
        Fraction(1, 3),
    ]

    assert [str(half_up(value, 1)) for value in values] == ["750.0", "749.9", "0.1", "0.0", "0.3"]


def test_half_a_tenth_under_an_edge_is_judged_as_printed(scheme, track):
    """Five counted sheets at 2.5 but for one mark half a step up on 35 points, one down on 40: 749.95."""
    sheets = uniform(track, "0", "2.5", "2.5", "2.5", "2.5", "2.5", "5")
    shifted = {**sheets[1].ratings, "3.1.1": Decimal("3.0"), "3.2.3": Decimal("2.0")}
    sheets[1] = replace(sheets[1], ratings=shifted)
    half_c_half_d = {item.code: "CD"[number % 2] for number, item in enumerate(track.ktrs_items)}

    result = grade_track(scheme, INTEGRATED, sheets, half_c_half_d)

    assert result.exact == Fraction(74995, 100)
    assert str(result.base) == "750.0"
    assert grade(scheme, result).level.label == "3-"


def test_the_bonus_lifts_the_level_and_both_levels_are_kept(scheme):
    ai_track = scheme.tracks[MFG_AI]
    ai = grade_track(scheme, MFG_AI, uniform(ai_track, "3", "3.5"))

    outcome = grade(scheme, graded(scheme, "2.5", "2.5"), ai)

    figures = (str(outcome.base), str(outcome.ai), str(outcome.bonus), str(outcome.total))
    assert figures == ("765.0", "65.0", "65.0", "830.0")
    assert (outcome.base_level.label, outcome.level.label, outcome.level_with_bonus.label) == (
        "3-",
        "3+",
        "3+",
    )


def test_the_total_never_exceeds_the_full_score(scheme):
    outcome = grade(scheme, graded(scheme, "5", letter="A"), Decimal("100.0"))

    assert (str(outcome.bonus), str(outcome.total), outcome.level.label) == ("100.0", "1000.0", "5")


def test_reported_separately_the_bonus_leaves_total_and_level_alone(scheme):
    separate = replace(scheme, ai_bonus=replace(scheme.ai_bonus, mode=REPORT_SEPARATELY))

    outcome = grade(separate, graded(separate, "2.5", "2.5"), Decimal("65.0"))

    assert (str(outcome.ai), str(outcome.bonus), str(outcome.total)) == ("65.0", "0.0", "765.0")
    assert (outcome.level.label, outcome.level_with_bonus.label) == ("3-", "3+")
    assert str(outcome.total_with_bonus) == "830.0"


def test_without_an_ai_result_there_is_no_bonus(scheme):
    outcome = grade(scheme, graded(scheme, "3"))

    assert (outcome.ai, outcome.bonus, outcome.total, outcome.base) == (
        None,
        None,
        Decimal(800),
        Decimal(800),
    )


@pytest.mark.parametrize("ai", [Decimal("100.1"), Decimal("-0.1"), Decimal("65.05")])
def test_an_ai_score_that_cannot_be_is_refused(scheme, ai):
    with pytest.raises(MarksRefused):
        grade(scheme, graded(scheme, "3"), ai)


def test_a_scheme_without_bonus_refuses_an_ai_score(scheme_2025):
    with pytest.raises(MarksRefused, match="2025-1"):
        grade(scheme_2025, graded(scheme_2025, "3"), Decimal("10.0"))


def test_every_reason_for_refusal_is_given_at_once(scheme, track):
    sheet = Sheet("a", {**uniform(track, "3")[0].ratings, "2.1.1": Decimal("3.3"), "9.9": Decimal(1)}, 1)
    short = Sheet("b", {"2.1.1": Decimal(3)}, 2)

    with pytest.raises(MarksRefused) as refused:
        grade_track(scheme, INTEGRATED, [sheet, short, short], {"1.1.1": "F", "2.1.1": "A"})

    reasons = [str(fault) for fault in refused.value.faults]
    assert len(reasons) == 1 + 1 + 11 + 1 + 11 + 9 + 2
    assert any("3.3" in reason for reason in reasons)


def test_no_sheet_cannot_be_graded(scheme, track):
    with pytest.raises(MarksRefused):
        grade_track(scheme, INTEGRATED, [], letters(track, "C"))


def test_a_float_is_not_a_rating(scheme, track):
    sheet = Sheet("a", {**uniform(track, "3")[0].ratings, "2.1.1": 3.5}, 1)

    with pytest.raises(MarksRefused):
        grade_track(scheme, INTEGRATED, [sheet], letters(track, "C"))


def test_thirds_are_shared_out_so_that_printed_parts_add_up():
    parts = [Fraction(100, 3), Fraction(100, 3), Fraction(100, 3)]

    assert [str(part) for part in shared_out(parts)] == ["33.3334", "33.3333", "33.3333"]


def test_sharing_out_never_rounds_the_sum_up():
    shared = shared_out([Fraction(1, 3), Fraction(1, 7)])

    assert [str(part) for part in shared] == ["0.3333", "0.1428"]
    assert sum(shared) == Decimal("0.4761")


def test_numbers_print_plainly():
    numbers = [Decimal("27.0000"), Decimal("100"), Decimal("33.3330"), Fraction(11, 3), Fraction(7, 2)]

    assert [plain(number) for number in numbers] == ["27", "100", "33.333", "11/3", "3.5"]


def test_a_stored_outcome_holds_everything_a_page_prints(scheme):
    ai = grade_track(scheme, MFG_AI, uniform(scheme.tracks[MFG_AI], "3.5"))
    outcome = grade(scheme, graded(scheme, "0", "3", "3", "3.5", "5"), ai)

    data = json.loads(json.dumps(outcome.to_data()))

    track = data["tracks"][INTEGRATED]
    assert data == outcome.to_data()
    assert (data["scheme"], data["digest"], data["format"]) == ("2026-1", scheme.digest, 1)
    assert (data["base"], data["ai"], data["total"], data["level"]) == ("811.7", "70.0", "881.7", "4")
    assert track["items"][10] == {
        "code": "2.1.1",
        "name": "제조데이터 수집·표준·활용 역량",
        "name_en": "Collecting, standardising and using manufacturing data",
        "section": "2",
        "category": "2.1",
        "marked_by": "PANEL",
        "points_possible": "100",
        "points_counted": "100",
        "points_awarded": "81.6667",
        "points_exact": "245/3",
        "applies": True,
        "variant": None,
        "rating": "3.16",
        "rating_exact": "19/6",
        "letter": None,
        "ratings": [
            {"assessor": "assessor-1", "rating": "0", "dropped": True},
            {"assessor": "assessor-2", "rating": "3", "dropped": False},
            {"assessor": "assessor-3", "rating": "3", "dropped": False},
            {"assessor": "assessor-4", "rating": "3.5", "dropped": False},
            {"assessor": "assessor-5", "rating": "5", "dropped": True},
        ],
    }
    assert (track["base_unrounded"], track["base_exact"]) == ("811.6666", "2435/3")
    assert [sheet["dropped"] for sheet in track["sheets"]] == ["lowest", None, None, None, "highest"]
    assert sum(Decimal(item["points_awarded"]) for item in track["items"]) == Decimal(track["base_unrounded"])


def test_a_track_result_can_be_stored_by_itself(scheme):
    data = grade_track(scheme, MFG_AI, uniform(scheme.tracks[MFG_AI], "3.5")).to_data()

    assert (data["scheme"], data["track"], data["base"], data["ktrs_points"]) == (
        "2026-1",
        MFG_AI,
        "70.0",
        None,
    )
