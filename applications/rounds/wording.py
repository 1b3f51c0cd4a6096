"""How what a scheme names is called in the language of the page."""

from typing import Protocol

from django.utils.translation import get_language


class Named(Protocol):
    """Anything of a scheme with a Korean and an English name."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def named(thing: Named) -> str:
    """Its name in the language of the page; Korean where no English one is given."""
    return in_language(thing.name, thing.name_en)


def in_language(korean: str, english: str) -> str:
    """One of two texts by the language of the page."""
    return english if english and (get_language() or "").startswith("en") else korean
