"""What a supplier may expect from its own ratings, while some answers are still missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from grading.exact import half_up
from grading.grade import MarksRefused, grade_total
from grading.values import Item, Level, Scheme, Track
from grading.weighing import weighing


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

    `low`, `high` and `now` are totals with the bonus where the track decides the Level, else the track's
    score; `now` leaves missing items out altogether. Levels are None on a track that decides none.
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

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def at_stake(self) -> Decimal:
        """Points that hang on the missing items together."""
        return self.high - self.low


def estimate(
    scheme: Scheme,
    track_code: str,
    ratings: Mapping[str, Decimal | None],
    ai: Decimal | None = None,
    absent: Collection[str] = (),
) -> Estimate:
    """The estimate from a supplier's own ratings; `ai` is a confirmed AI score, if there is one.

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
    decides = track_code == scheme.level_track
    low_total, high_total = (_total(scheme, value, ai, decides) for value in (low, high))
    return Estimate(
        track=track_code,
        answered=len(given),
        item_count=len(track.items) - len(absent),
        missing=tuple(_missing(item, weighed.worth(item, highest) - weighed.worth(item, lowest)) for item in missing),
        now=half_up(now, scheme.score_decimals),
        low=low_total,
        high=high_total,
        level_low=scheme.level_of(low_total) if decides else None,
        level_high=scheme.level_of(high_total) if decides else None,
    )


def _faults(track: Track, ratings: Mapping[str, Decimal | None], absent: Collection[str]) -> Iterator[str]:
    for code in absent:
        if not track.has_item(code) or track.item(code).spread is None:
            yield f"항목 {code} 은(는) «해당 없음»으로 둘 수 없습니다"
    for code, rating in ratings.items():
        if not track.has_item(code):
            yield f"알 수 없는 항목 {code}"
        elif rating is not None and (isinstance(rating, float) or rating not in track.scale.worth):
            yield f"항목 {code} 의 평점 {rating} 은(는) 척도에 없습니다"


def _total(scheme: Scheme, exact: Fraction, ai: Decimal | None, decides: bool) -> Decimal:
    base = half_up(exact, scheme.score_decimals)
    return grade_total(scheme, base, ai) if decides else base


def _missing(item: Item, at_stake: Fraction) -> MissingItem:
    return MissingItem(item.code, item.name, item.name_en, item.points, half_up(at_stake, 1))
