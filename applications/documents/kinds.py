"""Kinds of document and how fresh each has to be; both are data (kinds.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

TABLE = Path(__file__).with_name("kinds.toml")
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. personal: about people, so that each reading is noted."""

    code: str
    name: str
    name_en: str
    source: str
    personal: bool = False

    @property
    def label(self) -> str:
        """Its name in the language of the page."""
        return self.name_en if (get_language() or "").startswith("en") else self.name


@dataclass(frozen=True, slots=True)
class Rule:
    """A document of the kind counts where it was issued within so many months before the closing day of a round.

    blocks: whether nothing is filed with an older one. assumption: no notice of this programme says so.
    """

    kind: str
    months: int
    blocks: bool
    source: str
    assumption: bool


def kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order in which they are offered."""
    return {row["code"]: Kind(**row) for row in _table()["kind"]}


def kind_of(code: str) -> Kind:
    """The kind of a code; one that is no longer listed counts as «other»."""
    known = kinds()
    return known.get(code, known[OTHER])


def rule_for(code: str) -> Rule | None:
    """The rule about the freshness of a kind, or None where any age will do."""
    for row in _table()["rule"]:
        if row["kind"] == code:
            return Rule(**row, assumption=_table()["sources"][row["source"]]["assumption"])
    return None


def ruled_kinds() -> list[str]:
    """Codes of the kinds that grow too old by a rule."""
    return [row["kind"] for row in _table()["rule"]]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text("utf-8"))
