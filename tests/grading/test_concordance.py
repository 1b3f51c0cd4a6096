"""Results of 2025 and 2026 side by side, as far as that goes."""

import random
import shutil
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from grading.concordance import (
    CONCORDANCE,
    NotComparable,
    concordance,
    concordance_faults,
    concordances,
)
from grading.conversion import convert, shared_rating
from grading.grade import grade, grade_track
from grading.values import INTEGRATED
from tests.grading.marks import letters, random_marks, uniform


@pytest.fixture
def between():
    return concordance("2025-1", "2026-1")


def stored(scheme, *marks):
    return grade(scheme, grade_track(scheme, INTEGRATED, *marks)).to_data()


def same(scheme, rating, letter):
    track = scheme.tracks[INTEGRATED]
    return stored(scheme, uniform(track, rating, rating), letters(track, letter))


def test_every_item_of_both_years_is_accounted_for_once(between):
    assert concordance_faults() == []
    assert concordances() == (("2025-1", "2026-1"),)
    assert [len(part) for part in (between.shared, between.only_old, between.only_new)] == [19, 3, 3]


def test_technology_cannot_be_compared_at_all(between):
    shares = [(section.code, section.comparable, section.points) for section in between.sections]
    assert shares == [("1", 300, 300), ("2", 0, 350), ("3", 350, 350)]
    assert [alone.item.code for alone in between.only_new] == ["2.1.1", "2.2.1", "2.3.1"]
    assert all(alone.reason and alone.reason_en for alone in (*between.only_old, *between.only_new))


def test_what_breaks_the_series_is_said_with_its_source(between):
    assert [caution.code for caution in between.cautions] == ["WEIGHTS", "EXCELLENT", "BONUS", "STEPS"]
    assert all(caution.source and caution.text_en.isascii() for caution in between.cautions)


@pytest.mark.parametrize(("rating", "letter"), [("0", "E"), ("2.5", "C"), ("3", "C"), ("5", "A")])
def test_a_converted_score_is_a_span_around_the_score_of_like_marks(between, scheme, scheme_2025, rating, letter):
    found = convert(between, same(scheme_2025, rating, letter))

    expected = Decimal(same(scheme, rating, letter)["total"])
    assert found.certain.low <= found.likely.low <= expected <= found.likely.high <= found.certain.high
    assert found.certain.low < found.certain.high
    assert (found.points_shared, found.points_possible) == (650, 1000)


def test_the_certain_span_holds_whatever_nobody_marked(between, scheme, scheme_2025):
    """Marks of 2026 that are the old ones where items are shared and anything elsewhere never leave the span."""
    rng, pairs = random.Random(5), {pair.item.code: pair.old.code for pair in between.shared}
    track = scheme.tracks[INTEGRATED]
    outside = []
    for _ in range(120):
        sheets, given = random_marks(rng, scheme_2025, scheme_2025.tracks[INTEGRATED])
        found = convert(between, stored(scheme_2025, sheets, given)).certain
        new = [other_year(rng, track, pairs, sheet) for sheet in sheets]
        total = Decimal(stored(scheme, new, given)["base"])
        if not found.low <= total <= found.high:
            outside.append((found, total))

    assert outside == []


def other_year(rng, track, pairs, sheet):
    def rating(code):
        return sheet.ratings[pairs[code]] if code in pairs else Decimal(rng.randint(0, 10)) / 2

    return replace(sheet, ratings={item.code: rating(item.code) for item in track.panel_items})


def test_the_levels_at_both_ends_are_told(between, scheme_2025):
    found = convert(between, same(scheme_2025, "3", "C"))

    assert (found.certain.level_low, found.certain.level_high) == ("2-", "4")
    assert not found.certain.is_one_level


def test_an_outcome_of_another_scheme_is_not_converted(between, scheme):
    with pytest.raises(ValueError, match="2025-1"):
        convert(between, same(scheme, "3", "C"))


def test_the_shared_rating_is_one_figure_of_2026_and_a_span_of_2025(between, scheme, scheme_2025):
    now, then = (shared_rating(between, same(s, "3", "C")) for s in (scheme, scheme_2025))

    assert now == (3, 3)
    assert then == (3 - Fraction(11, 38), 3 + Fraction(11, 38))


def test_schemes_without_a_concordance_are_not_compared():
    with pytest.raises(NotComparable):
        concordance("2026-1", "2025-1")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('code = "2.1.1"\nreason', 'code = "3.1.1"\nreason', "2025-1_2026-1/only_new"),
        ('old = "2.1.4"', 'old = "2.1.9"', "2025-1_2026-1/item/3.2.3/old"),
        ('spread = "0.5"', 'spread = "0.3"', "2025-1_2026-1/item/3.1.1/spread"),
        ('new = "2026-1"', 'new = "2027-1"', "2025-1_2026-1/old"),
    ],
)
def test_a_broken_concordance_is_found(tmp_path, old, new, place):
    folder = shutil.copytree(CONCORDANCE, tmp_path / "concordance")
    path = folder / "2025-1_2026-1.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    assert place in [fault.place for fault in concordance_faults(folder)]


def test_a_concordance_of_no_known_scheme_is_found(tmp_path):
    (tmp_path / "2019-1_2020-1.toml").write_text("")

    assert [fault.place for fault in concordance_faults(tmp_path)] == ["2019-1_2020-1.toml"]
