"""The official words of a POOL entry: technology, AI functions, steps of a factory; data with sources."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

TABLE = Path(__file__).with_name("vocabulary.toml")


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list; `group` is the code of a technology's group, empty elsewhere."""

    code: str
    name: str
    name_en: str
    group: str = ""

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return self.name_en if (get_language() or "").startswith("en") else self.name


def terms(kind: str) -> tuple[Term, ...]:
    """All entries of a list (`technology`, `ai_function`, `reached` …) in official order."""
    return tuple(_lists()[kind].values())


def term(kind: str, code: str) -> Term:
    """One entry; a code that a later list no longer has stands for itself."""
    return _lists()[kind].get(code, Term(code, code, code))


def codes(kind: str) -> tuple[str, ...]:
    """The codes of a list in official order."""
    return tuple(_lists()[kind])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text("utf-8"))


@cache
def _lists() -> dict[str, dict[str, Term]]:
    found: dict[str, dict[str, Term]] = {}
    for part in _read()["list"]:
        entries = [Term(**entry, group=part.get("group", "")) for entry in part["entries"]]
        found.setdefault(part["name"], {}).update({entry.code: entry for entry in entries})
    return found
