"""What every item is worth at every rating, also where some items do not apply to a supplier.

The points of an item that does not apply go to the items that do, within the part the scheme names
(category, section or track) and in proportion to their points, so that the track keeps its total. A part
in which nothing is left hands the points on to the next wider one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from grading.values import SPREADS, Item, Track


@dataclass(frozen=True, slots=True)
class Share:
    """Where the points of one item that does not apply went: to `over` points of a part."""

    item: Item
    spread: str
    part: str
    over: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """Worth of every item that applies, in parts of a point (`unit` to the point), by rating.

    `points` are those that count, which add up to the track's total; `left_out` do not apply.
    """

    unit: int
    parts: Mapping[str, Mapping[Decimal, int]]
    points: Mapping[str, Fraction]
    left_out: tuple[Share, ...] = ()

    def applies(self, item: Item) -> bool:
        return item.code in self.parts

    def worth(self, item: Item, rating: Decimal) -> Fraction:
        """Points an item that applies earns at a rating."""
        return Fraction(self.parts[item.code][rating], self.unit)


def weighing(track: Track, left_out: frozenset[str] = frozenset()) -> Weighing:
    """The worth of a track's items; `left_out` are codes of items that do not apply."""
    if not left_out:
        return Weighing(track.unit, track.parts, track.points)
    shares = tuple(_share(track, item, left_out) for item in track.items if item.code in left_out)
    points = {i.code: _counted(i, shares) for i in track.items if i.code not in left_out}
    unit = lcm(*((p * w).denominator for p in points.values() for w in track.scale.worth.values()))
    parts = {
        code: {rating: int(counted * share * unit) for rating, share in track.scale.worth.items()}
        for code, counted in points.items()
    }
    return Weighing(unit, parts, {**points, **dict.fromkeys(left_out, Fraction(0))}, shares)


def _share(track: Track, item: Item, left_out: frozenset[str]) -> Share:
    for spread, part in _parts_above(track, item):
        over = sum(i.points for i in track.items if _inside(i, spread, part) and i.code not in left_out)
        if over:
            return Share(item, spread, part, over)
    raise ValueError(f"{track.code}: no item is left to take over the points of {item.code}")


def _parts_above(track: Track, item: Item) -> Iterator[tuple[str, str]]:
    """The part that takes over an item's points, and the wider ones behind it."""
    codes = {"category": item.category, "section": item.section, "track": track.code}
    for spread in SPREADS[SPREADS.index(item.spread or "track") :]:
        yield spread, codes[spread]


def _inside(item: Item, spread: str, part: str) -> bool:
    return spread == "track" or part == (item.category if spread == "category" else item.section)


def _counted(item: Item, shares: tuple[Share, ...]) -> Fraction:
    taken = (Fraction(s.item.points, s.over) for s in shares if _inside(item, s.spread, s.part))
    return item.points * (1 + sum(taken, Fraction(0)))
