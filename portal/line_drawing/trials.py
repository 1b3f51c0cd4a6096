"""A scheme tried on the results of a round that was graded by another: who would stand where."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from grading.cohort import Crossings
from grading.values import Level

SHOWN = 50


@dataclass(frozen=True)
class Moved:
    """One result under both schemes."""

    code: str
    before: Decimal
    after: Decimal
    level_before: Level
    level_after: Level

    @property
    def by(self) -> Decimal:
        return self.after - self.before


def moved(crossings: Crossings) -> list[Moved]:
    """The results whose total or Level would differ, greatest difference first; at most SHOWN."""
    cohort = crossings.cohort
    by = np.abs(crossings.total - cohort.total)
    places = np.flatnonzero((by > 0) | (crossings.moved != 0))
    first = places[np.argsort(-by[places], kind="stable")][:SHOWN]
    return [_moved(crossings, int(place)) for place in first]


def _moved(crossings: Crossings, place: int) -> Moved:
    cohort = crossings.cohort
    totals = (cohort.total[place], crossings.total[place])
    before, after = (Decimal(int(units)).scaleb(-cohort.scheme.score_decimals) for units in totals)
    level = next(one for one in cohort.scheme.levels if one.rank == cohort.rank[place])
    return Moved(cohort.keys[place], before, after, level, crossings.scheme.level_of(after))
