"""Many results at once, in whole numbers: the same figures as `grade`, bit for bit.

Points are whole parts of a point (`Track.unit`); scores are whole
numbers of the scheme's last printed decimal (tenths). This is the only module that needs numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt

from grading.grade import Sheet
from grading.values import ADD_TO_TOTAL, Item, Scheme, Track

Ints = npt.NDArray[np.int64]
NONE = -1
"""Stands for "no AI result" where a whole number is needed."""


@dataclass(frozen=True)
class Batch:
    """Marks of n applications on one track, as half steps (rating × 2).

    ratings: n × most sheets × panel items, each application's sheets in order of closing;
    counts: how many sheets each has; letters: n × KTRS items.
    """

    track: str
    ratings: Ints
    counts: Ints
    letters: Ints

    def __len__(self) -> int:
        return len(self.counts)


@dataclass(frozen=True)
class ManyOutcomes:
    """Results in whole units: scores in tenths, grade points in thousandths, Levels by rank.

    `ai` and `bonus` are -1 where there is no AI result.
    """

    scheme: Scheme
    base: Ints
    ai: Ints
    bonus: Ints
    total: Ints
    grade_point: Ints
    level_rank: Ints
    base_level_rank: Ints

    def row(self, index: int) -> dict[str, str | None]:
        """One result as printed, with the keys of a stored outcome."""
        scores = {name: int(getattr(self, name)[index]) for name in ("base", "ai", "bonus", "total")}
        decimals = self.scheme.score_decimals
        labels = [level.label for level in reversed(self.scheme.levels)]
        return {
            **{name: None if units == NONE else _printed(units, decimals) for name, units in scores.items()},
            "grade_point": _printed(int(self.grade_point[index]), self.scheme.grade_point.decimals),
            "level": labels[self.level_rank[index]],
            "base_level": labels[self.base_level_rank[index]],
        }


def batch_of(
    scheme: Scheme, track_code: str, applications: Sequence[tuple[Sequence[Sheet], Mapping[str, str]]]
) -> Batch:
    """Arrays from sheets and letters that `grade_track` would accept."""
    track = scheme.tracks[track_code]
    most = max((len(sheets) for sheets, _ in applications), default=1)
    ratings = np.zeros((len(applications), most, len(track.panel_items)), dtype=np.int64)
    letters = np.zeros((len(applications), len(track.ktrs_items)), dtype=np.int64)
    for row, (sheets, given) in enumerate(applications):
        for place, sheet in enumerate(sorted(sheets, key=lambda s: (s.closed, s.assessor))):
            ratings[row, place] = [_half_steps(sheet.ratings[item.code]) for item in track.panel_items]
        letters[row] = [_half_steps(scheme.ktrs_ratings[given[item.code]]) for item in track.ktrs_items]
    counts = np.array([len(sheets) for sheets, _ in applications], dtype=np.int64)
    return Batch(track_code, ratings, counts, letters)


def grade_track_many(scheme: Scheme, batch: Batch) -> Ints:
    """Base of every application in units of the last printed decimal."""
    track = scheme.tracks[batch.track]
    panel, ktrs = _worth(track, track.panel_items), _worth(track, track.ktrs_items)
    per_item = panel[np.arange(len(track.panel_items)), batch.ratings]
    kept_sum, kept = _kept(per_item.sum(axis=2), batch.counts, scheme.panel.trim_from)
    letters = ktrs[np.arange(len(track.ktrs_items)), batch.letters].sum(axis=1)
    scale = 10**scheme.score_decimals
    return _half_up(scale * (kept_sum + kept * letters), kept * track.unit)


def grade_many(
    scheme: Scheme, integrated: Batch, ai: Batch | None = None, ai_rows: Ints | None = None
) -> ManyOutcomes:
    """Outcomes of all; `ai_rows` names each one's row in `ai` (-1 for none, by default its own)."""
    base = grade_track_many(scheme, integrated)
    scores = np.full(len(integrated), NONE, dtype=np.int64)
    if ai is not None:
        rows = np.arange(len(integrated)) if ai_rows is None else ai_rows
        scores = np.where(rows == NONE, NONE, grade_track_many(scheme, ai)[rows])
    bonus, total = _with_bonus(scheme, base, scores)
    return ManyOutcomes(
        scheme=scheme,
        base=base,
        ai=scores,
        bonus=bonus,
        total=total,
        grade_point=_grade_points(scheme, total),
        level_rank=_ranks(scheme, total),
        base_level_rank=_ranks(scheme, base),
    )


def _with_bonus(scheme: Scheme, base: Ints, ai: Ints) -> tuple[Ints, Ints]:
    if scheme.ai_bonus is None:
        return np.full(len(base), NONE, dtype=np.int64), base
    scale = 10**scheme.score_decimals
    counts = scheme.ai_bonus.mode == ADD_TO_TOTAL
    added = np.minimum(ai, scheme.ai_bonus.max_points * scale) if counts else np.zeros_like(ai)
    bonus = np.where(ai == NONE, NONE, added)
    cap = scheme.tracks[scheme.level_track].total_points * scale
    return bonus, np.minimum(cap, base + np.maximum(bonus, 0))


def _kept(totals: Ints, counts: Ints, trim_from: int) -> tuple[Ints, Ints]:
    """Sum of the sheets that count and how many they are; the first highest and first lowest go."""
    there = np.arange(totals.shape[1]) < counts[:, None]
    highest = np.where(there, totals, -1).argmax(axis=1)
    rows = np.arange(len(totals))
    rest = there.copy()
    rest[rows, highest] = False
    lowest = np.where(rest, totals, np.iinfo(np.int64).max).argmin(axis=1)
    summed = np.where(there, totals, 0).sum(axis=1)
    trimmed = counts >= trim_from
    dropped = totals[rows, highest] + totals[rows, lowest]
    return np.where(trimmed, summed - dropped, summed), np.where(trimmed, counts - 2, counts)


def _worth(track: Track, items: Sequence[Item]) -> Ints:
    """Items × half steps: what each rating is worth, in parts of a point."""
    if track.unit * track.total_points > 2**40:
        raise OverflowError(f"the factors of {track.code} are too fine for 64-bit whole numbers")
    table = [list(track.parts[item.code].values()) for item in items]
    return np.array(table, dtype=np.int64).reshape(len(items), len(track.scale.worth))


def _grade_points(scheme: Scheme, total: Ints) -> Ints:
    rule, scale = scheme.grade_point, 10**scheme.score_decimals
    above = np.maximum(total - rule.offset * scale, 0) * 10**rule.decimals
    return _half_up(above, np.full_like(total, scale * rule.divisor))


def _ranks(scheme: Scheme, scores: Ints) -> Ints:
    scale = 10**scheme.score_decimals
    edges = [ceil(Fraction(level.score_min) * scale) for level in reversed(scheme.levels)]
    return np.searchsorted(np.array(edges, dtype=np.int64), scores, side="right") - 1


def _half_up(numerator: Ints, denominator: Ints) -> Ints:
    rounded: Ints = (2 * numerator + denominator) // (2 * denominator)
    return rounded


def _half_steps(rating: Decimal) -> int:
    return int(rating * 2)


def _printed(units: int, decimals: int) -> str:
    return str(Decimal(units).scaleb(-decimals))
