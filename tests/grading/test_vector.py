"""Many at once gives the very figures of one by one."""

import random
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from grading.grade import grade, grade_track
from grading.load import load_scheme
from grading.values import INTEGRATED, MFG_AI, REPORT_SEPARATELY
from grading.vector import batch_of, grade_many
from tests.grading.marks import letters, random_marks, uniform

COMPARED = ("base", "ai", "bonus", "total", "grade_point", "level", "base_level")


def one_by_one(scheme, marks, ai_marks):
    rows = []
    for (sheets, given), ai_sheets in zip(marks, ai_marks, strict=True):
        ai = grade_track(scheme, MFG_AI, ai_sheets) if ai_sheets else None
        data = grade(scheme, grade_track(scheme, INTEGRATED, sheets, given), ai).to_data()
        rows.append({key: data[key] for key in COMPARED})
    return rows


@pytest.mark.parametrize("mode", ["add_to_total", REPORT_SEPARATELY])
def test_grade_many_equals_grade(scheme, mode):
    scheme = replace(scheme, ai_bonus=replace(scheme.ai_bonus, mode=mode))
    rng = random.Random(1000)
    marks = [random_marks(rng, scheme, scheme.tracks[INTEGRATED]) for _ in range(600)]
    ai_marks = [random_marks(rng, scheme, scheme.tracks[MFG_AI])[0] if rng.random() < 0.4 else None for _ in marks]
    with_ai = [(sheets, {}) for sheets in ai_marks if sheets]
    places = np.cumsum([sheets is not None for sheets in ai_marks]) - 1
    ai_rows = np.array([place if ai_marks[n] else -1 for n, place in enumerate(places)])

    many = grade_many(scheme, batch_of(scheme, INTEGRATED, marks), batch_of(scheme, MFG_AI, with_ai), ai_rows)

    assert [many.row(index) for index in range(len(marks))] == one_by_one(scheme, marks, ai_marks)


def test_grade_many_equals_grade_under_the_2025_scheme():
    scheme = load_scheme("2025-1")
    rng = random.Random(2025)
    marks = [random_marks(rng, scheme, scheme.tracks[INTEGRATED]) for _ in range(300)]

    many = grade_many(scheme, batch_of(scheme, INTEGRATED, marks))

    assert [many.row(n) for n in range(300)] == one_by_one(scheme, marks, [None] * 300)


def test_grade_many_drops_the_first_of_equal_sheets(scheme):
    track = scheme.tracks[INTEGRATED]
    sheets = uniform(track, "4", "2", "4", "2", "3")
    batch = batch_of(scheme, INTEGRATED, [(sheets, letters(track, "C")), (sheets[::-1], letters(track, "C"))])

    many = grade_many(scheme, batch)

    assert [str(Decimal(int(units)) / 10) for units in many.base] == ["800", "800"]


def test_an_empty_cohort_has_no_outcomes(scheme):
    many = grade_many(scheme, batch_of(scheme, INTEGRATED, []))

    assert len(many.total) == 0
