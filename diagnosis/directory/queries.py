"""What the directory shows of companies: only those that agree today, and a Level only while its result stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications import clock
from applications.suppliers.entry.queries import listed_suppliers
from applications.suppliers.models import Supplier
from diagnosis.directory.models import Listing, TextKind
from diagnosis.directory.search import Found
from diagnosis.directory.terms import DIAGNOSED, labels
from diagnosis.directory.texts import Match
from diagnosis.results.standing import standings_of

NAMED = {"type": 3, "technology": 8, "region": 3}


@dataclass(frozen=True)
class Reason:
    """Why a company is shown, or what about it does not fit."""

    text: str
    fits: bool = True


@dataclass(frozen=True)
class Card:
    """A company in a list of results."""

    supplier: Supplier
    level: str
    types: str
    regions: str
    technologies: str
    records: int
    is_diagnosed: bool
    reasons: list[Reason]

    @property
    def met(self) -> int:
        """How many needs the company meets."""
        return sum(reason.fits for reason in self.reasons)


def cards(listings: Sequence[int], found: Found, needs: Sequence[str] = ()) -> list[Card]:
    """The companies of one page in their order; five queries. A company that took back its consent is left out."""
    rows = {
        one.pk: one
        for one in Listing.objects.filter(pk__in=listings, supplier__in=listed_suppliers()).select_related(
            "supplier", "outcome"
        )
    }
    named, levels = labels(), standing_levels(rows.values())
    return [
        _card(rows[pk], named, levels.get(pk, ""), _reasons(rows[pk], found, needs, named))
        for pk in listings
        if pk in rows
    ]


def standing_levels(rows: Iterable[Listing]) -> dict[int, str]:
    """The Level of each listing whose result is valid today; two queries."""
    held = {one.pk: one.outcome for one in rows if one.outcome}
    standing = standings_of(held.values(), clock.today())
    return {pk: outcome.level for pk, outcome in held.items() if standing[outcome.pk].is_valid}


def _card(listing: Listing, named: dict[str, str], level: str, reasons: list[Reason]) -> Card:
    terms = set(listing.terms.split())
    return Card(
        supplier=listing.supplier,
        level=level,
        types=_listed("type", terms, named),
        regions=_listed("region", terms, named),
        technologies=_listed("technology", terms, named),
        records=listing.records,
        is_diagnosed=DIAGNOSED in terms,
        reasons=reasons,
    )


def _listed(kind: str, terms: set[str], named: dict[str, str]) -> str:
    """The names of a company's terms of one kind, the first ones, and how many more there are."""
    all_of_kind = [term for term in named if term.startswith(f"{kind}:")]
    mine = [named[term] for term in all_of_kind if term in terms]
    if kind == "region" and len(mine) == len(all_of_kind):
        return _("전국")
    more = len(mine) - NAMED[kind]
    shown = ", ".join(mine[: NAMED[kind]])
    return _("%(shown)s 외 %(more)d") % {"shown": shown, "more": more} if more > 0 else shown


def _reasons(listing: Listing, found: Found, needs: Sequence[str], named: dict[str, str]) -> list[Reason]:
    terms = set(listing.terms.split())
    if needs:
        return [Reason(_need(need, named), need in terms) for need in needs]
    reasons = [Reason(_said(found.names[listing.pk]))] if listing.pk in found.names else []
    return reasons + [Reason(_need(term, named)) for term in found.terms if term in terms]


def _need(term: str, named: dict[str, str]) -> str:
    """A term in the words of a factory owner."""
    kind, label = term.partition(":")[0], named.get(term, "")
    said = {
        "technology": _("%(name)s 기술 보유"),
        "region": _("%(name)s에서 일해요"),
        "industry": _("%(name)s 업종 수행 실적"),
        "function": _("AI %(name)s 기능"),
        "process": _("%(name)s 업무의 AI"),
    }
    return said[kind] % {"name": label} if kind in said else label


def _said(match: Match) -> str:
    kind = _("기업명") if match.kind == TextKind.NAME else _("제품명")
    return _("%(kind)s: %(text)s") % {"kind": kind, "text": match.text}
