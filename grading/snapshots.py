"""Snapshots of many results at once: the very texts that `snapshot.packed` writes one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from grading.details import NOBODY, Details
from grading.kinds import Kind
from grading.result import HIGHEST, LOWEST
from grading.snapshot import ABSENT, FORMAT, KEYS, STEPS
from grading.values import Scheme
from grading.vector import NONE, NOT_APPLICABLE, Batch, Ints, ManyOutcomes, ranks_by_score, total_with_bonus

NULL = "null"
ENCODER = json.JSONEncoder(ensure_ascii=False)
"""Made once: `json.dumps` makes one for every text."""


class Paper(NamedTuple):
    """What an application's bytes do not say: assessors in order of closing, letters, kind; see `snapshot.packed`."""

    assessors: tuple[str, ...]
    letters: tuple[str, ...]
    kind: Kind
    source: str | None = None
    absences: Mapping[str, Any] | None = None


def snapshots(
    scheme: Scheme, batch: Batch, found: Details, papers: Sequence[Paper], outcomes: ManyOutcomes | None = None
) -> Iterator[str]:
    """The text of every application in order; `outcomes` on the track that decides the Level."""
    head = _head(scheme, batch.track)
    sheets = _sheets(batch, found, papers)
    bases = printed(found.base(scheme.score_decimals), scheme.score_decimals)
    figures = _outcome_figures(outcomes) if outcomes else [NULL] * len(batch)
    columns = (papers, sheets, found.unit.tolist(), found.kept.tolist(), found.exact.tolist(), found.awarded.tolist())
    for paper, rows, unit, kept, exact, awarded, base, outcome in zip(*columns, bases, figures, strict=True):
        yield (
            f'{head}{_kind(paper.kind)}, "sheets": [{rows}], "letters": {_letters(paper.letters)}, '
            f'"unit": {unit}, "kept": {kept}, "exact": {exact}, "awarded": {awarded}, '
            f'"base": "{base}", "outcome": {outcome}, "source": {_text(paper.source)}, '
            f'"absences": {_text(paper.absences or None)}}}'
        )


def _head(scheme: Scheme, track: str) -> str:
    values = (FORMAT, scheme.code, scheme.digest, track)
    said = json.dumps(dict(zip(KEYS, values, strict=False)), ensure_ascii=False)
    return f'{said[:-1]}, "{KEYS[len(values)]}": '


@lru_cache(maxsize=1024)
def _kind(kind: Kind) -> str:
    return _text([kind.supplier_type, kind.technology_field])


def _letters(letters: tuple[str, ...]) -> str:
    return _text(" ".join(letters))


def _text(value: object) -> str:
    return NULL if value is None else ENCODER.encode(value)


def _sheets(batch: Batch, found: Details, papers: Sequence[Paper]) -> Iterator[str]:
    """The sheets of each application, as the inside of a list."""
    marks = [_characters(rows) for rows in batch.ratings]
    columns = zip(found.totals.tolist(), found.highest.tolist(), found.lowest.tolist(), papers, strict=True)
    for row, (totals, highest, lowest, paper) in enumerate(columns):
        said = [
            f'["{assessor}", {place + 1}, "{marks[place][row]}", {totals[place]}, '
            for place, assessor in enumerate(paper.assessors)
        ]
        if highest == NOBODY:
            yield f"{NULL}], ".join(said) + f"{NULL}]"
            continue
        dropped = {highest: f'"{HIGHEST}"', lowest: f'"{LOWEST}"'}
        yield ", ".join([f"{one}{dropped.get(place, NULL)}]" for place, one in enumerate(said)])


def _characters(rows: np.ndarray) -> list[str]:
    """The marks of one place at the table, an item a character."""
    table = np.full(NOT_APPLICABLE + 1, ord("?"), dtype=np.uint8)
    table[: len(STEPS)] = list(STEPS.encode())
    table[NOT_APPLICABLE] = ord(ABSENT)
    written = np.ascontiguousarray(table[rows].T)
    width = len(rows)
    text = written.tobytes().decode()
    return [text[start : start + width] for start in range(0, len(text), width)]


def _outcome_figures(many: ManyOutcomes) -> Iterator[str]:
    """The figures of each outcome as one list."""
    scheme, decimals = many.scheme, many.scheme.score_decimals
    labels = [_text(level.label) for level in reversed(scheme.levels)]
    mode = _text(scheme.ai_bonus.mode) if scheme.ai_bonus else NULL
    most = total_with_bonus(scheme, many.base, many.ai)
    said = zip(
        printed(many.ai, decimals),
        printed(many.bonus, decimals),
        printed(many.total, decimals),
        printed(many.grade_point, scheme.grade_point.decimals),
        many.level_rank.tolist(),
        many.base_level_rank.tolist(),
        printed(most, decimals),
        ranks_by_score(scheme).take(most).tolist(),
        strict=True,
    )
    for ai, bonus, total, point, level, base_level, whole, with_bonus in said:
        scores = f'"{ai}", "{bonus}", {mode}' if ai else f"{NULL}, {NULL}, {NULL}"
        levels = f'{labels[level]}, {labels[base_level]}, "{whole}", {labels[with_bonus]}'
        yield f'[{scores}, "{total}", "{point}", {levels}]'


def printed(units: Ints, decimals: int) -> list[str]:
    """Scores as printed, empty where there is none."""
    return [_printed(one, decimals) for one in units.tolist()]


@lru_cache(maxsize=1 << 16)
def _printed(units: int, decimals: int) -> str:
    return "" if units == NONE else str(Decimal(units).scaleb(-decimals))
