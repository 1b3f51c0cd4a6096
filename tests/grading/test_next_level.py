"""The way to the next Level."""

from decimal import Decimal
from itertools import combinations_with_replacement

from grading.grade import grade, grade_track
from grading.next_level import next_level
from grading.values import INTEGRATED
from tests.grading.marks import letters, uniform


def stored(scheme, *ratings, letter="C", ai=None):
    track = scheme.tracks[INTEGRATED]
    result = grade_track(scheme, INTEGRATED, uniform(track, *ratings), letters(track, letter))
    return grade(scheme, result, ai).to_data()


def test_the_gap_and_the_shortest_route_are_found(scheme):
    found = next_level(scheme, stored(scheme, "2.5", "2.5", letter="D"))

    assert (found.level.label, str(found.total)) == ("2+", "735.0")
    assert (found.next.level.label, str(found.next.gap), found.next.half_steps) == ("3-", "15.0", 2)
    assert [(r.code, r.half_steps, str(r.rating_from), str(r.rating_to), str(r.gain)) for r in found.next.route] == [
        ("2.3.1", 2, "2.50", "3.50", "15.0000")
    ]
    assert str(found.next.total_after) == "750.0"
    assert found.next.route[0].anchor == scheme.tracks[INTEGRATED].item("2.3.1").anchors[4]


def test_no_shorter_route_exists(scheme):
    """Every combination of one half step less is tried and falls short."""
    data = stored(scheme, "2", "3", letter="D")
    found = next_level(scheme, data)
    panel = [item for item in found.items if item.marked_by == "PANEL"]

    reached = [
        combination
        for combination in combinations_with_replacement(panel, found.next.half_steps - 1)
        if found.total + sum(item.half_gain for item in combination) >= found.next.level.score_min
    ]

    assert (found.next.half_steps, reached) == (2, [])


def test_no_item_rises_by_more_than_a_step_while_others_can(scheme):
    found = next_level(scheme, stored(scheme, "2", "2", letter="E"))

    assert found.excellent.level.label == "3-"
    assert {raised.half_steps for raised in found.excellent.route} <= {1, 2}


def test_a_further_round_opens_when_one_step_each_is_not_enough(scheme):
    found = next_level(scheme, stored(scheme, "0", "0", letter="E"))

    assert found.excellent.reachable
    assert max(raised.half_steps for raised in found.excellent.route) == 6
    assert found.excellent.total_after >= found.excellent.level.score_min


def test_a_route_really_leads_there(scheme):
    """Raising the marks as the route says and grading again gives the promised total."""
    track = scheme.tracks[INTEGRATED]
    found = next_level(scheme, stored(scheme, "1.5", "2.5", "4.5", letter="E"))
    sheets = uniform(track, "1.5", "2.5", "4.5")
    given = letters(track, "E")
    for raised in found.excellent.route:
        if raised.code in given:
            given[raised.code] = "EDCBA"[raised.half_steps // 2]
        else:
            for sheet in sheets:
                lifted = min(sheet.ratings[raised.code] + Decimal(raised.half_steps) / 2, Decimal(5))
                sheet.ratings[raised.code] = lifted

    outcome = grade(scheme, grade_track(scheme, INTEGRATED, sheets, given))

    assert outcome.total == found.excellent.total_after
    assert outcome.level.rank >= found.excellent.level.rank


def test_a_letter_counts_as_two_half_steps(scheme):
    found = next_level(scheme, stored(scheme, "5", "5", letter="B"))

    assert found.level.label == "5"
    assert found.is_top

    lower = next_level(scheme, stored(scheme, "5", "5", letter="E"))
    assert (lower.level.label, lower.next.level.label, str(lower.next.gap)) == ("4", "4+", "40.0")
    assert lower.next.half_steps == 28
    assert all(raised.code.startswith("1.") and raised.half_steps % 2 == 0 for raised in lower.next.route)


def test_half_a_step_on_a_mark_is_shorter_than_a_letter(scheme):
    """919.0 points: half a step on 3.1.2 brings 1.5, a letter 3.0 but counts double."""
    track = scheme.tracks[INTEGRATED]
    sheets = uniform(track, "5")
    sheets[0].ratings["3.1.2"] = Decimal(4)
    given = {item.code: "C" if place < 7 else "E" for place, item in enumerate(track.ktrs_items)}
    data = grade(scheme, grade_track(scheme, INTEGRATED, sheets, given)).to_data()

    found = next_level(scheme, data).next

    assert (str(found.gap), found.half_steps, [raised.code for raised in found.route]) == (
        "1.0",
        1,
        ["3.1.2"],
    )


def test_at_the_top_there_is_no_next_level(scheme):
    found = next_level(scheme, stored(scheme, "5", letter="A"))

    assert (found.is_top, found.next, found.excellent) == (True, None, None)
    assert all(item.half_gain == 0 and item.next_rating is None for item in found.items)


def test_the_excellent_level_is_gone_once_reached(scheme):
    assert next_level(scheme, stored(scheme, "3", "3")).excellent is None


def test_each_item_tells_what_the_next_step_brings_and_asks(scheme):
    items = {item.code: item for item in next_level(scheme, stored(scheme, "2", "3.5")).items}

    anchors = scheme.tracks[INTEGRATED].item("2.1.1").anchors
    found = items["2.1.1"]
    assert (str(found.rating), str(found.half_gain), str(found.whole_gain)) == ("2.75", "5.0000", "10.0000")
    assert (found.next_rating, found.next_anchor) == (3, anchors[3])


def test_the_bonus_counts_on_the_way(scheme):
    found = next_level(scheme, stored(scheme, "2.5", "2.5", letter="D", ai=Decimal("10.0")))

    assert (str(found.total), str(found.next.gap), str(found.ai_headroom)) == ("745.0", "5.0", "90.0")
    assert found.next.half_steps == 1
