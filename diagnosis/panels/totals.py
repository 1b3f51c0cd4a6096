"""What a sheet adds up to while it is filled, and how far closed sheets lie apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from applications.filing.models import Application
from diagnosis.panels.models import Mark, MarkSheet
from diagnosis.ratings import unseal
from grading.exact import half_up
from grading.grade import worth
from grading.load import load_scheme
from grading.values import Item, Scheme


@dataclass(frozen=True)
class Running:
    """Points of the items rated so far, out of all that this sheet can give."""

    points: Decimal
    possible: int
    rated: int
    complete: int
    items: int


@dataclass(frozen=True)
class Apart:
    """An item on which closed sheets lie further apart than the scheme allows."""

    item: Item
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True)
class Spread:
    """How far the closed sheets of a case lie apart; empty items and `is_total_wide` False mean agreement."""

    items: list[Apart]
    lowest: Decimal
    highest: Decimal
    is_total_wide: bool

    @property
    def is_wide(self) -> bool:
        return bool(self.items) or self.is_total_wide


def running_total(application: Application, marks: Iterable[Mark]) -> Running:
    """The sum so far by the kernel's own worth of each rating, rounded once for show."""
    scheme = load_scheme(application.scheme_code)
    track = scheme.tracks[application.track]
    stored = list(marks)
    rated = {mark.item_code: mark.rating for mark in stored if mark.rating is not None}
    exact = sum((worth(track, item, rated[item.code]) for item in track.panel_items if item.code in rated), Fraction(0))
    return Running(
        points=half_up(exact, scheme.score_decimals),
        possible=sum(item.points for item in track.panel_items),
        rated=len(rated),
        complete=sum(1 for mark in stored if mark.rating is not None and mark.reason.strip()),
        items=len(track.panel_items),
    )


def spread_of(application: Application, sheets: Sequence[MarkSheet]) -> Spread | None:
    """The differences between closed sheets; None with fewer than two."""
    if len(sheets) < 2:
        return None
    scheme = load_scheme(application.scheme_code)
    items = scheme.tracks[application.track].panel_items
    ratings = [unseal(sheet.sealed) for sheet in sheets]
    apart = [
        Apart(item, min(given), max(given))
        for item, given in zip(items, zip(*ratings, strict=True), strict=True)
        if max(given) - min(given) > scheme.panel.max_item_gap
    ]
    totals = [_total(scheme, application.track, given) for given in ratings]
    lowest, highest = min(totals), max(totals)
    return Spread(apart, lowest, highest, highest - lowest > scheme.panel.max_total_gap)


def _total(scheme: Scheme, track_code: str, ratings: Sequence[Decimal]) -> Decimal:
    track = scheme.tracks[track_code]
    pairs = zip(track.panel_items, ratings, strict=True)
    exact = sum((worth(track, item, rating) for item, rating in pairs), Fraction(0))
    return half_up(exact, scheme.score_decimals)
