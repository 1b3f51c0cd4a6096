"""How each benefit is got: by a letter, by asking an office, by itself, or elsewhere.

The file lies beside the schemes, not in one: the way to a benefit may change while a published scheme never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from grading.faults import Fault, SchemeError
from grading.figures import Figures, read_file
from grading.load import SCHEMES
from grading.table import Table
from grading.terms import Benefit, Condition
from grading.values import Origin

REQUESTS = SCHEMES / "requests.toml"
LETTER = "letter"
OFFICE = "office"
AUTOMATIC = "automatic"
ELSEWHERE = "elsewhere"
KINDS = (LETTER, OFFICE, AUTOMATIC, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Way:
    """How one benefit is got: where, and what is done; `reply_days` only where an office answers."""

    code: str
    kind: str
    where: str
    where_en: str
    what: str
    what_en: str
    reply_days: int | None
    origin: Origin


@lru_cache(maxsize=1)
def ways() -> dict[str, Way]:
    """Every way by the code of its benefit. Raises SchemeError when the file has faults."""
    found, faults = _read(REQUESTS)
    if faults:
        raise SchemeError(faults)
    return found


def request_faults(path: Path = REQUESTS) -> list[Fault]:
    """Everything wrong in the file of ways."""
    return _read(path)[1]


def awaits_figures(benefit: Benefit) -> bool:
    """Whether no request can open the benefit, because a decree or notice has left a threshold blank."""
    every = any(_is_blank(condition) for condition in benefit.all_of)
    some = bool(benefit.any_of) and all(_is_blank(condition) for condition in benefit.any_of)
    return every or some


def _is_blank(condition: Condition) -> bool:
    return condition.threshold is None and condition.test in ("at_least", "level_at_least")


def _read(path: Path) -> tuple[dict[str, Way], list[Fault]]:
    figures = read_file(path)
    table = Table(figures.tables[path.stem], path.stem, figures.faults)
    found = [_way(entry, figures) for entry in table.tables("request")]
    table.done()
    return {way.code: way for way in found}, figures.faults


def _way(table: Table, figures: Figures) -> Way:
    kind = table.choice("kind", KINDS)
    way = Way(
        code=table.text("code"),
        kind=kind,
        where=table.text("where"),
        where_en=table.text("where_en"),
        what=table.text("what"),
        what_en=table.text("what_en"),
        reply_days=table.whole("reply_days", 1) if kind == OFFICE else None,
        origin=figures.origins.get(f"{table.place}/kind", Origin("", "", True)),
    )
    table.done()
    return way
