"""What a supplier sees while it is still answering."""

from decimal import Decimal

import pytest

from grading.estimate import estimate
from grading.grade import MarksRefused
from grading.values import INTEGRATED, MFG_AI


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
    found = estimate(scheme, INTEGRATED, self_rated(scheme, "2.5"), ai=Decimal("70.0"))

    assert (str(found.low), found.level_low.label) == ("820.0", "3+")


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
