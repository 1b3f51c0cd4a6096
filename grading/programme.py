"""Public figures of the whole programme, each with its definition and source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from grading.faults import Fault, SchemeError
from grading.figures import Figures, read_file
from grading.reasons import because
from grading.table import Table
from grading.values import Origin

PROGRAMME = Path(__file__).parent / "schemes" / "programme.toml"


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a period (`2025` or `2026-03`); `break_before` marks a change of definition before it."""

    period: str
    value: int
    break_before: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over time under one definition."""

    code: str
    name: str
    name_en: str
    unit: str
    definition: str
    definition_en: str
    note: str
    note_en: str
    points: tuple[Point, ...]
    place: str


@lru_cache(maxsize=1)
def programme_series() -> dict[str, Series]:
    """Every series by code. Raises SchemeError when the file has faults."""
    series, found = _read(PROGRAMME)
    if found:
        raise SchemeError(found)
    return series


def programme_faults(path: Path = PROGRAMME) -> list[Fault]:
    """Everything wrong in the file of programme figures."""
    return _read(path)[1]


def _read(path: Path) -> tuple[dict[str, Series], list[Fault]]:
    figures = read_file(path)
    table = Table(figures.tables[path.stem], path.stem, figures.faults)
    series = [_series(entry, figures) for entry in table.tables("series")]
    table.done()
    return {entry.code: entry for entry in series}, figures.faults


def _series(table: Table, figures: Figures) -> Series:
    series = Series(
        code=table.text("code"),
        name=table.text("name"),
        name_en=table.text("name_en"),
        unit=table.text("unit"),
        definition=table.text("definition"),
        definition_en=table.text("definition_en"),
        note=table.text("note"),
        note_en=table.text("note_en"),
        points=tuple(_point(entry, figures) for entry in table.tables("point")),
        place=table.place,
    )
    periods = [point.period for point in series.points]
    if not periods or periods != sorted(periods):
        table.fault("point", because("points_in_order"))
    table.done()
    return series


def _point(table: Table, figures: Figures) -> Point:
    origin = figures.origins.get(f"{table.place}/value", Origin("", "", True))
    marked = table.has("break_before") and table.flag("break_before")
    point = Point(table.text("period"), table.whole("value"), marked, origin)
    table.done()
    return point
