"""What the dashboards read: counted in the database where it can count, a fixed number of queries for any data."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import RESULT_STATES, State
from applications.rounds.models import Round, RoundTrack
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.regions import current_code
from diagnosis.scoring.models import Outcome

BEFORE_VERDICT = frozenset({State.DRAFT, State.SUBMITTED, State.SUPPLEMENT, State.INELIGIBLE, State.WITHDRAWN})
ASSESSED = frozenset({State.ASSESSED, State.GRADED, State.CONFIRMED}) | RESULT_STATES


@dataclass(frozen=True)
class Stages:
    """How many applications of a track came how far; each counts in every stage that it reached."""

    applied: int
    eligible: int
    seated: int
    assessed: int
    published: int
    waiting: int


@dataclass(frozen=True)
class Result:
    """What one published result says to a dashboard; `region` is today's code."""

    track: str
    level: str
    base_level: str
    sections: Mapping[str, Mapping[str, str]]
    region: str
    supplier_type: str


def rounds_to_choose() -> list[Round]:
    """All rounds, newest first; `has_results` says whether any result of it was published."""
    published = Application.objects.filter(round=OuterRef("pk"), state__in=RESULT_STATES)
    return list(Round.objects.annotate(has_results=Exists(published)))


def stages_by_track(round_: Round) -> dict[str, Stages]:
    """The stages of each track. Withdrawn applications count as applied once they were filed, and no further."""
    return {track: stages for (_round, track), stages in stages_of(Application.objects.filter(round=round_)).items()}


def stages_of(applications: QuerySet[Application]) -> dict[tuple[str, str], Stages]:
    """The stages by code of the round and track, with one query."""
    rows = applications.order_by().values("round__code", "track", "state")
    filed = Count("pk", filter=Q(submissions__number=1))
    seats = Count("pk", filter=Q(holds_seat=True, submissions__number=1))
    counted: dict[tuple[str, str], Counter[str]] = {}
    for row in rows.annotate(filed=filed, seats=seats).filter(filed__gt=0):
        counter = counted.setdefault((row["round__code"], row["track"]), Counter())
        counter[row["state"]] += row["filed"]
        counter["seats"] += row["seats"]
    return {place: _stages(counter) for place, counter in counted.items()}


def round_tracks(round_: Round) -> list[RoundTrack]:
    """The seats of every track of the round's year, this round's and the others'."""
    return list(RoundTrack.objects.filter(round__year=round_.year).select_related("round"))


def pool_counts() -> Counter[tuple[str, str]]:
    """Approved suppliers by today's region code and type."""
    approved = Supplier.objects.filter(pool_state=PoolState.APPROVED).order_by()
    today, found = clock.today(), Counter[tuple[str, str]]()
    for code, kind, count in approved.values_list("region_code", "supplier_type").annotate(Count("pk")):
        found[current_code(code, today), kind] += count
    return found


def standing_outcomes() -> QuerySet[Outcome]:
    """The outcomes that count and are open to their suppliers; a revoked result counts no more."""
    standing = RESULT_STATES - {State.REVOKED}
    return Outcome.objects.filter(application__state__in=standing, current=True, fault="", published_at__isnull=False)


def published_outcomes(round_: Round) -> QuerySet[Outcome]:
    """Those of one round."""
    return standing_outcomes().filter(application__round=round_)


def results_of(round_: Round) -> list[Result]:
    """Every published result of the round, with the region under today's code."""
    columns = ("application__track", "level", "base_level", "sections")
    company = ("application__supplier__region_code", "application__supplier__supplier_type")
    today = clock.today()
    rows = published_outcomes(round_).order_by("pk").values_list(*columns, *company)
    return [_result(row, current_code(row[4], today)) for row in rows]


def _result(row: tuple[Any, ...], region: str) -> Result:
    track, level, base_level, sections, _code, kind = row
    return Result(track, level, base_level, sections, region, kind)


def _stages(counter: Counter[str]) -> Stages:
    states = {state: counter[state] for state in State}
    return Stages(
        applied=sum(states.values()),
        eligible=sum(count for state, count in states.items() if state not in BEFORE_VERDICT),
        seated=counter["seats"],
        assessed=sum(states[state] for state in ASSESSED),
        published=sum(states[state] for state in RESULT_STATES),
        waiting=states[State.WAITING],
    )
