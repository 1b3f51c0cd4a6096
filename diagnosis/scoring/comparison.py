"""Two stored or computed snapshots laid side by side: where they differ, figure by figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from diagnosis.scoring.models import Outcome
from grading.snapshot import Unreadable

COLUMNS = ("fault_lines", "base", "ai", "bonus", "total", "grade_point", "level", "base_level")
PLACES = {"fault_lines": "fault"}
SNAPSHOT = "snapshot"
ABSENT = "—"


@dataclass(frozen=True)
class Difference:
    """One figure that is not the same: its place (`trace/tracks/INTEGRATED/base`) and both values as text."""

    place: str
    stored: str
    recomputed: str


def differences(stored: Outcome, recomputed: Outcome) -> list[Difference]:
    """Where a stored outcome is not what its marks give today, columns first; empty when every figure agrees."""
    found = [
        Difference(PLACES.get(column, column), _text(then), _text(now))
        for column in COLUMNS
        if (then := getattr(stored, column)) != (now := getattr(recomputed, column))
    ]
    found += _walk("sections", stored.sections, recomputed.sections)
    if stored.snapshot != recomputed.snapshot:
        found += _traces(stored, recomputed)
    return found


def _traces(stored: Outcome, recomputed: Outcome) -> list[Difference]:
    """Where two snapshots differ in what they tell; a text that cannot be read, or tells the same, differs itself."""
    try:
        then = stored.trace
    except Unreadable as broken:
        return [Difference(SNAPSHOT, str(broken), ABSENT)]
    found = list(_walk("trace", then, recomputed.trace))
    return found or [Difference(SNAPSHOT, f"{len(stored.snapshot)}", f"{len(recomputed.snapshot)}")]


def _walk(place: str, stored: Any, recomputed: Any) -> Iterator[Difference]:
    if isinstance(stored, dict) and isinstance(recomputed, dict):
        for key in {**stored, **recomputed}:
            yield from _walk(f"{place}/{key}", stored.get(key, ABSENT), recomputed.get(key, ABSENT))
    elif isinstance(stored, list) and isinstance(recomputed, list) and len(stored) == len(recomputed):
        for number, pair in enumerate(zip(stored, recomputed, strict=True)):
            yield from _walk(f"{place}/{_key_of(pair[1], number)}", *pair)
    elif stored != recomputed:
        yield Difference(place, _text(stored), _text(recomputed))


def _key_of(entry: Any, number: int) -> str:
    """How an entry of a list is named: its code, assessor or step, else its number."""
    names = entry if isinstance(entry, dict) else {}
    return str(next((names[name] for name in ("code", "assessor", "step") if name in names), number + 1))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value) if value and all(isinstance(one, str) for one in value) else f"[{len(value)}]"
    return ABSENT if value is None else str(value)
