"""A track's result put together from its exact figures: names, means and sums; no points are given here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from grading.exact import shared_out
from grading.result import ItemResult, PartResult, SheetResult, TrackResult
from grading.trace import track_trace
from grading.values import KTRS, Item, Scheme, Track
from grading.weighing import Weighing

Ratings = Mapping[str, Decimal | None]
"""What one sheet says, by item code; None where an item does not apply."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What grading found on one track: sheets in order of closing, and by item its exact and its printed points."""

    sheets: tuple[SheetResult, ...]
    points: Sequence[Fraction]
    awarded: Sequence[Decimal]
    base: Decimal


def track_result(
    scheme: Scheme,
    track: Track,
    weighed: Weighing,
    ratings: Mapping[str, Ratings],
    letters: Mapping[str, str],
    found: Figures,
) -> TrackResult:
    """The whole result; `ratings` are by assessor, in the order of `found.sheets`."""
    items = _items(scheme, track, weighed, ratings, letters, found)
    exact = sum(found.points, Fraction(0))
    ktrs_points = sum((item.points for item in items if item.letter is not None), Fraction(0))
    return TrackResult(
        scheme=scheme,
        track=track,
        base=found.base,
        exact=exact,
        ktrs_points=ktrs_points,
        sheets=found.sheets,
        items=items,
        categories=_categories(track, items),
        sections=_sections(track, items),
        trace=tuple(track_trace(scheme, found.sheets, exact, ktrs_points, found.base, track, weighed.left_out)),
    )


def _items(
    scheme: Scheme,
    track: Track,
    weighed: Weighing,
    ratings: Mapping[str, Ratings],
    letters: Mapping[str, str],
    found: Figures,
) -> tuple[ItemResult, ...]:
    kept = {sheet.assessor for sheet in found.sheets if sheet.dropped is None}
    given = [_given(scheme, ratings, item, letters.get(item.code)) for item in track.items]
    taken = [
        [rating for who, rating in marks.items() if rating is not None and (who in kept or item.code in letters)]
        for item, marks in zip(track.items, given, strict=True)
    ]
    possible = [weighed.points[item.code] for item in track.items]
    printed = shared_out(possible) if weighed.left_out else tuple(Decimal(i.points) for i in track.items)
    columns = (track.items, given, taken, found.points, found.awarded, possible, printed)
    return tuple(
        ItemResult(item, marks, letters.get(item.code), _mean(counted), exact, shown, most, most_shown)
        for item, marks, counted, exact, shown, most, most_shown in zip(*columns, strict=True)
    )


def _given(scheme: Scheme, ratings: Mapping[str, Ratings], item: Item, letter: str | None) -> dict[str, Decimal | None]:
    """Every rating an item was given, by who gave it, counted or not."""
    if letter is not None:
        return {KTRS: scheme.ktrs_ratings[letter]}
    return {who: said[item.code] for who, said in ratings.items()}


def _mean(ratings: Sequence[Decimal]) -> Fraction | None:
    """The mean rating; None for an item that does not apply."""
    if not ratings:
        return None
    numerator, denominator = sum(ratings, Decimal(0)).as_integer_ratio()
    return Fraction(numerator, denominator * len(ratings))


def _categories(track: Track, items: Sequence[ItemResult]) -> tuple[PartResult, ...]:
    return tuple(
        PartResult(c.code, c.name, c.name_en, c.section, c.points, *_sums(items, {i.code for i in c.items}))
        for c in track.categories
    )


def _sections(track: Track, items: Sequence[ItemResult]) -> tuple[PartResult, ...]:
    return tuple(
        PartResult(s.code, s.name, s.name_en, None, s.points, *_sums(items, {i.code for i in s.items}))
        for s in track.sections
    )


def _sums(items: Sequence[ItemResult], codes: set[str]) -> tuple[Decimal, Decimal]:
    """Printed points awarded and printed points that count, over the items of a part."""
    inside = [item for item in items if item.code in codes]
    awarded = sum((item.points_awarded for item in inside), Decimal(0))
    return awarded, sum((item.points_counted for item in inside), Decimal(0))
