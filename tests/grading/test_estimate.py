"""What a supplier sees while it is still answering."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from grading.estimate import estimate
from grading.grade import MarksRefused, Sheet, grade, grade_track
from grading.values import INTEGRATED, MFG_AI, REPORT_SEPARATELY


def self_rated(scheme, rating, track=INTEGRATED):
    return {item.code: Decimal(rating) for item in scheme.tracks[track].items}


def test_a_complete_self_rating_has_one_total(scheme):
    found = estimate(scheme, INTEGRATED, self_rated(scheme, "3"))

    assert (found.complete, found.answered, found.low, found.high) == (True, 22, Decimal(800), Decimal(800))
    assert (found.level_low.label, found.level_high.label) == ("3", "3")


def test_nothing_answered_leaves_the_whole_span(scheme):
    found = estimate(scheme, INTEGRATED, {})

    assert (str(found.now), str(found.low), str(found.high)) == ("0.0", "500.0", "1000.0")
    assert (found.level_low.label, found.level_high.label) == ("0", "5")
    assert len(found.missing) == 22


def test_a_missing_item_says_what_it_costs(scheme):
    ratings = {**self_rated(scheme, "3"), "2.3.1": None}

    found = estimate(scheme, INTEGRATED, ratings)

    assert [(item.code, item.points_possible, str(item.at_stake)) for item in found.missing] == [("2.3.1", 150, "75.0")]
    assert (str(found.low), str(found.high)) == ("755.0", "830.0")
    assert found.at_stake == found.high - found.low == found.missing[0].at_stake


def test_a_confirmed_ai_score_counts_as_bonus(scheme):
    found = estimate(scheme, INTEGRATED, self_rated(scheme, "2.5"), ai=(Decimal("70.0"), Decimal("70.0")))

    assert (str(found.low), found.level_low.label) == ("820.0", "3+")
    assert (str(found.base_low), found.base_level_low.label, str(found.bonus_low)) == ("750.0", "3-", "70.0")


def test_an_ai_score_that_is_still_open_widens_the_total_and_not_what_the_missing_items_cost(scheme):
    ratings = {**self_rated(scheme, "3"), "2.3.1": None}

    found = estimate(scheme, INTEGRATED, ratings, ai=(Decimal("12.5"), Decimal("80.0")))

    assert (str(found.low), str(found.high), str(found.at_stake)) == ("767.5", "910.0", "75.0")
    assert (found.level_low.label, found.level_high.label) == ("3-", "4")
    assert not found.certain


def test_the_bonus_is_told_and_not_added_where_the_scheme_says_so(scheme):
    apart = replace(scheme, ai_bonus=replace(scheme.ai_bonus, mode=REPORT_SEPARATELY))

    found = estimate(apart, INTEGRATED, self_rated(scheme, "3"), ai=(Decimal("70.0"), Decimal("70.0")))

    assert (str(found.low), str(found.bonus_low)) == ("800.0", "70.0")


LETTERS = dict(zip((1, 2, 3, 4, 5), "EDCBA", strict=True))


@pytest.mark.parametrize("seed", range(25))
def test_an_estimate_of_everything_is_what_grading_finds_of_the_same_marks(scheme, seed: int):
    rng, track, ai_track = Random(seed), scheme.tracks[INTEGRATED], scheme.tracks[MFG_AI]
    ktrs = {item.code: rng.randint(1, 5) for item in track.ktrs_items}
    panel = {item.code: Decimal(rng.randint(0, 10)) / 2 for item in track.panel_items}
    ai = {item.code: Decimal(rng.randint(0, 10)) / 2 for item in ai_track.items}
    absent = ["1.3.1"] if seed % 2 else []
    ai |= dict.fromkeys(absent)

    by_itself = estimate(scheme, MFG_AI, ai, absent=absent)
    ratings = {code: Decimal(rating) for code, rating in ktrs.items()} | panel
    found = estimate(scheme, INTEGRATED, ratings, ai=(by_itself.low, by_itself.high))

    sheets = [Sheet(name, panel, number) for number, name in enumerate("abc", 1)]
    ai_sheets = [Sheet(name, ai, number) for number, name in enumerate("ab", 1)]
    letters = {code: LETTERS[rating] for code, rating in ktrs.items()}
    judged = grade(scheme, grade_track(scheme, INTEGRATED, sheets, letters), grade_track(scheme, MFG_AI, ai_sheets))
    assert (found.low, found.high) == (judged.total, judged.total)
    assert (found.base_low, found.bonus_low, by_itself.low) == (judged.base, judged.bonus, judged.ai)
    assert (found.level_low, found.base_level_low) == (judged.level, judged.base_level)


def test_the_ai_track_has_no_level_of_its_own(scheme):
    found = estimate(scheme, MFG_AI, {"1.1.1": Decimal("5")})

    assert (str(found.low), str(found.high), found.level_low, found.level_high) == (
        "5.0",
        "100.0",
        None,
        None,
    )


@pytest.mark.parametrize("ratings", [{"9.9.9": Decimal(3)}, {"1.1.1": Decimal("3.3")}, {"1.1.1": 3.5}])
def test_what_is_not_on_the_sheet_is_refused(scheme, ratings):
    with pytest.raises(MarksRefused):
        estimate(scheme, INTEGRATED, ratings)
