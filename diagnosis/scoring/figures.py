"""Figures of rounds and runs: how far, which Levels, and what differs from the run before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from applications.filing.models import Application
from applications.filing.workflow import RESULT_STATES, State
from applications.jobs.queries import OPEN
from applications.rounds.models import Round
from diagnosis.scoring.causes import causes
from diagnosis.scoring.models import Outcome, ScoringRun
from grading.exact import half_up
from grading.load import load_scheme


@dataclass(frozen=True)
class LevelCount:
    """How many outcomes have a Level, with the bonus and before it, and its share in percent to one decimal."""

    level: str
    count: int
    base_count: int
    percent: Decimal


def level_distribution(round_: Round) -> list[LevelCount]:
    """The Levels of the outcomes that count in a round, highest first."""
    return _levels(Outcome.objects.filter(application__round=round_, current=True), round_.scheme_code)


def levels_of(run: ScoringRun) -> list[LevelCount]:
    """The Levels a run found, highest first."""
    return _levels(run.outcomes.all(), run.scheme_code)


def _levels(outcomes: QuerySet[Outcome], scheme_code: str) -> list[LevelCount]:
    after, before = Counter[str](), Counter[str]()
    graded = outcomes.exclude(level="").order_by()
    for level, base_level, count in graded.values_list("level", "base_level").annotate(Count("pk")):
        after[level] += count
        before[base_level] += count
    total = sum(after.values())
    return [
        LevelCount(one.label, after[one.label], before[one.label], _percent(after[one.label], total))
        for one in load_scheme(scheme_code).levels
    ]


def _percent(part: int, whole: int) -> Decimal:
    return half_up(Fraction(part * 100, whole), 1) if whole else Decimal("0.0")


def level_chart(counts: list[LevelCount]) -> dict[str, Any]:
    """The Levels as a page draws them: columns from the lowest, and the table behind them from the highest."""
    return {
        "level_columns": [(one.level, one.count, str(one.count)) for one in reversed(counts)],
        "level_rows": [(one.level, one.count, f"{one.percent}%", one.base_count) for one in counts],
        "level_headers": [_("등급"), _("결과 수"), _("비율"), _("가점 반영 전")],
        "level_total": sum(one.count for one in counts),
    }


@dataclass(frozen=True)
class Change:
    """How one application's outcome differs from the run before; None where there was or is no score."""

    application: str
    supplier: str
    before: Decimal | None
    after: Decimal | None
    level_before: str
    level_after: str
    causes: tuple[str, ...] = ()

    @property
    def by(self) -> Decimal | None:
        """The score's rise or fall."""
        return None if self.before is None or self.after is None else self.after - self.before


def changes(run: ScoringRun, earlier: ScoringRun) -> list[Change]:
    """Applications of both runs whose score or Level differs, greatest difference first."""
    old = {row[0]: row for row in _scores(earlier)}
    found = [
        Change(code, supplier, old[code][2], score, old[code][3], level)
        for code, supplier, score, level in _scores(run)
        if code in old and (score, level) != old[code][2:]
    ]
    return sorted(found, key=lambda change: (-abs(change.by or Decimal(9999)), change.application))


def explained(found: Sequence[Change], run: ScoringRun, earlier: ScoringRun) -> list[Change]:
    """The changes with what caused each, in two queries; hand in a page of them, for it reads whole snapshots."""
    codes = [change.application for change in found]
    before, after = (_by_code(one, codes) for one in (earlier, run))
    return [
        replace(change, causes=tuple(causes(before[change.application], after[change.application]))) for change in found
    ]


def _by_code(run: ScoringRun, codes: Sequence[str]) -> dict[str, Outcome]:
    outcomes = run.outcomes.filter(application__code__in=codes).select_related("application")
    return {one.application.code: one for one in outcomes}


def _scores(run: ScoringRun) -> list[tuple[str, str, Decimal | None, str]]:
    columns = ("application__code", "application__supplier__name", "total", "ai", "level")
    return [
        (code, supplier, ai if total is None else total, level)
        for code, supplier, total, ai, level in run.outcomes.values_list(*columns)
    ]


def newly_in(run: ScoringRun, earlier: ScoringRun) -> int:
    """How many applications the earlier run did not hold."""
    known = Outcome.objects.filter(run=earlier, application=OuterRef("application"))
    return run.outcomes.filter(~Exists(known)).count()


@dataclass(frozen=True)
class RoundStanding:
    """How far a round has come, in applications."""

    round: Round
    waiting: int
    assessed: int
    graded: int
    confirmed: int
    published: int
    scoring: bool

    @property
    def gradable(self) -> int:
        return self.assessed + self.graded


def round_standings() -> list[RoundStanding]:
    """Every round with its counts, newest first, in two queries."""
    at_work = Exists(ScoringRun.objects.filter(round=OuterRef("pk"), job__state__in=OPEN))
    counts: dict[int, Counter[str]] = {}
    grouped = Application.objects.order_by().values_list("round_id", "state").annotate(Count("pk"))
    for round_id, state, count in grouped:
        counts.setdefault(round_id, Counter())[state] += count
    rounds = Round.objects.annotate(scoring=at_work)
    return [_standing(one, counts.get(one.pk, Counter()), one.scoring) for one in rounds]


def _standing(round_: Round, count: Counter[str], scoring: bool) -> RoundStanding:
    return RoundStanding(
        round_,
        waiting=count[State.PAID] + count[State.IN_ASSESSMENT],
        assessed=count[State.ASSESSED],
        graded=count[State.GRADED],
        confirmed=count[State.CONFIRMED],
        published=sum(count[state] for state in RESULT_STATES),
        scoring=scoring,
    )
