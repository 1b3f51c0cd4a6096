"""Scheme files read into plain tables, with the origin of every figure beside them.

A table may state `source` and `assumption`; both pass down to everything inside. A figure that differs is
written `{ value = 450, source = "…", assumption = false }`, one that no notice has set yet
`{ blank = true, … }`. The two always come together, so that a flag is never inherited from another source.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from grading.faults import Fault
from grading.reasons import Reason, because
from grading.values import Origin

NOT_FIGURES = ("cases",)
"""Files of a scheme folder that hold no figures of their own and stay out of the digest."""


@dataclass
class Figures:
    """Files as plain tables by stem, the origin of each figure by place, and the faults so far."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    digest: str = ""


def read_folder(folder: Path) -> Figures:
    """Read every TOML file of a scheme folder; nothing is raised, everything wrong is in `faults`."""
    figures = Figures()
    raw = {path.stem: _parsed(path, figures.faults) for path in sorted(folder.glob("*.toml"))}
    if not raw:
        figures.faults.append(Fault(folder.name, because("no_toml")))
    figures.digest = digest_of({stem: table for stem, table in raw.items() if stem not in NOT_FIGURES})
    sources = _titles(raw.get("scheme", {}), figures.faults)
    for stem, table in raw.items():
        if stem in NOT_FIGURES:
            figures.tables[stem] = table
        else:
            figures.tables[stem] = _Walk(figures, sources).table(table, stem, None)
    return figures


def read_file(path: Path) -> Figures:
    """Read a single file that carries its own `[sources]`."""
    figures = Figures()
    table = _parsed(path, figures.faults)
    sources = _titles(table, figures.faults)
    figures.tables[path.stem] = _Walk(figures, sources).table(table, path.stem, None)
    return figures


def digest_of(tables: dict[str, Any]) -> str:
    """SHA-256 over the parsed content: layout and comments do not count, every key and value does."""
    text = json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(entry: object, index: int) -> str:
    """How an entry of a list is named in a place: its code or label, else its number."""
    if isinstance(entry, dict):
        for name in ("code", "label", "role", "period", "fact"):
            if isinstance(entry.get(name), str):
                return str(entry[name])
    return str(index + 1)


def _parsed(path: Path, faults: list[Fault]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode(), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        faults.append(Fault(path.name, because("toml_unreadable", problem=problem)))
        return {}


def _titles(table: dict[str, Any], faults: list[Fault]) -> dict[str, str]:
    titles = {}
    for code, source in table.get("sources", {}).items():
        if isinstance(source, dict) and isinstance(source.get("title"), str) and source["title"].strip():
            titles[code] = source["title"]
        else:
            faults.append(Fault(f"sources/{code}", because("no_title")))
    return titles


class _Walk:
    """Goes through one file, unwraps its figures and notes where each comes from."""

    def __init__(self, figures: Figures, sources: dict[str, str]) -> None:
        self.figures = figures
        self.sources = sources

    def table(self, table: dict[str, Any], place: str, outer: Origin | None) -> dict[str, Any]:
        origin = self._origin(table, place, outer)
        if origin:
            self.figures.origins[place] = origin
        keys = (key for key in table if key not in ("source", "assumption", "sources"))
        return {key: self.value(table[key], f"{place}/{key}", origin) for key in keys}

    def value(self, value: Any, place: str, outer: Origin | None) -> Any:
        if isinstance(value, dict):
            read = self._wrapped if "value" in value or "blank" in value else self.table
            return read(value, place, outer)
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            return [self.table(e, f"{place}/{key}", outer) for e, key in self._keyed(value, place)]
        self._note(place, outer)
        return value

    def _wrapped(self, figure: dict[str, Any], place: str, outer: Origin | None) -> Any:
        if ("value" in figure and "blank" in figure) or figure.get("blank", True) is not True:
            self._fault(place, because("value_or_blank"))
        self._note(place, self._origin(figure, place, outer))
        return figure.get("value")

    def _keyed(self, entries: list[dict[str, Any]], place: str) -> Iterator[tuple[dict[str, Any], str]]:
        seen = set()
        for index, entry in enumerate(entries):
            key = key_of(entry, index)
            if key in seen:
                self._fault(f"{place}/{key}", because("code_twice"))
            seen.add(key)
            yield entry, key

    def _origin(self, table: dict[str, Any], place: str, outer: Origin | None) -> Origin | None:
        if "source" not in table and "assumption" not in table:
            return outer
        source, assumption = table.get("source"), table.get("assumption")
        if not isinstance(source, str) or not isinstance(assumption, bool):
            self._fault(place, because("origin_incomplete"))
            return outer
        if source not in self.sources:
            self._fault(place, because("source_unknown", source=source))
        return Origin(source, self.sources.get(source, ""), assumption)

    def _note(self, place: str, origin: Origin | None) -> None:
        if origin is None:
            self._fault(place, because("origin_missing"))
        else:
            self.figures.origins[place] = origin

    def _fault(self, place: str, reason: Reason) -> None:
        self.figures.faults.append(Fault(place, reason))
