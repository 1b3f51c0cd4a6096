"""The kernel against a second implementation of the same wording."""

import os
import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from grading.exact import half_up
from grading.grade import Sheet, grade, grade_track
from grading.load import load_scheme
from grading.values import INTEGRATED, MFG_AI
from tests.grading import independent
from tests.grading.marks import random_marks

CASES = int(os.environ.get("GRADING_CASES", "20000"))
"""Random cases in all; set GRADING_CASES=1000000 for the long run."""

SHARE = {"2026-1": CASES - CASES // 4, "2025-1": CASES // 4}


def test_random_cases_of_2026_agree_with_the_second_implementation():
    differences = compare("2026-1", SHARE["2026-1"], seed=20260423)

    assert differences == []


def test_random_cases_of_2025_agree_with_the_second_implementation():
    differences = compare("2025-1", SHARE["2025-1"], seed=20250421)

    assert differences == []


def compare(code: str, count: int, seed: int) -> list[tuple]:
    """Cases in which the two disagree; every sixth case of a scheme with an AI track has AI marks, too."""
    scheme, rng = load_scheme(code), random.Random(seed)
    track, ai_track = scheme.tracks[INTEGRATED], scheme.tracks.get(MFG_AI)
    panel, ktrs = independent.weights(code, INTEGRATED)
    ai_panel = independent.weights(code, MFG_AI)[0] if ai_track else {}
    differences = []
    for number in range(count):
        sheets, letters = random_marks(rng, scheme, track)
        ai_sheets = random_marks(rng, scheme, ai_track)[0] if ai_track and number % 6 == 0 else None
        ai = grade_track(scheme, MFG_AI, ai_sheets) if ai_sheets else None
        came_out = grade(scheme, grade_track(scheme, INTEGRATED, sheets, letters), ai)
        base = independent.integrated(panel, ktrs, sheets, letters)
        expected_ai = independent.manufacturing_ai(ai_panel, ai_sheets) if ai_sheets else None
        expected = figures(base, expected_ai)
        got = (
            came_out.base,
            came_out.ai,
            came_out.total,
            came_out.grade_point,
            came_out.level.label,
            came_out.base_level.label,
        )
        if got != expected:
            differences.append((number, got, expected))
    return differences


def figures(base: Decimal, ai: Decimal | None) -> tuple:
    total = independent.with_bonus(base, ai)
    grade_point = independent.grade_point(total)
    return base, ai, total, grade_point, independent.level(total), independent.level(base)


HALF_STEPS = st.integers(0, 10).map(lambda half: Decimal(half) / 2)


@settings(max_examples=150, deadline=None)
@given(
    ratings=st.lists(st.lists(HALF_STEPS, min_size=12, max_size=12), min_size=1, max_size=8),
    letters=st.text("ABCDE", min_size=10, max_size=10),
)
def test_any_marks_agree_with_the_second_implementation(ratings, letters):
    scheme = load_scheme("2026-1")
    track = scheme.tracks[INTEGRATED]
    codes = [item.code for item in track.panel_items]
    sheets = [Sheet(f"a{i}", dict(zip(codes, r, strict=True)), i) for i, r in enumerate(ratings)]
    given_letters = dict(zip((item.code for item in track.ktrs_items), letters, strict=True))

    result = grade_track(scheme, INTEGRATED, sheets, given_letters)

    panel, ktrs = independent.weights("2026-1", INTEGRATED)
    assert result.base == independent.integrated(panel, ktrs, sheets, given_letters)


@settings(max_examples=100, deadline=None)
@given(
    ratings=st.lists(st.lists(HALF_STEPS, min_size=12, max_size=12), min_size=1, max_size=7),
    letters=st.text("ABCDE", min_size=10, max_size=10),
)
def test_printed_figures_always_add_up(ratings, letters):
    scheme = load_scheme("2026-1")
    track = scheme.tracks[INTEGRATED]
    codes = [item.code for item in track.panel_items]
    sheets = [Sheet(f"a{i}", dict(zip(codes, r, strict=True)), i) for i, r in enumerate(ratings)]

    result = grade_track(
        scheme, INTEGRATED, sheets, dict(zip((i.code for i in track.ktrs_items), letters, strict=True))
    )

    printed = sum(item.points_awarded for item in result.items)
    assert printed == result.base_unrounded == sum(part.points_awarded for part in result.sections)
    assert sum(part.points_awarded for part in result.categories) == printed
    assert independent.one_decimal(int(printed * 10000), 10000) == result.base
    assert all(abs(item.points - Fraction(item.points_awarded)) < Fraction(1, 10000) for item in result.items)


def test_every_score_in_hundredths_is_rounded_and_judged_alike():
    """All 100,001 scores from 0.00 to 1,000.00, with every edge and every half among them."""
    scheme = load_scheme("2026-1")

    differences = []
    for hundredths in range(100_001):
        total = half_up(Fraction(hundredths, 100), scheme.score_decimals)
        came_out = (total, scheme.grade_point_of(total), scheme.level_of(total).label)
        expected = independent.one_decimal(hundredths, 100)
        if came_out != (expected, independent.grade_point(expected), independent.level(expected)):
            differences.append((hundredths, came_out))

    assert differences == []
