"""Many results at once, in whole numbers: the same figures as `grade`, bit for bit.

Marks lie with the assessor first and the supplier last, one byte each, so that every step runs over
neighbouring bytes; the work goes in chunks, so that memory beyond marks and results stays bounded. Points
are whole parts of a point; scores are whole numbers of the scheme's last printed decimal (tenths). A sheet
left out is one with the highest or lowest total, so the sums never need to know which of equal ones it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt

from grading.refusals import Sheet
from grading.values import ADD_TO_TOTAL, Item, Scheme, Track
from grading.weighing import Weighing, weighing

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
NONE = -1
"""Stands for "no AI result" where a whole number is needed."""
NOT_APPLICABLE = 255
"""Stands for an item that does not apply, where a half step is expected."""
CHUNK = 1 << 15
"""Suppliers worked on at a time: few enough for the sums of a chunk to stay in the processor's cache."""


@dataclass(frozen=True)
class Batch:
    """Marks of n applications on one track, as half steps (rating × 2) or NOT_APPLICABLE.

    ratings: most sheets × panel items × n, 0 beyond an application's own sheets; counts: sheets of each;
    letters: KTRS items × n.
    """

    track: str
    ratings: Bytes
    counts: Bytes
    letters: Bytes

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
    step = {rating: place for place, rating in enumerate(track.scale.ratings)}
    steps: dict[Decimal | None, int] = dict(step) | {None: NOT_APPLICABLE}
    codes = [item.code for item in track.panel_items]
    sheets = [[bytes([steps[s.ratings[code]] for code in codes]) for s in given] for given, _ in applications]
    letter = {name: step[rating] for name, rating in scheme.ktrs_ratings.items()} if track.ktrs_items else {}
    letters = [bytes([letter[given[item.code]] for item in track.ktrs_items]) for _, given in applications]
    return batch_of_steps(scheme, track_code, sheets, letters)


def batch_of_steps(
    scheme: Scheme, track_code: str, sheets: Sequence[Sequence[bytes]], letters: Sequence[bytes]
) -> Batch:
    """Arrays from marks that are half steps already: a byte per panel item of each sheet and per KTRS item.

    Every application has at least one sheet; on a track without KTRS items its letters are empty.
    """
    track = scheme.tracks[track_code]
    counts = np.array([len(given) for given in sheets], dtype=np.uint8)
    most, width = int(counts.max(initial=1)), len(track.panel_items)
    ratings = np.zeros((len(sheets), most, width), dtype=np.uint8)
    flat = np.frombuffer(b"".join(sheet for given in sheets for sheet in given), dtype=np.uint8)
    ratings[np.arange(most) < counts[:, None]] = flat.reshape(-1, width)
    known = np.frombuffer(b"".join(letters), dtype=np.uint8).reshape(len(sheets), len(track.ktrs_items))
    by_assessor = np.ascontiguousarray(ratings.transpose(1, 2, 0))
    return Batch(track_code, by_assessor, counts, np.ascontiguousarray(known.T))


def grade_track_many(scheme: Scheme, batch: Batch) -> Ints:
    """Base of every application in units of the last printed decimal."""
    track = scheme.tracks[batch.track]
    plain = _Worth(track, weighing(track))
    base = np.empty(len(batch), dtype=np.int64)
    for start in range(0, len(batch), CHUNK):
        part = slice(start, start + CHUNK)
        marks = (batch.ratings[:, :, part], batch.counts[part], batch.letters[:, part])
        if track.spreading and marks[0].max(initial=0) == NOT_APPLICABLE:
            base[part] = _with_gaps(scheme, track, *marks)
        else:
            base[part] = _scores(scheme, plain, *marks)
    return base


def grade_many(scheme: Scheme, integrated: Batch, ai: Batch | None = None, ai_rows: Ints | None = None) -> ManyOutcomes:
    """Outcomes of all; `ai_rows` names each one's row in `ai` (-1 for none, by default its own)."""
    base = grade_track_many(scheme, integrated)
    scores = np.full(len(integrated), NONE, dtype=np.int64)
    if ai is not None:
        rows = np.arange(len(integrated)) if ai_rows is None else ai_rows
        scores = np.where(rows == NONE, NONE, grade_track_many(scheme, ai)[rows])
    return outcomes_of(scheme, base, scores)


def outcomes_of(scheme: Scheme, base: Ints, ai: Ints) -> ManyOutcomes:
    """Outcomes of all from their scores in units; `ai` is -1 where there is no AI result."""
    bonus, total = with_bonus(scheme, base, ai)
    ranks = ranks_by_score(scheme)
    return ManyOutcomes(
        scheme=scheme,
        base=base,
        ai=ai,
        bonus=bonus,
        total=total,
        grade_point=_grade_points(scheme).take(total),
        level_rank=ranks.take(total),
        base_level_rank=ranks.take(base),
    )


def with_bonus(scheme: Scheme, base: Ints, ai: Ints) -> tuple[Ints, Ints]:
    """The bonus that counts (-1 where there is no AI result) and the total, in units."""
    if scheme.ai_bonus is None:
        return np.full(len(base), NONE, dtype=np.int64), base
    bonus = np.minimum(ai, _most_bonus(scheme) if scheme.ai_bonus.mode == ADD_TO_TOTAL else 0)
    return bonus, np.minimum(_cap(scheme), base + np.maximum(bonus, 0))


def total_with_bonus(scheme: Scheme, base: Ints, ai: Ints) -> Ints:
    """The total that counting the bonus gives, whether the scheme counts it or reports it separately."""
    return np.minimum(_cap(scheme), base + np.maximum(np.minimum(ai, _most_bonus(scheme)), 0))


def _most_bonus(scheme: Scheme) -> int:
    return scheme.ai_bonus.max_points * int(10**scheme.score_decimals) if scheme.ai_bonus else 0


def ranks_by_score(scheme: Scheme) -> Ints:
    """The rank of the Level of every possible score, by the score in units."""
    scale = 10**scheme.score_decimals
    edges = [ceil(Fraction(level.score_min) * scale) for level in reversed(scheme.levels)]
    scores = np.arange(_cap(scheme) + 1)
    return np.searchsorted(np.array(edges, dtype=np.int64), scores, side="right") - 1


def _grade_points(scheme: Scheme) -> Ints:
    """The grade point of every possible score, by the score in units."""
    rule, scale = scheme.grade_point, 10**scheme.score_decimals
    above = np.maximum(np.arange(_cap(scheme) + 1) - rule.offset * scale, 0) * 10**rule.decimals
    return _half_up(above, scale * rule.divisor)


def _cap(scheme: Scheme) -> int:
    """The highest possible score in units."""
    return scheme.tracks[scheme.level_track].total_points * int(10**scheme.score_decimals)


class _Worth:
    """The worth of a track's items in parts of a point, told apart into what every rating has and the rest.

    `floor` is what the lowest ratings add up to; `panel` and `ktrs` hold, by item, what each half step adds.
    """

    def __init__(self, track: Track, weighed: Weighing) -> None:
        if weighed.unit * track.total_points > 2**40:
            raise OverflowError(f"the factors of {track.code} are too fine for 64-bit whole numbers")
        self.unit = weighed.unit
        self.floor = sum(min(parts.values()) for parts in weighed.parts.values())
        self.panel = [_above_lowest(weighed, item) for item in track.panel_items]
        self.ktrs = [_above_lowest(weighed, item) for item in track.ktrs_items]
        most = sum(max(table, default=0) for table in self.panel)
        self.dtype = np.dtype(np.uint16) if most < 2**16 else np.dtype(np.int64)


def _above_lowest(weighed: Weighing, item: Item) -> list[int]:
    """What each half step of an item is worth above its lowest rating; empty where it does not apply."""
    parts = list(weighed.parts.get(item.code, {}).values())
    return [worth - parts[0] for worth in parts]


def _scores(scheme: Scheme, worth: _Worth, ratings: Bytes, counts: Bytes, letters: Bytes) -> Ints:
    summed, kept = _kept(_totals(worth, ratings), counts, scheme.panel.trim_from)
    fixed = _sum(worth.ktrs, letters, np.dtype(np.int64)) + worth.floor
    return _half_up(10**scheme.score_decimals * (summed + kept * fixed), kept * worth.unit)


def _totals(worth: _Worth, ratings: Bytes) -> npt.NDArray[np.integer]:
    """Sheets × n: what the panel's marks add up to above the lowest ratings."""
    return _sum(worth.panel, ratings.swapaxes(0, 1), worth.dtype)


def _sum(tables: list[list[int]], marks: Bytes, dtype: np.dtype[np.integer]) -> npt.NDArray[np.integer]:
    """The worth of all marks added up over the items, which are the first axis."""
    totals = np.zeros(marks.shape[1:], dtype=dtype)
    one = np.empty_like(totals)
    for table, row in zip(tables, marks, strict=True):
        if table and table == [table[1] * step for step in range(len(table))]:
            totals += np.multiply(row, table[1], out=one, dtype=dtype, casting="unsafe")
        elif table:
            totals += np.array(table, dtype=dtype)[row]
    return totals


def _kept(
    totals: npt.NDArray[np.integer], counts: Bytes, trim_from: int
) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.integer] | int]:
    """Sum of the sheets that count and how many they are: one highest and one lowest go."""
    fewest, most = int(counts.min()), int(counts.max())
    summed = totals.sum(axis=0, dtype=np.int64)
    if most < trim_from:
        return summed, most if fewest == most else counts.astype(np.int64)
    lowest = totals if fewest == len(totals) else _beyond(totals, counts)
    trimmed = summed - totals.max(axis=0) - lowest.min(axis=0)
    if fewest == most:
        return trimmed, most - 2
    trims = counts >= trim_from
    return np.where(trims, trimmed, summed), counts.astype(np.int64) - 2 * trims


def _beyond(totals: npt.NDArray[np.integer], counts: Bytes) -> npt.NDArray[np.integer]:
    """The totals with sheets that are not there put above all others."""
    there = np.arange(len(totals))[:, None] < counts
    return np.where(there, totals, np.iinfo(totals.dtype).max)


def _with_gaps(scheme: Scheme, track: Track, ratings: Bytes, counts: Bytes, letters: Bytes) -> Ints:
    """Scores where items do not apply to some: everyone with the same gaps is weighed alike."""
    base = np.empty(len(counts), dtype=np.int64)
    for gaps, rows in _by_gaps(ratings[0] == NOT_APPLICABLE):
        left_out = frozenset(item.code for item, gap in zip(track.panel_items, gaps, strict=True) if gap)
        worth = _Worth(track, weighing(track, left_out))
        base[rows] = _scores(scheme, worth, ratings[:, :, rows], counts[rows], letters[:, rows])
    return base


def _by_gaps(absent: npt.NDArray[np.bool_]) -> Iterator[tuple[npt.NDArray[np.bool_], Ints]]:
    """Each pattern of items that do not apply, with the rows that have it."""
    patterns, which = np.unique(absent, axis=1, return_inverse=True)
    for number, pattern in enumerate(patterns.T):
        yield pattern, np.flatnonzero(which.reshape(-1) == number)


def _half_up(numerator: npt.NDArray[np.integer], denominator: npt.NDArray[np.integer] | int) -> Ints:
    rounded: Ints = (2 * numerator + denominator) // (2 * denominator)
    return rounded


def _printed(units: int, decimals: int) -> str:
    return str(Decimal(units).scaleb(-decimals))
