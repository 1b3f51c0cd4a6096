"""What raising items of the AI track would bring: points there, the bonus that follows, and the Levels it would reach.

The AI track has no Levels of its own. Its score becomes a bonus on the integrated track, as the scheme's rule on the
bonus says; all else of the integrated result is taken as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.exact import half_up
from grading.grade import grade_total
from grading.raises import (
    HALF_STEPS,
    ItemStep,
    Raise,
    Standing,
    at_the_top,
    item_step,
    points_of,
    route_of,
    shortest,
    standings_in,
)
from grading.values import ADD_TO_TOTAL, Level, Scheme, Track


@dataclass(frozen=True, slots=True)
class CategoryGain:
    """What a category still holds: `whole_gain` where each of its items rises by a whole step, `room` up to the top.

    Both in points, half up to 4 decimals.
    """

    code: str
    name: str
    name_en: str
    whole_gain: Decimal
    room: Decimal


@dataclass(frozen=True, slots=True)
class AiTarget:
    """An integrated Level above the present one and the AI score it takes.

    Where no AI score is enough, `score_needed` is None, the route is empty and `total_after` is what the highest gives.
    """

    level: Level
    gap: Decimal
    score_needed: Decimal | None
    route: tuple[Raise, ...]
    score_after: Decimal
    total_after: Decimal

    @property
    def reachable(self) -> bool:
        return self.score_needed is not None


@dataclass(frozen=True, slots=True)
class Beside:
    """An integrated result with this AI score as its bonus; `targets` are empty at the top and without a bonus."""

    base: Decimal
    total: Decimal
    level: Level
    targets: tuple[AiTarget, ...]


@dataclass(frozen=True, slots=True)
class AiGrowth:
    """`bonus` is what the score gives now, `most` what the scheme allows; both None where it knows no bonus.

    `adds` says whether the bonus counts in the total. `beside` is None where no integrated result was given.
    """

    score: Decimal
    items: tuple[ItemStep, ...]
    categories: tuple[CategoryGain, ...]
    bonus: Decimal | None
    most: Decimal | None
    adds: bool
    beside: Beside | None

    @property
    def is_top(self) -> bool:
        return not any(item.next_rating for item in self.items)


def ai_growth(scheme: Scheme, track_data: Mapping[str, Any], base: Decimal | None = None) -> AiGrowth:
    """The way up from a stored result of the AI track; `base` is the printed base of an integrated result beside it.

    Raises KeyError where the data are not of a track of the scheme.
    """
    track = scheme.tracks[track_data["track"]]
    standings = standings_in(track, track_data)
    score, rule = _printed(scheme, points_of(track, standings)), scheme.ai_bonus
    most = None if rule is None else half_up(Fraction(rule.max_points), scheme.score_decimals)
    return AiGrowth(
        score=score,
        items=tuple(item_step(track, standing) for standing in standings),
        categories=_categories(track, standings),
        bonus=None if most is None else min(score, most),
        most=most,
        adds=rule is not None and rule.mode == ADD_TO_TOTAL,
        beside=None if base is None or rule is None else _beside(scheme, track, standings, score, base),
    )


def _categories(track: Track, standings: Sequence[Standing]) -> tuple[CategoryGain, ...]:
    """Those that can still rise, the most rewarding first; of equal ones in the scheme's order."""
    found = []
    for category in (category for section in track.sections for category in section.categories):
        codes = {item.code for item in category.items}
        own = [standing for standing in standings if standing.item.code in codes]
        now, one = points_of(track, own), points_of(track, own, dict.fromkeys(codes, HALF_STEPS))
        room, gain = points_of(track, own, at_the_top(own)) - now, one - now
        if room:
            names = (category.code, category.name, category.name_en)
            found.append(CategoryGain(*names, half_up(gain, 4), half_up(room, 4)))
    return tuple(sorted(found, key=lambda gain: -gain.whole_gain))


def _beside(scheme: Scheme, track: Track, standings: Sequence[Standing], score: Decimal, base: Decimal) -> Beside:
    total = grade_total(scheme, base, score)
    level = scheme.level_of(total)
    excellent = scheme.level(scheme.excellent_level)
    above = [one for one in scheme.levels if one.rank == level.rank + 1 or one == excellent]
    wanted = sorted((one for one in above if one.rank > level.rank), key=lambda one: one.rank)
    adds = scheme.ai_bonus is not None and scheme.ai_bonus.mode == ADD_TO_TOTAL
    targets = tuple(_target(scheme, track, standings, base, one) for one in wanted) if adds else ()
    return Beside(base, total, level, targets)


def _target(scheme: Scheme, track: Track, standings: Sequence[Standing], base: Decimal, level: Level) -> AiTarget:
    def total_with(points: Fraction) -> Decimal:
        return grade_total(scheme, base, _printed(scheme, points))

    gap = level.score_min - total_with(points_of(track, standings))
    taken = shortest(track, standings, lambda points: total_with(points) >= level.score_min)
    if taken is None:
        best = points_of(track, standings, at_the_top(standings))
        return AiTarget(level, gap, None, (), _printed(scheme, best), total_with(best))
    after = points_of(track, standings, taken)
    needed = half_up(Fraction(level.score_min - base), scheme.score_decimals)
    return AiTarget(level, gap, needed, route_of(track, standings, taken), _printed(scheme, after), total_with(after))


def _printed(scheme: Scheme, points: Fraction) -> Decimal:
    return half_up(points, scheme.score_decimals)
