"""Why data cannot be used: a code with facts that reads in Korean and English and can be stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from grading.reason_sentences import TEXTS


class Reason(NamedTuple):
    """One thing wrong; prints in Korean. A fact may itself be a row of reasons."""

    code: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return self.read()

    def read(self, lang: str = "ko") -> str:
        """The sentence in a language, `ko` or `en`."""
        return TEXTS[lang][self.code].format(**{name: _said(value, lang) for name, value in self.facts.items()})

    def to_data(self) -> dict[str, Any]:
        """Code and facts as plain data; facts are texts, or lists of further reasons."""
        return {"code": self.code, "facts": {name: _plain(value) for name, value in self.facts.items()}}


class Unreadable(ValueError):
    """A stored text holds no reasons."""


def because(code: str, **facts: Any) -> Reason:
    """The reason with this code."""
    return Reason(code, facts)


def told(reasons: Iterable[Reason], lang: str = "ko") -> str:
    """Several reasons in one line."""
    return "; ".join(reason.read(lang) for reason in reasons)


def packed(reasons: Iterable[Reason]) -> str:
    """The text to store."""
    return json.dumps([reason.to_data() for reason in reasons], ensure_ascii=False)


def unpacked(text: str) -> list[Reason]:
    """The reasons of a stored text. Raises Unreadable."""
    try:
        found = [_reason(one) for one in json.loads(text)]
    except (ValueError, TypeError, KeyError, AttributeError) as broken:
        raise Unreadable(text) from broken
    if unknown := [one.code for one in found if one.code not in TEXTS["ko"]]:
        raise Unreadable(", ".join(unknown))
    return found


def _reason(data: Mapping[str, Any]) -> Reason:
    facts = {
        name: [_reason(one) for one in value] if isinstance(value, list) else value
        for name, value in data["facts"].items()
    }
    return Reason(data["code"], facts)


def _said(value: Any, lang: str) -> str:
    return told(value, lang) if isinstance(value, list | tuple) else str(value)


def _plain(value: Any) -> Any:
    return [one.to_data() for one in value] if isinstance(value, list | tuple) else str(value)
