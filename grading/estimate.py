"""What a supplier may expect from its own ratings, while some answers are still missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.exact import half_up
from grading.grade import MarksRefused, grade_bonus, grade_total
from grading.reasons import Reason, because
from grading.values import Item, Level, Scheme, Track
from grading.weighing import weighing

Span = tuple[Decimal, Decimal]
"""The least and the most that a score may be, each with one decimal."""


@dataclass(frozen=True, slots=True)
class MissingItem:
    """An unanswered item; `at_stake` is the points between its lowest and its highest rating."""

    code: str
    name: str
    name_en: str
    points_possible: int
    at_stake: Decimal


@dataclass(frozen=True, slots=True)
class Estimate:
    """The span a total lies in: `low` counts missing items at the lowest rating, `high` at the highest.

    `low`, `high` are totals with the bonus where the track decides the Level, else the track's score; `base_…` is the
    same before the bonus, `bonus_…` the bonus itself, None without one. `now` is the track's score without the missing
    items. Levels are None on a track that decides none.
    """

    track: str
    answered: int
    item_count: int
    missing: tuple[MissingItem, ...]
    now: Decimal
    low: Decimal
    high: Decimal
    level_low: Level | None
    level_high: Level | None
    base_low: Decimal
    base_high: Decimal
    base_level_low: Level | None
    base_level_high: Level | None
    bonus_low: Decimal | None
    bonus_high: Decimal | None

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def certain(self) -> bool:
        """Whether the span is a single figure: nothing is missing, here or in what the bonus hangs on."""
        return self.low == self.high

    @property
    def at_stake(self) -> Decimal:
        """Points that hang on the missing items together, before any bonus."""
        return self.base_high - self.base_low


def estimate(
    scheme: Scheme,
    track_code: str,
    ratings: Mapping[str, Decimal | None],
    ai: Span | None = None,
    absent: Collection[str] = (),
) -> Estimate:
    """The estimate from a supplier's own ratings; `ai` is the span its AI score lies in, if it has or is to have one.

    `absent` are codes of items that do not apply. KTRS items count by self-rating, too. Raises MarksRefused
    for an unknown item, a rating off the scale or an item that must apply.
    """
    track = scheme.tracks[track_code]
    refused = [*_faults(track, ratings, absent)]
    if refused:
        raise MarksRefused(refused)
    given = {code: r for code, r in ratings.items() if r is not None and code not in absent}
    weighed = weighing(track, frozenset(absent))
    missing = [item for item in track.items if item.code not in given and item.code not in absent]
    lowest, highest = track.scale.ratings[0], track.scale.ratings[-1]
    now = sum((weighed.worth(track.item(code), rating) for code, rating in given.items()), Fraction(0))
    low = now + sum((weighed.worth(item, lowest) for item in missing), Fraction(0))
    high = now + sum((weighed.worth(item, highest) for item in missing), Fraction(0))
    ends = half_up(low, scheme.score_decimals), half_up(high, scheme.score_decimals)
    return Estimate(
        track=track_code,
        answered=len(given),
        item_count=len(track.items) - len(absent),
        missing=tuple(_missing(item, weighed.worth(item, highest) - weighed.worth(item, lowest)) for item in missing),
        now=half_up(now, scheme.score_decimals),
        **(_judged(scheme, ends, ai) if track_code == scheme.level_track else _alone(ends)),
    )


def _faults(track: Track, ratings: Mapping[str, Decimal | None], absent: Collection[str]) -> Iterator[Reason]:
    for code in absent:
        if not track.has_item(code) or track.item(code).spread is None:
            yield because("own_must_apply", item=code)
    for code, rating in ratings.items():
        if not track.has_item(code):
            yield because("own_item_unknown", item=code)
        elif rating is not None and (isinstance(rating, float) or rating not in track.scale.worth):
            yield because("own_off_scale", item=code, rating=rating)


def _judged(scheme: Scheme, base: Span, ai: Span | None) -> dict[str, Any]:
    """Both ends of the span as the track that decides the Level is judged."""
    scores = ai or (None, None)
    low, high = (grade_total(scheme, *end) for end in zip(base, scores, strict=True))
    return {
        "low": low,
        "high": high,
        "level_low": scheme.level_of(low),
        "level_high": scheme.level_of(high),
        "base_low": base[0],
        "base_high": base[1],
        "base_level_low": scheme.level_of(base[0]),
        "base_level_high": scheme.level_of(base[1]),
        "bonus_low": grade_bonus(scheme, scores[0]),
        "bonus_high": grade_bonus(scheme, scores[1]),
    }


def _alone(base: Span) -> dict[str, Any]:
    """The same for a track that decides no Level."""
    unknown = ("level_low", "level_high", "base_level_low", "base_level_high", "bonus_low", "bonus_high")
    ends = {"low": base[0], "high": base[1], "base_low": base[0], "base_high": base[1]}
    return ends | dict.fromkeys(unknown)


def _missing(item: Item, at_stake: Fraction) -> MissingItem:
    return MissingItem(item.code, item.name, item.name_en, item.points, half_up(at_stake, 1))
