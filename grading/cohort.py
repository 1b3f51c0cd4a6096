"""A cohort prepared once and tried under many changes: the figures of `what_if`, fast enough for a slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from grading.refusals import Sheet
from grading.values import Scheme
from grading.vector import (
    NONE,
    Batch,
    Ints,
    batch_of,
    grade_track_many,
    ranks_by_score,
    with_bonus,
)
from grading.what_if import Change, changed_scheme, foreign, marks_of

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Labels:
    """One label of every supplier, such as its region: the names there are, and each one's place among them."""

    names: tuple[str, ...]
    places: Ints


@dataclass(frozen=True)
class Cohort:
    """Results of one scheme in one order, in units of the last printed decimal; `ai` is -1 without a result."""

    scheme: Scheme
    keys: tuple[str, ...]
    batch: Batch
    base: Ints
    ai: Ints
    total: Ints
    rank: Ints
    labels: Mapping[str, Labels]

    def __len__(self) -> int:
        return len(self.base)


@dataclass(frozen=True)
class Crossings:
    """A cohort under a change; `rank` and `total` of everyone, before in the cohort itself."""

    cohort: Cohort
    scheme: Scheme
    total: Ints
    rank: Ints

    @cached_property
    def moved(self) -> Ints:
        """Levels up (positive) or down, of everyone."""
        return self.rank - self.cohort.rank

    @cached_property
    def up(self) -> Ints:
        """Places in the cohort of those who rise."""
        return np.flatnonzero(self.moved > 0)

    @cached_property
    def down(self) -> Ints:
        """Places in the cohort of those who fall."""
        return np.flatnonzero(self.moved < 0)

    @cached_property
    def by_level(self) -> dict[tuple[str, str], int]:
        """How many moved from one Level to another, both by label, the highest first; nobody counts as none."""
        names = [level.label for level in reversed(self.scheme.levels)]
        pairs = np.bincount(self.cohort.rank * len(names) + self.rank, minlength=len(names) ** 2)
        found = pairs.reshape(len(names), len(names))
        places = sorted(zip(*np.nonzero(found), strict=True), reverse=True)
        return {(names[a], names[b]): int(found[a, b]) for a, b in places if a != b}

    @property
    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many stand at each Level before and after, highest first."""
        return self._counted(self.cohort.rank), self._counted(self.rank)

    def by_label(self, kind: str) -> dict[str, dict[str, int]]:
        """For every label of a kind: how many there are, rise and fall, and are excellent before and after."""
        labels, edge = self.cohort.labels[kind], self.cohort.scheme.level(self.cohort.scheme.excellent_level).rank
        sides = {
            "all": np.ones(len(self.rank), dtype=bool),
            "up": self.moved > 0,
            "down": self.moved < 0,
            "before": self.cohort.rank >= edge,
            "after": self.rank >= edge,
        }
        found = {side: np.bincount(labels.places[there], minlength=len(labels.names)) for side, there in sides.items()}
        return {name: {side: int(found[side][n]) for side in sides} for n, name in enumerate(labels.names)}

    def _counted(self, rank: Ints) -> dict[str, int]:
        found = np.bincount(rank, minlength=len(self.scheme.levels))
        return {level.label: int(found[level.rank]) for level in self.scheme.levels}


def cohort_of(scheme: Scheme, stored: Mapping[str, Data], labels: Mapping[str, Sequence[str]] | None = None) -> Cohort:
    """A cohort from stored outcomes by key; `labels` gives one label a supplier and kind, in the same order.

    Raises ChangeRefused when an outcome is from another scheme.
    """
    others = [key for key, data in stored.items() if data["digest"] != scheme.digest]
    if others:
        raise foreign(others)
    rows: list[tuple[Sequence[Sheet], Mapping[str, str]]] = [
        marks_of(data["tracks"][scheme.level_track]) for data in stored.values()
    ]
    ai = [NONE if data["ai"] is None else _units(scheme, data["ai"]) for data in stored.values()]
    return prepared(scheme, tuple(stored), batch_of(scheme, scheme.level_track, rows), ai, labels)


def prepared(
    scheme: Scheme,
    keys: Sequence[str],
    batch: Batch,
    ai: Sequence[int] | Ints,
    labels: Mapping[str, Sequence[str]] | None = None,
) -> Cohort:
    """A cohort from marks that are arrays already; the present figures are graded from them."""
    base = grade_track_many(scheme, batch)
    scores = np.array(ai, dtype=np.int64)
    total = with_bonus(scheme, base, scores)[1]
    rank = ranks_by_score(scheme).take(total)
    kinds = {kind: _labels(names) for kind, names in (labels or {}).items()}
    return Cohort(scheme, tuple(keys), batch, base, scores, total, rank, kinds)


def tried(cohort: Cohort, change: Change) -> Crossings:
    """The cohort under a change. Raises ChangeRefused when the change does not hold together.

    Marks are added up again only where the change touches them; edges and the bonus need the totals alone.
    """
    return under(cohort, changed_scheme(cohort.scheme, change), regrades=change.regrades)


def under(cohort: Cohort, scheme: Scheme, *, regrades: bool = True) -> Crossings:
    """The cohort under another scheme that asks the same items; `regrades` False keeps every base as it is."""
    base = grade_track_many(scheme, cohort.batch) if regrades else cohort.base
    total = with_bonus(scheme, base, cohort.ai)[1]
    return Crossings(cohort, scheme, total, ranks_by_score(scheme).take(total))


def _units(scheme: Scheme, score: str) -> int:
    return int(Decimal(score).scaleb(scheme.score_decimals))


def _labels(names: Sequence[str]) -> Labels:
    known, places = np.unique(np.array(names, dtype=str), return_inverse=True)
    return Labels(tuple(map(str, known)), places.astype(np.int64))
