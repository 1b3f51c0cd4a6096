"""What a supplier would have to raise to reach the next Level, and the shortest way there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.exact import half_up
from grading.grade import grade_total
from grading.raises import ItemStep, Raise, Standing, at_the_top, item_step, points_of, route_of, shortest, standings_in
from grading.values import ADD_TO_TOTAL, Level, Scheme


@dataclass(frozen=True, slots=True)
class Target:
    """A Level above the present one: how far off, and the shortest route; empty when out of reach."""

    level: Level
    gap: Decimal
    reachable: bool
    route: tuple[Raise, ...]
    half_steps: int
    total_after: Decimal


@dataclass(frozen=True, slots=True)
class NextLevel:
    """`next` is None at the top; `excellent` is None once the excellent Level is reached.

    `ai_headroom` is how many points an AI result could still add under the scheme's bonus mode.
    """

    level: Level
    total: Decimal
    next: Target | None
    excellent: Target | None
    items: tuple[ItemStep, ...]
    ai_headroom: Decimal

    @property
    def is_top(self) -> bool:
        return self.next is None


def next_level(scheme: Scheme, outcome_data: Mapping[str, Any]) -> NextLevel:
    """The way up from a stored outcome."""
    track = scheme.tracks[scheme.level_track]
    standings = standings_in(track, outcome_data["tracks"][track.code])
    total = Decimal(outcome_data["total"])
    ai = None if outcome_data["ai"] is None else Decimal(outcome_data["ai"])
    level = scheme.level_of(total)
    above = [candidate for candidate in scheme.levels if candidate.rank == level.rank + 1]
    excellent = scheme.level(scheme.excellent_level)
    return NextLevel(
        level=level,
        total=total,
        next=_target(scheme, standings, ai, total, above[0]) if above else None,
        excellent=_target(scheme, standings, ai, total, excellent) if excellent.rank > level.rank else None,
        items=tuple(item_step(track, standing) for standing in standings),
        ai_headroom=_headroom(scheme, total, ai),
    )


def _target(scheme: Scheme, standings: Sequence[Standing], ai: Decimal | None, total: Decimal, level: Level) -> Target:
    track = scheme.tracks[scheme.level_track]
    gap = level.score_min - total
    taken = shortest(track, standings, lambda points: _printed_total(scheme, points, ai) >= level.score_min)
    if taken is None:
        best = points_of(track, standings, at_the_top(standings))
        return Target(level, gap, False, (), 0, _printed_total(scheme, best, ai))
    after = _printed_total(scheme, points_of(track, standings, taken), ai)
    return Target(level, gap, True, route_of(track, standings, taken), sum(taken.values()), after)


def _printed_total(scheme: Scheme, exact: Fraction, ai: Decimal | None) -> Decimal:
    return grade_total(scheme, half_up(exact, scheme.score_decimals), ai)


def _headroom(scheme: Scheme, total: Decimal, ai: Decimal | None) -> Decimal:
    if scheme.ai_bonus is None or scheme.ai_bonus.mode != ADD_TO_TOTAL:
        return Decimal("0.0")
    room = scheme.ai_bonus.max_points - min(ai or Decimal(0), Decimal(scheme.ai_bonus.max_points))
    cap = scheme.tracks[scheme.level_track].total_points
    return half_up(Fraction(min(room, cap - total)), scheme.score_decimals)
