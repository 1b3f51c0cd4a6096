"""The way up on the AI track, and what it does to the integrated Level."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest

from grading.ai_growth import ai_growth
from grading.exact import half_up
from grading.grade import Sheet, grade_total, grade_track
from grading.values import MFG_AI
from tests.grading.marks import uniform


def stored(scheme, *ratings):
    track = scheme.tracks[MFG_AI]
    result = grade_track(scheme, MFG_AI, uniform(track, *ratings), None)
    return result.to_data()


def uneven(scheme, low):
    """One sheet at 4 throughout but for some items."""
    track = scheme.tracks[MFG_AI]
    ratings = {item.code: low.get(item.code, Decimal(4)) for item in track.items}
    return grade_track(scheme, MFG_AI, [Sheet("가", ratings, 1), Sheet("나", ratings, 2)], None).to_data()


def test_every_item_says_what_it_brings_and_what_it_asks(scheme):
    found = ai_growth(scheme, stored(scheme, "3", "3"))

    model = next(item for item in found.items if item.code == "1.5.1")
    assert (found.score, len(found.items)) == (Decimal("60.0"), 11)
    assert (model.half_gain, model.whole_gain) == (Decimal("1.5000"), Decimal("3.0000"))
    assert model.next_anchor == scheme.tracks[MFG_AI].item("1.5.1").anchors[4]


def test_categories_stand_in_order_of_what_they_bring_and_only_while_they_can_rise(scheme):
    found = ai_growth(scheme, uneven(scheme, {"1.1.1": Decimal(1), "2.1.1": Decimal(5)}))

    assert [(one.code, one.whole_gain, one.room) for one in found.categories][:2] == [
        ("1.5", Decimal("3.0000"), Decimal("3.0000")),
        ("2.2", Decimal("3.0000"), Decimal("3.0000")),
    ]
    assert "2.1" not in {one.code for one in found.categories}
    assert {one.code: one.room for one in found.categories}["1.1"] == Decimal("4.0000")


def test_the_bonus_follows_the_score_up_to_the_most_that_the_scheme_gives(scheme):
    capped = replace(scheme, ai_bonus=replace(scheme.ai_bonus, max_points=50))

    full, cut = ai_growth(scheme, stored(scheme, "3", "3")), ai_growth(capped, stored(scheme, "3", "3"))

    assert (full.bonus, full.most, full.adds) == (Decimal("60.0"), Decimal("100.0"), True)
    assert (cut.bonus, cut.most) == (Decimal("50.0"), Decimal("50.0"))


def test_an_integrated_level_names_the_score_it_takes_and_the_shortest_way(scheme):
    data = stored(scheme, "3", "3")
    beside = ai_growth(scheme, data, Decimal("816.4")).beside
    (target,) = beside.targets

    gains = [item.half_gain for item in ai_growth(scheme, data).items]
    shorter = [c for c in combinations(gains * 2, _half_steps(target) - 1) if 60 + sum(c) >= target.score_needed]

    assert (beside.total, beside.level.label) == (Decimal("876.4"), "4-")
    assert (target.level.label, target.gap, target.score_needed) == ("4", Decimal("3.6"), Decimal("63.6"))
    assert (target.score_after, target.total_after) == (Decimal("64.5"), Decimal("880.9"))
    assert shorter == []


def test_no_way_is_drawn_to_what_no_ai_score_reaches(scheme):
    beside = ai_growth(scheme, stored(scheme, "4", "4"), Decimal("600.0")).beside

    reached = {target.level.label: (target.score_needed, target.route, target.total_after) for target in beside.targets}

    assert beside.level.label == "2"
    assert reached["2+"][0] is None
    assert reached == {"2+": (None, (), Decimal("700.0")), "3-": (None, (), Decimal("700.0"))}


def test_at_the_top_nothing_is_left_to_raise(scheme):
    found = ai_growth(scheme, stored(scheme, "5", "5"), Decimal("900.0"))

    assert (found.is_top, found.categories) == (True, ())
    assert (found.beside.level.label, found.beside.targets) == ("5", ())


@pytest.mark.parametrize("mode", ["report_separately", None])
def test_a_bonus_that_does_not_count_moves_no_level(scheme, mode):
    rule = replace(scheme.ai_bonus, mode=mode) if mode else None

    found = ai_growth(replace(scheme, ai_bonus=rule), stored(scheme, "3", "3"), Decimal("840.0"))

    assert found.adds is False
    assert (found.beside.total, found.beside.targets) == (Decimal("840.0"), ()) if mode else found.beside is None


def test_a_way_really_leads_there(scheme):
    """The raised marks, graded anew, give the score and the total that were promised."""
    data = uneven(scheme, {"1.2.1": Decimal(1), "2.2.1": Decimal(2)})
    (target,) = ai_growth(scheme, data, Decimal("800.0")).beside.targets
    track, raised = scheme.tracks[MFG_AI], {one.code: one.rating_to for one in target.route}

    again = {row["code"]: raised.get(row["code"], Decimal(row["rating"])) for row in data["items"]}
    points = sum(Fraction(item.points) * Fraction(again[item.code]) / 5 for item in track.items)

    assert half_up(points, 1) == target.score_after >= target.score_needed
    assert grade_total(scheme, Decimal("800.0"), target.score_after) == target.total_after >= target.level.score_min


def _half_steps(target) -> int:
    return sum(one.half_steps for one in target.route)
