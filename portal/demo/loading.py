"""Loading the whole demonstration in one transaction: all of it is there, or nothing."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from applications.audit.services import Entry, record_all
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Member, Supplier
from diagnosis.directory.services import refresh
from diagnosis.scoring.models import ScoringRun
from diagnosis.scoring.services import start_run
from grading.load import load_scheme
from grading.values import INTEGRATED
from portal.demo.absences import load_absences
from portal.demo.answers import load_answers
from portal.demo.cases import Case, applying, plan_cases, seat_demo_assessor
from portal.demo.entries import load_entries, put_files_behind_rows
from portal.demo.filings import load_applications, load_fees, load_ktrs, load_refunds, load_submissions
from portal.demo.history import history_of
from portal.demo.panels import load_assessors, load_panels
from portal.demo.people import Cast, load_cast
from portal.demo.plan import AFTER_PUBLICATION, LATE, Plan, to_data
from portal.demo.rounds import FIRST, SCHEME, load_rounds
from portal.demo.standings import load_inbox, load_sanctions, load_tax_checks
from portal.demo.store import load_store
from portal.demo.supplements import load_supplements, seat_applicant
from portal.demo.suppliers import load_suppliers

STREAM = "demo"
Say = Callable[[str], None]


@transaction.atomic
def load_demo(plan: Plan, *, now: datetime, say: Say = lambda _: None) -> ScoringRun:
    """Suppliers, round, answers and marks, up to the first scoring run, which is asked for and not yet done.

    Everything that was drawn follows from the plan's seed; only dates of what is still open follow from `now`.
    """
    cast = load_cast(_rng(plan, "people"))
    say("공급기업을 등록합니다.")
    suppliers, entries = load_suppliers(_rng(plan, "suppliers"), plan, cast, now)
    load_entries(_rng(plan, "entries"), suppliers, now)
    refresh()
    round_, second = load_rounds(plan, now)
    cases = plan_cases(_rng(plan, "cases"), plan, _applicants(plan, suppliers), now)
    seat_demo_assessor(cases)
    load_applications(_rng(plan, "applications"), round_, cases)
    seat_applicant(cases, cast.applicant)
    load_tax_checks(_rng(plan, "tax"), suppliers, cast.operator, now)
    entries += load_sanctions(suppliers, cast, now)
    load_inbox(cast, now)
    entries += _load_work(plan, cast, cases, say)
    put_files_behind_rows(suppliers[0])
    say(f"감사 기록 {len(entries):,}건을 잇습니다.")
    record_all([*entries, _mark(plan, cases, now)])
    for owner in (cast.by_role[Role.SUPPLIER], cast.newcomer):
        load_store(owner, second)
    return start_run(round_, by=cast.operator)


def _load_work(plan: Plan, cast: Cast, cases: list[Case], say: Say) -> list[Entry]:
    say(f"신청 {len(cases)}건의 답변과 증빙을 적습니다.")
    load_answers(_rng(plan, "answers"), cases)
    load_absences(cases, cast.operator)
    load_submissions(_rng(plan, "submissions"), cases)
    load_supplements(cases, cast.operator)
    load_fees(cases, cast.operator)
    load_refunds(cases, cast.operator)
    load_ktrs(_rng(plan, "ktrs"), cases, cast.operator)
    say("진단위원의 평가표를 적습니다.")
    pool = load_assessors(_rng(plan, "assessors"), plan, cast)
    places = load_panels(_rng(plan, "panels"), cases, pool, cast.operator)
    return history_of(cases, places, cast.operator)


def _applicants(plan: Plan, suppliers: list[Supplier]) -> list[tuple[Supplier, User]]:
    """Companies of the types that the first round takes; the demo supplier first, the rest in a drawn order."""
    types = load_scheme(SCHEME).tracks[INTEGRATED].eligible_supplier_types(FIRST)
    owners = {member.supplier_id: member.user for member in Member.objects.select_related("user")}
    first, *others = applying(suppliers, owners, types)
    _rng(plan, "applicants").shuffle(others)
    return [first, *others]


def _mark(plan: Plan, cases: list[Case], now: datetime) -> Entry:
    """What was loaded and which applications are still to be moved on; the follow-up reads it back."""
    moved = (*LATE, *AFTER_PUBLICATION)
    todo: dict[State, list[str]] = {goal: [] for goal in moved}
    for case in cases:
        if case.goal in moved:
            todo[case.goal].append(case.application.code)
    return Entry(
        STREAM, "demo.loaded", None, now, to_data(plan) | {"todo": {goal.value: codes for goal, codes in todo.items()}}
    )


def _rng(plan: Plan, part: str) -> Random:
    """A source of its own for each part, so that a change in one part leaves the others as they were."""
    return Random(f"{plan.seed}:{part}")
