"""A scheme tried on the results of a round that was graded by another: who would stand where."""

from dataclasses import dataclass
from decimal import Decimal

from diagnosis.scoring.cohort import Cohort, totals_under
from grading.load import load_scheme
from grading.values import Level, Scheme

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


def moved(cohort: Cohort, tried: Scheme) -> list[Moved]:
    """The results whose total or Level would differ, greatest difference first; at most SHOWN."""
    scheme, ranks = load_scheme(cohort.scheme_code), {level.rank: level for level in tried.levels}
    rows = []
    for code, then, now, rank in zip(
        cohort.codes, cohort.totals, totals_under(cohort, tried).tolist(), cohort.ranks, strict=True
    ):
        before, after = (Decimal(units).scaleb(-scheme.score_decimals) for units in (then, now))
        one = Moved(code, before, after, ranks[rank], tried.level_of(after))
        if one.by or one.level_before.label != one.level_after.label:
            rows.append(one)
    return sorted(rows, key=lambda one: (-abs(one.by), one.code))[:SHOWN]
