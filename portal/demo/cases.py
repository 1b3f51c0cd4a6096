"""Which supplier applies to which track, how able it is, and which way its application goes, with every date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.suppliers.models import Supplier
from grading.values import INTEGRATED, MFG_AI
from portal.demo.calendar import arrivals, between, moment, office_hour, some_days_after
from portal.demo.plan import HOLDS_SEAT, IN_FIRST_RUN, LATE, RECENT, UNDECIDED, Plan, each_goal

CHECKS = (date(2026, 6, 1), date(2026, 6, 24))
CHECK_DAYS = (CHECKS[1] - CHECKS[0]).days
OPENING, CLOSING = moment(date(2026, 4, 27)), moment(date(2026, 5, 29), 18)
WITHDRAWN_FROM = (State.SUBMITTED, State.DRAFT, State.FEE_DUE, State.PAID)
ABILITY_MEAN, ABILITY_SPREAD = 2.0, 0.82
DEMO_ASSESSOR = {State.PAID: 2, State.IN_ASSESSMENT: 2, State.PUBLISHED: 8}
AI_ABILITY_MEAN, AI_ABILITY_SPREAD = 2.7, 0.7


@dataclass
class Case:
    """One application on its way. `ability` lies on the scale of ratings; dates are None where a step never came."""

    supplier: Supplier
    owner: User
    track: str
    goal: State
    ability: float
    is_showcase: bool = False
    has_demo_assessor: bool = False
    left_from: State | None = None
    opened_at: datetime = OPENING
    arrived_at: datetime | None = None
    order_number: int | None = None
    asked_at: datetime | None = None
    refiled_at: datetime | None = None
    checked_at: datetime | None = None
    seated_at: datetime | None = None
    was_queued: bool = False
    paid_on: date | None = None
    fee_confirmed_at: datetime | None = None
    invited_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    left_at: datetime | None = None
    answered: list[str] = field(default_factory=list)
    answered_at: datetime | None = None
    manifest: dict[str, Any] = field(default_factory=dict)
    absent: str = ""
    asked: dict[str, Any] = field(default_factory=dict)
    refund: dict[str, Any] = field(default_factory=dict)
    _application: Application | None = None

    @property
    def application(self) -> Application:
        assert self._application is not None  # set by filings before anything asks
        return self._application

    @application.setter
    def application(self, application: Application) -> None:
        self._application = application


def plan_cases(rng: Random, plan: Plan, applicants: Sequence[tuple[Supplier, User]], now: datetime) -> list[Case]:
    """The cases of both tracks in order of arrival; the first applicant is the demo supplier, seen at its best.

    `applicants` are companies that may apply in the round, at least as many as both tracks need.
    """
    whole, alone = plan.applications(INTEGRATED), plan.ai_alone
    goals = [*each_goal(plan.goals(INTEGRATED), *IN_FIRST_RUN), *_others(plan.goals(INTEGRATED))]
    integrated = [_case(rng, applicant, INTEGRATED, goal) for applicant, goal in zip(applicants, goals, strict=False)]
    ai_goals = [*each_goal(plan.goals(MFG_AI), *IN_FIRST_RUN), *_others(plan.goals(MFG_AI))]
    both = plan.applications(MFG_AI) - alone
    pool = [*applicants[:both], *applicants[whole : whole + alone]]
    ai = [_case(rng, applicant, MFG_AI, goal) for applicant, goal in zip(pool, ai_goals, strict=False)]
    return [*_dated(rng, integrated, now), *_dated(rng, ai, now)]


def _others(goals: dict[State, int]) -> list[State]:
    return list(each_goal(goals, *(state for state in goals if state not in IN_FIRST_RUN)))


def _case(rng: Random, applicant: tuple[Supplier, User], track: str, goal: State) -> Case:
    supplier, owner = applicant
    is_showcase = bool(owner.is_demo)
    mean, spread = (AI_ABILITY_MEAN, AI_ABILITY_SPREAD) if track == MFG_AI else (ABILITY_MEAN, ABILITY_SPREAD)
    ability = 3.3 if is_showcase else min(4.8, max(0.3, rng.gauss(mean, spread)))
    return Case(supplier, owner, track, goal, ability, is_showcase)


def _dated(rng: Random, cases: list[Case], now: datetime) -> list[Case]:
    """Arrivals and all later dates; those who wait came last, before them those who moved up lately."""
    _choose_withdrawals(cases)
    filed = [case for case in cases if case.goal != State.DRAFT and case.left_from != State.DRAFT]
    rng.shuffle(filed)
    filed.sort(key=_turn)
    for number, (case, at) in enumerate(zip(filed, arrivals(rng, OPENING, CLOSING, len(filed)), strict=True), 1):
        case.arrived_at, case.order_number = at, number
        case.opened_at = between(rng, OPENING, at)
    for case in cases:
        _walk(rng, case, now)
    return cases


def _turn(case: Case) -> int:
    if case.goal == State.WAITING:
        return 2
    return int(_moved_up(case))


def _moved_up(case: Case) -> bool:
    """Whether it got its seat lately, from the waiting list."""
    return case.goal in (*RECENT, *LATE) or case.left_from == State.PAID


def _choose_withdrawals(cases: list[Case]) -> None:
    leavers = [case for case in cases if case.goal == State.WITHDRAWN]
    for number, case in enumerate(leavers):
        case.left_from = WITHDRAWN_FROM[number % len(WITHDRAWN_FROM)]


def _walk(rng: Random, case: Case, now: datetime) -> None:
    """Everything after the arrival, as far as the goal asks."""
    if case.arrived_at is None:
        case.opened_at = office_hour(rng, date(2026, 5, rng.randint(6, 28)))
        if case.goal == State.WITHDRAWN:
            case.left_at = some_days_after(rng, case.opened_at, 1, 6)
    elif case.goal in UNDECIDED:
        _still_checked(rng, case, now)
    else:
        _decided(rng, case, now)


def _still_checked(rng: Random, case: Case, now: datetime) -> None:
    """A supplement was asked for lately; it is awaited, in, or found in order."""
    asked = office_hour(rng, (now - timedelta(days=rng.randint(16, 19))).date())
    case.asked_at = asked
    if case.goal != State.SUPPLEMENT:
        case.refiled_at = some_days_after(rng, asked, 3, 6)
    if case.goal == State.ELIGIBLE:
        case.checked_at = some_days_after(rng, asked, 9, 11)


def _decided(rng: Random, case: Case, now: datetime) -> None:
    case.checked_at = office_hour(rng, CHECKS[0] + timedelta(days=rng.randrange(CHECK_DAYS)))
    if case.goal == State.WITHDRAWN and case.left_from == State.SUBMITTED:
        case.left_at, case.checked_at = office_hour(rng, date(2026, 6, 1)), None
    elif _moved_up(case):
        case.was_queued = True
        case.seated_at = office_hour(rng, (now - timedelta(days=_days_seated(rng, case.goal))).date())
        _pay_and_start(rng, case)
    elif case.goal in HOLDS_SEAT or case.goal == State.WITHDRAWN:
        case.seated_at = case.checked_at
        _pay_and_start(rng, case)


def _days_seated(rng: Random, goal: State) -> int:
    spans = {
        State.IN_ASSESSMENT: (38, 46),
        State.PAID: (24, 30),
        State.WITHDRAWN: (24, 30),
        State.SEATED: (4, 6),
        State.FEE_DUE: (4, 6),
    }
    return rng.randint(*spans.get(goal, (60, 66)))


def _pay_and_start(rng: Random, case: Case) -> None:
    assert case.seated_at is not None
    if case.goal == State.WITHDRAWN:
        case.left_at = some_days_after(rng, case.seated_at, 12, 16)
    if case.goal in (State.SEATED, State.FEE_DUE) or case.left_from == State.FEE_DUE:
        return
    case.fee_confirmed_at = some_days_after(rng, case.seated_at, 2, 8)
    case.paid_on = case.fee_confirmed_at.date() - timedelta(days=1)
    if case.goal == State.WITHDRAWN:
        return
    case.invited_at = some_days_after(rng, case.fee_confirmed_at, 1, 5 if case.was_queued else 12)
    if case.goal != State.PAID:
        case.started_at = some_days_after(rng, case.invited_at, 7, 10)


def seat_demo_assessor(cases: Sequence[Case]) -> None:
    """Give the assessor who can log in a few cases of every stage, never the demo supplier's own."""
    for goal, count in DEMO_ASSESSOR.items():
        for track in (INTEGRATED, MFG_AI):
            fitting = [case for case in cases if case.goal == goal and case.track == track and not case.is_showcase]
            for case in fitting[: count if track == INTEGRATED else 1]:
                case.has_demo_assessor = True


def applying(
    suppliers: Sequence[Supplier], owners: dict[int, User], types: Sequence[str]
) -> Iterator[tuple[Supplier, User]]:
    """Those of a type that the round takes, with the person who acts for them."""
    return ((supplier, owners[supplier.pk]) for supplier in suppliers if supplier.supplier_type in types)
