"""The level table: every edge on both scales, and every total there is."""

from decimal import Decimal

import pytest

from grading.grade import grade, grade_track
from grading.load import load_scheme
from grading.values import INTEGRATED
from tests.grading import independent
from tests.grading.marks import letters, uniform

EDGES = [
    ("0", 550, "1-"),
    ("1-", 580, "1"),
    ("1", 620, "1+"),
    ("1+", 650, "2-"),
    ("2-", 680, "2"),
    ("2", 720, "2+"),
    ("2+", 750, "3-"),
    ("3-", 780, "3"),
    ("3", 820, "3+"),
    ("3+", 850, "4-"),
    ("4-", 880, "4"),
    ("4", 920, "4+"),
    ("4+", 950, "5"),
]
CODES = ["2025-1", "2026-1"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("below", "edge", "at"), EDGES)
def test_an_edge_belongs_to_the_level_above_it(code, below, edge, at):
    scheme, step = load_scheme(code), Decimal("0.1")

    labels = [scheme.level_of(edge + shift).label for shift in (-step, 0 * step, step)]

    assert labels == [below, at, at]


@pytest.mark.parametrize(("below", "edge", "at"), EDGES)
def test_the_five_point_column_has_the_same_edges(scheme, below, edge, at):
    points = [scheme.grade_point_of(Decimal(edge) + shift) for shift in (Decimal("-0.1"), Decimal(0))]

    assert points == [(Decimal(edge) - 500) / 100 - Decimal("0.001"), (Decimal(edge) - 500) / 100]
    assert scheme.level(at).grade_point_min == points[1]
    assert scheme.level(below).rank == scheme.level(at).rank - 1


@pytest.mark.parametrize("code", CODES)
def test_every_total_falls_where_the_five_point_column_says(code):
    scheme = load_scheme(code)

    wrong = [
        total
        for total in (Decimal(tenths) / 10 for tenths in range(10_001))
        if (scheme.level_of(total).label, scheme.grade_point_of(total))
        != (independent.level(total), independent.grade_point(total))
    ]

    assert wrong == []


def test_every_level_is_reached_by_some_total(scheme):
    labels = {scheme.level_of(Decimal(total)).label for total in range(1001)}

    assert labels == {level.label for level in scheme.levels}
    assert len(labels) == 14


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("rating", "letter"), [("5", "A"), ("4", "B"), ("3", "C"), ("2", "D"), ("1", "E")])
def test_every_item_at_k_gives_level_k(code, rating, letter):
    scheme = load_scheme(code)
    track = scheme.tracks[INTEGRATED]

    outcome = grade(scheme, grade_track(scheme, INTEGRATED, uniform(track, rating), letters(track, letter)))

    assert (outcome.level.label, outcome.total) == (rating, Decimal(500 + 100 * int(rating)))


def test_nothing_shown_at_all_gives_level_0(scheme):
    track = scheme.tracks[INTEGRATED]

    outcome = grade(scheme, grade_track(scheme, INTEGRATED, uniform(track, "0"), letters(track, "E")))

    assert (outcome.level.label, str(outcome.total), str(outcome.grade_point)) == ("0", "530.0", "0.300")


def test_the_excellent_threshold_differs_by_year(scheme, scheme_2025):
    reached = [[s.is_excellent(label) for label in ("2", "2+", "3-", "5")] for s in (scheme_2025, scheme)]

    assert reached == [[False, True, True, True], [False, False, True, True]]


def test_grade_point_is_never_negative(scheme):
    assert str(scheme.grade_point_of(Decimal("499.9"))) == "0.000"
