"""The worked example of docs/scoring.md, computed again from the document itself."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from grading.exact import floored, plain
from grading.grade import Sheet, grade, grade_track
from grading.values import INTEGRATED, MFG_AI

DOCUMENT = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """Body rows of the first table under a heading."""
    section = DOCUMENT.split(heading, 1)[1].split("\n#", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def sheets(table: list[list[str]], assessors: str) -> list[Sheet]:
    return [
        Sheet(name, {row[0]: Decimal(row[3 + place]) for row in table if row[3 + place]}, place + 1)
        for place, name in enumerate(assessors)
    ]


@pytest.fixture
def outcome(scheme):
    table, ai_table = rows("### 6.1 "), rows("### 6.2 ")
    letters = {row[0]: row[6] for row in table if row[6]}
    ai = grade_track(scheme, MFG_AI, sheets(ai_table, "가나"))
    return grade(scheme, grade_track(scheme, INTEGRATED, sheets(table, "가나다"), letters), ai)


def test_the_item_tables_state_names_points_and_results(outcome):
    for heading, result in (("### 6.1 ", outcome.integrated), ("### 6.2 ", outcome.ai_track)):
        printed = [(row[0], row[1], row[2], row[-1]) for row in rows(heading)]

        assert printed == [(i.code, i.item.name, str(i.item.points), plain(i.points_awarded)) for i in result.items]


def test_the_steps_lead_to_the_stated_level(outcome):
    result = outcome.integrated
    totals = [sheet.total for sheet in result.sheets]

    assert [row[1] for row in rows("### 6.3 ")] == [
        *(plain(total) for total in totals),
        plain(floored(sum(totals) / len(totals))),
        plain(result.ktrs_points),
        plain(result.base_unrounded),
        str(outcome.base),
        str(outcome.ai),
        str(outcome.bonus),
        str(outcome.total),
        str(outcome.grade_point),
        outcome.base_level.label,
        outcome.level.label,
    ]


def test_the_document_s_figures_add_up_by_hand():
    items = [Decimal(row[-1]) for row in rows("### 6.1 ")]
    steps = {row[0]: row[1] for row in rows("### 6.3 ")}

    assert sum(items) == Decimal(steps["반올림하기 전 점수(넷째 자리까지)"])
    assert Decimal(steps["기본 점수"]) + Decimal(steps["가점"]) == Decimal(steps["총점"])


def test_the_level_table_is_the_scheme_s(scheme):
    table = rows("## 5. 등급")
    edges = [re.match(r"\d+", row[1]).group() for row in table[:-1]]

    assert [row[0] for row in table] == [f"Level {level.label}" for level in scheme.levels]
    assert edges == [plain(level.score_min) for level in scheme.levels[:-1]]


def test_the_factor_table_is_the_scheme_s(scheme):
    table = rows("## 2. ")
    factors = [
        [f"{int(track.scale.worth[Decimal(rating)] * 100)}%" for rating in range(5, -1, -1)]
        for track in (scheme.tracks[INTEGRATED], scheme.tracks[MFG_AI])
    ]

    assert [row[1:] for row in table] == factors
