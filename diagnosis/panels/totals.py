"""What a sheet adds up to while it is filled, and how far closed sheets lie apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from applications.filing.models import Application
from diagnosis.answers.queries import reading_of
from diagnosis.panels.marking import is_complete
from diagnosis.panels.models import Mark, MarkSheet
from diagnosis.ratings import unseal
from grading.exact import half_up
from grading.load import load_scheme
from grading.values import Item, Scheme
from grading.weighing import weighing


@dataclass(frozen=True)
class Running:
    """Points of the items rated so far, out of all that this sheet can give."""

    points: Decimal
    possible: Decimal
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


def running_total(application: Application, marks: Iterable[Mark], absent: frozenset[str] = frozenset()) -> Running:
    """The sum so far by the kernel's own worth of each rating, rounded once for show; `absent` items do not apply."""
    scheme = load_scheme(application.scheme_code)
    track = scheme.tracks[application.track]
    stored = list(marks)
    weighed = weighing(track, absent)
    marked = [item for item in track.panel_items if weighed.applies(item)]
    rated = {mark.item_code: mark.rating for mark in stored if mark.rating is not None}
    exact = sum((weighed.worth(item, rated[item.code]) for item in marked if item.code in rated), Fraction(0))
    return Running(
        points=half_up(exact, scheme.score_decimals),
        possible=half_up(sum((weighed.points[item.code] for item in marked), Fraction(0)), scheme.score_decimals),
        rated=sum(item.code in rated for item in marked),
        complete=sum(is_complete(mark) and mark.item_code not in absent for mark in stored),
        items=len(marked),
    )


def spread_of(application: Application, sheets: Sequence[MarkSheet]) -> Spread | None:
    """The differences between closed sheets; None with fewer than two."""
    if len(sheets) < 2:
        return None
    scheme = load_scheme(application.scheme_code)
    items = reading_of(application).panel_items
    ratings = [unseal(sheet.sealed) for sheet in sheets]
    apart = list(_apart(items, ratings, scheme.panel.max_item_gap))
    totals = [_total(scheme, application.track, given) for given in ratings]
    lowest, highest = min(totals), max(totals)
    return Spread(apart, lowest, highest, highest - lowest > scheme.panel.max_total_gap)


def _apart(items: Sequence[Item], sheets: Sequence[Sequence[Decimal | None]], most: Decimal) -> Iterator[Apart]:
    """Items rated further apart than `most`; an item that does not apply is rated by nobody."""
    for item, column in zip(items, zip(*sheets, strict=True), strict=True):
        given = [rating for rating in column if rating is not None]
        if given and max(given) - min(given) > most:
            yield Apart(item, min(given), max(given))


def _total(scheme: Scheme, track_code: str, ratings: Sequence[Decimal | None]) -> Decimal:
    track = scheme.tracks[track_code]
    pairs = list(zip(track.panel_items, ratings, strict=True))
    weighed = weighing(track, frozenset(item.code for item, rating in pairs if rating is None))
    exact = sum((weighed.worth(item, rating) for item, rating in pairs if rating is not None), Fraction(0))
    return half_up(exact, scheme.score_decimals)
