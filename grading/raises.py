"""Raises of single items: what each brings, and the fewest of them that bring enough.

A raise lifts one item by half a rating step on every counted sheet, never above the top; an item that
KTRS-FM rates moves by a whole letter and counts as two half steps. A route uses raises in rounds: in the
first round every item may rise by at most one whole step, in each further round by one more. Rounds are
added only when all the raises of the rounds before do not bring enough. Within a round the route takes the
fewest half steps: of equally many the larger gain, then the earlier item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from grading.exact import floored, half_up
from grading.values import KTRS, TOP_RATING, Item, Track
from grading.weighing import weighing

HALF_STEPS = 2
"""Half steps in a whole rating step."""


@dataclass(frozen=True, slots=True)
class ItemStep:
    """What an item would bring: half a step and a whole step up, and the anchor it has to live up to."""

    code: str
    name: str
    name_en: str
    marked_by: str
    points_possible: int
    rating: Decimal
    half_gain: Decimal
    whole_gain: Decimal
    next_rating: int | None
    next_anchor: str


@dataclass(frozen=True, slots=True)
class Raise:
    """One item's share of a route; `gain` in points, half up to 4 decimals."""

    code: str
    name: str
    name_en: str
    half_steps: int
    rating_from: Decimal
    rating_to: Decimal
    gain: Decimal
    anchor: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An item with the ratings that count and how many half steps one raise costs."""

    item: Item
    possible: Fraction
    ratings: tuple[Decimal, ...]
    cost: int

    def raised(self, half_steps: int) -> tuple[Decimal, ...]:
        lift = Decimal(half_steps) / HALF_STEPS
        return tuple(min(rating + lift, Decimal(TOP_RATING)) for rating in self.ratings)

    def points(self, track: Track, half_steps: int = 0) -> Fraction:
        worth = [track.scale.worth[rating] for rating in self.raised(half_steps)]
        return self.possible * sum(worth, Fraction(0)) / len(worth)

    def mean(self, half_steps: int = 0) -> Decimal:
        """The rating as an outcome prints it: cut, not rounded."""
        ratings = self.raised(half_steps)
        return floored(sum(map(Fraction, ratings), Fraction(0)) / len(ratings), 2)


_Raises = list[tuple[Standing, Fraction]]
"""Raises in the order they are taken, each with the points it brings."""


def standings_in(track: Track, data: Mapping[str, Any]) -> list[Standing]:
    """The items that apply, with the points they count for this supplier and as they read for it."""
    absent = frozenset(entry["code"] for entry in data["items"] if not entry.get("applies", True))
    possible = weighing(track, absent).points
    standings = []
    for entry in data["items"]:
        item = track.item(entry["code"]).read_as(entry.get("variant"))
        marks = [mark["rating"] for mark in entry["ratings"] if not mark["dropped"]]
        ratings = tuple(Decimal(rating) for rating in marks if rating is not None)
        if ratings:
            cost = HALF_STEPS if item.marked_by == KTRS else 1
            standings.append(Standing(item, possible[item.code], ratings, cost))
    return standings


def points_of(track: Track, standings: Sequence[Standing], taken: Mapping[str, int] | None = None) -> Fraction:
    """Exact points of all items, some of them raised by so many half steps."""
    raised = taken or {}
    return sum((s.points(track, raised.get(s.item.code, 0)) for s in standings), Fraction(0))


def at_the_top(standings: Sequence[Standing]) -> dict[str, int]:
    """Half steps that bring every item to the top, whatever it stands at."""
    return {s.item.code: TOP_RATING * HALF_STEPS for s in standings}


def shortest(track: Track, standings: Sequence[Standing], enough: Callable[[Fraction], bool]) -> dict[str, int] | None:
    """Half steps per item after which the points are enough, in as few rounds as possible; None if they never are."""
    rounds = range(1, TOP_RATING + 1)
    return next((taken for number in rounds if (taken := _within(track, standings, enough, number)) is not None), None)


def item_step(track: Track, standing: Standing) -> ItemStep:
    now, item = standing.points(track), standing.item
    following = int(min(standing.ratings)) + 1
    reachable = following if following <= TOP_RATING else None
    return ItemStep(
        code=item.code,
        name=item.name,
        name_en=item.name_en,
        marked_by=item.marked_by,
        points_possible=item.points,
        rating=standing.mean(),
        half_gain=half_up(standing.points(track, 1) - now, 4),
        whole_gain=half_up(standing.points(track, HALF_STEPS) - now, 4),
        next_rating=reachable,
        next_anchor=item.anchors[reachable] if reachable is not None else "",
    )


def route_of(track: Track, standings: Sequence[Standing], taken: Mapping[str, int]) -> tuple[Raise, ...]:
    return tuple(_raise(track, s, taken[s.item.code]) for s in standings if s.item.code in taken)


def _raise(track: Track, standing: Standing, half_steps: int) -> Raise:
    item, after = standing.item, standing.mean(half_steps)
    return Raise(
        code=item.code,
        name=item.name,
        name_en=item.name_en,
        half_steps=half_steps,
        rating_from=standing.mean(),
        rating_to=after,
        gain=half_up(standing.points(track, half_steps) - standing.points(track), 4),
        anchor=item.anchors[min(int(after.to_integral_value(rounding="ROUND_CEILING")), TOP_RATING)],
    )


def _within(
    track: Track, standings: Sequence[Standing], enough: Callable[[Fraction], bool], rounds: int
) -> dict[str, int] | None:
    """Half steps per item that are enough within some rounds, as few as possible; None if they cannot be.

    Raises of the same cost are taken in order of gain, so for every number of letters raised only the
    number of panel raises has to be found.
    """
    letters = _in_order(track, [s for s in standings if s.cost == HALF_STEPS], rounds)
    marks = _in_order(track, [s for s in standings if s.cost == 1], rounds)
    now = points_of(track, standings)
    found = []
    for count, by_letters in enumerate(_running(letters)):
        for number, by_marks in enumerate(_running(marks)):
            if enough(now + by_letters + by_marks):
                found.append((count * HALF_STEPS + number, -(by_letters + by_marks), count, number))
                break
    if not found:
        return None
    _, _, count, number = min(found)
    return _counted([*letters[:count], *marks[:number]])


def _running(raises: _Raises) -> list[Fraction]:
    """Points gained after none, the first, the first two … of the raises."""
    return list(accumulate((gain for _, gain in raises), initial=Fraction(0)))


def _in_order(track: Track, standings: Sequence[Standing], rounds: int) -> _Raises:
    """Raises allowed within some rounds, the most rewarding first; an item appears once per raise."""
    raises: _Raises = []
    taken = {standing.item.code: 0 for standing in standings}
    while True:
        open_ones = [s for s in standings if _may_rise(s, taken[s.item.code], rounds)]
        if not open_ones:
            return raises
        gain, best = max(((_gain(track, s, taken[s.item.code]), s) for s in open_ones), key=lambda pair: pair[0])
        taken[best.item.code] += best.cost
        raises.append((best, gain))


def _may_rise(standing: Standing, half_steps: int, rounds: int) -> bool:
    within = half_steps + standing.cost <= rounds * HALF_STEPS
    return within and standing.raised(half_steps) != standing.raised(half_steps + standing.cost)


def _gain(track: Track, standing: Standing, half_steps: int) -> Fraction:
    return standing.points(track, half_steps + standing.cost) - standing.points(track, half_steps)


def _counted(raises: _Raises) -> dict[str, int]:
    taken: dict[str, int] = {}
    for standing, _ in raises:
        taken[standing.item.code] = taken.get(standing.item.code, 0) + standing.cost
    return taken
