"""Two stored or computed snapshots laid side by side: where they differ, figure by figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.scoring.models import Outcome

COLUMNS = ("fault", "base", "ai", "bonus", "total", "grade_point", "level", "base_level")
FORMAT = "format"
ABSENT = "—"


@dataclass(frozen=True)
class Difference:
    """One figure that is not the same: its place (`trace/tracks/INTEGRATED/base`) and both values as text."""

    place: str
    stored: str
    recomputed: str


def differences(stored: Outcome, recomputed: Outcome) -> list[Difference]:
    """Where a stored outcome is not what its marks give today, columns first; empty when every figure agrees.

    A snapshot of an older format is held to all that it says; what newer code says beyond it is no difference.
    """
    found = [
        Difference(column, _text(then), _text(now))
        for column in COLUMNS
        if (then := getattr(stored, column)) != (now := getattr(recomputed, column))
    ]
    older = _format_of(stored.trace) != _format_of(recomputed.trace)
    found += _walk("sections", stored.sections, recomputed.sections, older)
    found += _walk("trace", stored.trace, recomputed.trace, older)
    return found


def _format_of(trace: Mapping[str, Any]) -> object:
    """The format that a track's part of a snapshot states; every track of a snapshot has the same."""
    return next((track.get(FORMAT) for track in trace.get("tracks", {}).values()), None)


def _walk(place: str, stored: Any, recomputed: Any, older: bool) -> Iterator[Difference]:
    if isinstance(stored, dict) and isinstance(recomputed, dict):
        for key in stored if older else {**stored, **recomputed}:
            if not (older and key == FORMAT):
                yield from _walk(f"{place}/{key}", stored.get(key, ABSENT), recomputed.get(key, ABSENT), older)
    elif isinstance(stored, list) and isinstance(recomputed, list) and len(stored) == len(recomputed):
        for number, pair in enumerate(zip(stored, recomputed, strict=True)):
            yield from _walk(f"{place}/{_key_of(pair[1], number)}", *pair, older)
    elif stored != recomputed:
        yield Difference(place, _text(stored), _text(recomputed))


def _key_of(entry: Any, number: int) -> str:
    """How an entry of a list is named: its code, assessor or step, else its number."""
    names = entry if isinstance(entry, dict) else {}
    return str(next((names[name] for name in ("code", "assessor", "step") if name in names), number + 1))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return f"[{len(value)}]"
    return ABSENT if value is None else str(value)
