"""What each score of many is made of, in whole numbers: totals of sheets, sheets left out, points of every item.

Rows that are alike in their number of sheets and in what does not apply are worked on together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grading.exact import PRINTED_DECIMALS
from grading.values import Item, Scheme, Track
from grading.vector import NOT_APPLICABLE, Batch, Bytes, Ints
from grading.weighing import Weighing, weighing

NOBODY = -1
"""Stands for a sheet that was not left out."""
_PRINTED = 10**PRINTED_DECIMALS


@dataclass(frozen=True)
class Details:
    """Figures of n applications; totals in parts of a point, `unit` to the point, by sheet (0 beyond the last).

    highest, lowest: places of the sheets left out, NOBODY where none is; kept: sheets that count; exact: n × items,
    points in parts / kept; awarded: n × items, printed points in units of their last decimal.
    """

    totals: Ints
    highest: Ints
    lowest: Ints
    unit: Ints
    kept: Ints
    exact: Ints
    awarded: Ints

    def base(self, decimals: int) -> Ints:
        """The scores that these figures add up to, in units of the last printed decimal."""
        whole = self.unit * self.kept
        rounded: Ints = (2 * 10**decimals * self.exact.sum(axis=1) + whole) // (2 * whole)
        return rounded


def details(scheme: Scheme, batch: Batch) -> Details:
    """The figures behind the scores that `grade_track_many` gives for the same marks."""
    track, n = scheme.tracks[batch.track], len(batch)
    found = Details(
        totals=np.zeros((n, len(batch.ratings)), dtype=np.int64),
        highest=np.full(n, NOBODY, dtype=np.int64),
        lowest=np.full(n, NOBODY, dtype=np.int64),
        unit=np.empty(n, dtype=np.int64),
        kept=np.empty(n, dtype=np.int64),
        exact=np.empty((n, len(track.items)), dtype=np.int64),
        awarded=np.empty((n, len(track.items)), dtype=np.int64),
    )
    for count, absent, rows in _alike(batch):
        left_out = frozenset(item.code for item, gap in zip(track.panel_items, absent, strict=True) if gap)
        marks = batch.ratings[:count, :, rows]
        _fill(found, rows, track, weighing(track, left_out), marks, batch.letters[:, rows], scheme.panel.trim_from)
    return found


def _alike(batch: Batch) -> Iterator[tuple[int, Bytes, Ints]]:
    """Numbers of sheets and what does not apply (a flag for each panel item), with the rows of which they hold."""
    if not len(batch):
        return
    absent = (batch.ratings[0] == NOT_APPLICABLE).astype(np.uint8)
    shapes = np.vstack([batch.counts, absent])
    if (shapes == shapes[:, :1]).all():
        yield int(shapes[0, 0]), shapes[1:, 0], np.arange(len(batch))
        return
    patterns, which = np.unique(shapes, axis=1, return_inverse=True)
    for number, pattern in enumerate(patterns.T):
        yield int(pattern[0]), pattern[1:], np.flatnonzero(which.reshape(-1) == number)


def _fill(
    found: Details, rows: Ints, track: Track, weighed: Weighing, marks: Bytes, letters: Bytes, trim_from: int
) -> None:
    """Write the figures of rows that are alike in their places."""
    count, everyone = len(marks), np.arange(len(rows))
    worth = np.stack([_worth(weighed, item)[marks[:, i]] for i, item in enumerate(track.panel_items)])
    totals = worth.sum(axis=0)
    kept = np.ones((count, len(rows)), dtype=np.int64)
    if count >= trim_from:
        highest = totals.argmax(axis=0)
        others = totals.copy()
        others[highest, everyone] = np.iinfo(np.int64).max
        lowest = others.argmin(axis=0)
        kept[highest, everyone] = kept[lowest, everyone] = 0
        found.highest[rows], found.lowest[rows] = highest, lowest
    number = count - 2 * (count >= trim_from)
    exact = np.empty((len(rows), len(track.items)), dtype=np.int64)
    exact[:, _places(track, track.panel_items)] = (worth * kept).sum(axis=1).T
    for place, item, row in zip(_places(track, track.ktrs_items), track.ktrs_items, letters, strict=True):
        exact[:, place] = _worth(weighed, item)[row] * number
    found.totals[rows, :count] = totals.T
    found.unit[rows], found.kept[rows] = weighed.unit, number
    found.exact[rows] = exact
    found.awarded[rows] = _shared_out(exact, weighed.unit * number)


def _worth(weighed: Weighing, item: Item) -> Ints:
    """What each byte of a mark is worth, in parts; nothing where the item does not apply."""
    table = np.zeros(NOT_APPLICABLE + 1, dtype=np.int64)
    parts = list(weighed.parts.get(item.code, {}).values())
    table[: len(parts)] = parts
    return table


def _places(track: Track, items: tuple[Item, ...]) -> list[int]:
    codes = [item.code for item in track.items]
    return [codes.index(item.code) for item in items]


def _shared_out(exact: Ints, whole: int) -> Ints:
    """Points cut to units of the last printed decimal so that they add up to the cut sum; see `exact.shared_out`."""
    units, lost = np.divmod(exact * _PRINTED, whole)
    left_over = lost.sum(axis=1) // whole
    ranks = np.argsort(np.argsort(-lost, axis=1, kind="stable"), axis=1, kind="stable")
    shared: Ints = units + (ranks < left_over[:, None])
    return shared
