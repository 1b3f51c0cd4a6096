"""What a round would be by a scheme, before anybody opens it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from applications.rounds.models import Round
from applications.rounds.quotas import Allowance, allowances
from applications.rounds.wording import named
from grading.load import PUBLISHED, lives, load_scheme
from grading.terms import Round as Announced
from grading.values import Scheme


@dataclass(frozen=True)
class Draft:
    """A scheme's round with its figures as defaults; `announced` is None for one that the scheme does not name."""

    scheme: Scheme
    announced: Announced | None
    allowances: tuple[Allowance, ...] = ()

    @property
    def name(self) -> str:
        """The round's name in the language of the page."""
        return named(self.announced) if self.announced else ""

    @property
    def query(self) -> str:
        """What names this draft in an address."""
        return f"scheme={self.scheme.code}&round={self.announced.code if self.announced else ''}"

    @property
    def initial(self) -> dict[str, Any]:
        """What the form starts with: nothing where the scheme is silent."""
        names = ("code", "name", "opens_at", "closes_at")
        return {name: getattr(self.announced, name) for name in names} if self.announced else {}

    @property
    def assumed(self) -> tuple[str, ...]:
        """Names of the figures that no official source states."""
        fields = ("opens_on", "opens_time", "closes_on", "closes_time")
        place = self.announced.place if self.announced else ""
        return tuple(name for name in fields if place and self.scheme.origin(f"{place}/{name}").assumption)

    @property
    def source(self) -> str:
        """Where the round's figures come from."""
        return self.scheme.origin(self.announced.place).title if self.announced else ""


def drafts() -> list[Draft]:
    """Every round that a published scheme names and nobody has opened, newest scheme first, and one free each."""
    opened = set(Round.objects.values_list("code", flat=True))
    offered = sorted((code for code, life in lives().items() if life.state == PUBLISHED), reverse=True)
    return [draft for code in offered for draft in _drafts(load_scheme(code), opened)]


def draft_for(scheme_code: str, round_code: str) -> Draft:
    """The draft that an address names, with what its quota leaves; the first of all where it names none.

    Raises Http404 while no scheme is published.
    """
    every = drafts()
    if not every:
        raise Http404
    of_scheme = [one for one in every if one.scheme.code == scheme_code]
    wanted = [one for one in of_scheme if one.announced and one.announced.code == round_code]
    found = (wanted or of_scheme[-1:] or every)[0]
    year, code = (int(found.announced.code[:4]), found.announced.code) if found.announced else (found.scheme.year, "")
    left = allowances(found.scheme, year=year, code=code)
    return Draft(found.scheme, found.announced, tuple(left.values()))


def _drafts(scheme: Scheme, opened: set[str]) -> Iterator[Draft]:
    yield from (Draft(scheme, one) for one in scheme.rounds.values() if one.code not in opened)
    yield Draft(scheme, None)
