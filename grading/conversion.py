"""An old result as it might read under a new scheme, as a span and never as a single figure.

`certain` holds whatever the marks that nobody gave might have been; `likely` assumes that they lie between the
lowest and the highest mean rating that the panel gave the same company.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.concordance import Concordance, Shared
from grading.exact import half_up
from grading.what_if import marks_of

Data = Mapping[str, Any]
Ends = tuple[Decimal, Decimal]
"""Lowest and highest rating."""


@dataclass(frozen=True, slots=True)
class Span:
    """A score as far as it is known, with the Levels at both ends."""

    low: Decimal
    high: Decimal
    level_low: str
    level_high: str

    @property
    def is_one_level(self) -> bool:
        return self.level_low == self.level_high


@dataclass(frozen=True, slots=True)
class Converted:
    """An old result as it might read under the new scheme, before any bonus; never a single figure."""

    certain: Span
    likely: Span
    points_shared: int
    points_possible: int


def convert(between: Concordance, data: Data) -> Converted:
    """What a stored outcome of the old scheme says about the new one. ValueError for another scheme's outcome."""
    if data["digest"] != between.old.digest:
        raise ValueError(f"not an outcome of {between.old.code} as it stands")
    sheets, letters = marks_of(data["tracks"][between.old.level_track])
    ratings = {pair.item.code: _ratings(between, pair, sheets, letters) for pair in between.shared}
    known = {code: given for code, given in ratings.items() if given is not None}
    ends = between.track.scale.ratings[0], between.track.scale.ratings[-1]
    own = _own_range(between, known) or ends
    points = sum(pair.item.points for pair in between.shared if pair.item.code in known)
    return Converted(_span(between, known, ends), _span(between, known, own), points, between.track.total_points)


def shared_rating(between: Concordance, data: Data) -> tuple[Fraction, Fraction] | None:
    """The mean rating over the items that both years ask, lowest and highest, for a series over the years.

    An outcome of the new scheme has one figure; one of the old has a span. None where an item does not apply.
    """
    is_old = data["digest"] == between.old.digest
    track = data["tracks"][(between.old if is_old else between.new).level_track]
    means = {row["code"]: row["rating_exact"] for row in track["items"]}
    rows = [
        (means[pair.old.code if is_old else pair.item.code], pair.spread if is_old else 0) for pair in between.shared
    ]
    if any(mean == "" for mean, _ in rows):
        return None
    top = Fraction(between.track.scale.ratings[-1])
    low = sum((max(Fraction(mean) - Fraction(spread), Fraction(0)) for mean, spread in rows), Fraction(0))
    high = sum((min(Fraction(mean) + Fraction(spread), top) for mean, spread in rows), Fraction(0))
    return low / len(rows), high / len(rows)


def _ratings(
    between: Concordance, pair: Shared, sheets: Sequence[Any], letters: Mapping[str, str]
) -> list[Ends] | None:
    """Lowest and highest rating the item may have had on each sheet; None where it did not apply."""
    letter = letters.get(pair.old.code)
    given = [between.old.ktrs_ratings[letter]] * len(sheets) if letter else [s.ratings[pair.old.code] for s in sheets]
    if None in given:
        return None
    scale = between.track.scale.ratings
    return [(max(rating - pair.spread, scale[0]), min(rating + pair.spread, scale[-1])) for rating in given]


def _own_range(between: Concordance, known: Mapping[str, Sequence[Ends]]) -> Ends | None:
    """From the lowest to the highest mean rating of the panel's shared items, widened to ratings of the scale."""
    panel = [known[item.code] for item in between.track.panel_items if item.code in known]
    if not panel:
        return None
    low = min(sum(low for low, _ in rows) / len(rows) for rows in panel)
    high = max(sum(high for _, high in rows) / len(rows) for rows in panel)
    scale = between.track.scale.ratings
    return max(r for r in scale if r <= low), min(r for r in scale if r >= high)


def _span(between: Concordance, known: Mapping[str, Sequence[Ends]], missing: Ends) -> Span:
    low, high = (_score(between, known, side, missing[side]) for side in (0, 1))
    labels = [between.new.level_of(score).label for score in (low, high)]
    return Span(low, high, *labels)


def _score(between: Concordance, known: Mapping[str, Sequence[Ends]], side: int, missing: Decimal) -> Decimal:
    """The score at one end of every rating, trimmed and rounded by the new scheme's rules."""
    worth, sheets = between.track.scale.worth, max(map(len, known.values()), default=1)
    totals = sorted(
        sum(
            (
                item.points * worth[known[item.code][place][side] if item.code in known else missing]
                for item in between.track.items
            ),
            Fraction(0),
        )
        for place in range(sheets)
    )
    kept = totals[1:-1] if len(totals) >= between.new.panel.trim_from else totals
    return half_up(sum(kept, Fraction(0)) / len(kept), between.new.score_decimals)
