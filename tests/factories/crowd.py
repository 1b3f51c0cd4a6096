"""A round of any size in a few inserts: companies with applications in every state and all that hangs on them."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import connection

from applications import clock
from applications.audit.services import Entry, record_all
from applications.fees.models import FeeStatement
from applications.filing.models import Application, Submission
from applications.filing.queries import stream_of
from applications.filing.workflow import RESULT_STATES, State
from applications.jobs.models import Job, JobState
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import Role
from applications.rounds.models import Round
from applications.suppliers.models import Member, PoolState, Standing, Supplier, SupplierType
from applications.suppliers.regions import regions_on
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, Interest, MarkSheet
from diagnosis.ratings import seal
from diagnosis.reports.models import Report
from diagnosis.scoring.bridge import marks_of, outcome_of
from diagnosis.scoring.models import Outcome, ScoringRun
from grading.load import load_scheme
from tests.factories.ktrs import make_ktrs
from tests.factories.outcomes import make_sheets
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import business_number, make_supplier

TRACKS = ("INTEGRATED", "MFG_AI")
STATES = tuple(State)
UNARRIVED = {State.DRAFT, State.WITHDRAWN}
BILLED = {State.FEE_DUE, State.PAID}
ON_DESKS = (State.PAID, State.IN_ASSESSMENT, State.ASSESSED)
SCORED = {State.GRADED, State.CONFIRMED, *RESULT_STATES}
COMPANIES_OF_THEIR_OWN = 5_000_000  # far from the serials of make_supplier in the same process


@dataclass
class Crowd:
    """What one round holds, and the people who look at it."""

    round: Round
    people: dict[Role, User]
    runs: list[ScoringRun] = field(default_factory=list)
    patterns: dict[str, Outcome] = field(default_factory=dict)
    assessors: list[Assessor] = field(default_factory=list)
    size: int = 0

    def grow(self, size: int) -> None:
        """Bring the round up to so many companies, each with an application on both tracks."""
        suppliers = self._companies(range(self.size, size))
        made = [one for number, supplier in enumerate(suppliers) for one in self._filed(supplier, self.size + number)]
        applications = Application.objects.bulk_create(made)
        self._panels(applications)
        self._outcomes(applications)
        self._letters(applications)
        self.size = size
        _count_rows()

    def repeat(self, codes: tuple[str, ...]) -> None:
        """More open rounds, in each of which the supplier who looks has a published result on both tracks."""
        own = self.people[Role.SUPPLIER].member.supplier
        for code in codes:
            round_ = make_round(code)
            for track in TRACKS:
                made = next(one for one in self._filed(own, 0) if one.track == track)
                made.round, made.code, made.state = round_, f"{code[2:]}-{track[0]}-OWN", State.PUBLISHED
                made.save()
                self._outcome(self.runs[0], made, current=True).save()

    def _companies(self, numbers: range) -> list[Supplier]:
        places = regions_on(clock.today())
        made = [_company(number, places[number % len(places)].code) for number in numbers]
        suppliers = Supplier.objects.bulk_create(made)
        people = User.objects.bulk_create(
            User(email=f"owner{number}@example.org", name=f"담당{number}", role=Role.SUPPLIER) for number in numbers
        )
        pairs = zip(suppliers, people, strict=True)
        Member.objects.bulk_create(Member(supplier=one, user=owner, standing=Standing.OWNER) for one, owner in pairs)
        return suppliers

    def _filed(self, supplier: Supplier, number: int) -> Iterator[Application]:
        for place, track in enumerate(TRACKS):
            state = STATES[(2 * number + place) % len(STATES)]
            arrived = state not in UNARRIVED
            yield Application(
                code=f"26-1-{track[0]}-{supplier.pk:05d}",
                supplier=supplier,
                round=self.round,
                track=track,
                scheme_code=self.round.scheme_code,
                scheme_digest=self.round.scheme_digest,
                state=state,
                order_number=number + 1 if arrived else None,
                arrived_at=clock.now() if arrived else None,
                created_by=self.people[Role.SUPPLIER],
            )

    def _panels(self, applications: list[Application]) -> None:
        cases = [one for one in applications if one.state in ON_DESKS]
        self.assessors += _assessors(len(self.assessors), max(3, len(cases) // 20))
        places = Assignment.objects.bulk_create(
            Assignment(
                application=case,
                assessor=self.assessors[(3 * number + seat) % len(self.assessors)],
                state=AssignmentState.ACCEPTED,
                interest=Interest.CLEAR,
                pledged_at=clock.now(),
                due_on=clock.today(),
            )
            for number, case in enumerate(cases)
            for seat in range(3)
        )
        MarkSheet.objects.bulk_create(_sheet(place) for place in places if place.application.state != State.PAID)

    def _outcomes(self, applications: list[Application]) -> None:
        first, second = self.runs
        scored = [one for one in applications if one.state in SCORED]
        found = [self._outcome(first, one, current=one.state != State.GRADED) for one in scored]
        found += [self._outcome(second, one, current=False) for one in scored if one.state == State.GRADED]
        waiting = [one for one in applications if one.state == State.ASSESSED]
        found += [Outcome(run=second, application=one, fault="평가표가 없습니다.") for one in waiting]
        kept = Outcome.objects.bulk_create(found, batch_size=500)
        opened = [one for one in kept if one.published_at]
        Report.objects.bulk_create(
            Report(outcome=one, file="reports/x.pdf", sha256="0" * 64, size=1, pages=1) for one in opened[::2]
        )

    def _outcome(self, run: ScoringRun, application: Application, *, current: bool) -> Outcome:
        made = copy(self.patterns[application.track])
        made.pk, made.run, made.application, made.current = None, run, application, current
        made._state = copy(made._state)
        made._state.adding = True
        made.confirmed_at = clock.now() if current else None
        made.published_at = clock.now() if application.state in RESULT_STATES else None
        if run.pk == self.runs[-1].pk:  # so that the runs differ in what both have graded
            made.total, made.ai = made.total and made.total - 30, made.ai and made.ai - 3
        return made

    def _letters(self, applications: list[Application]) -> None:
        fee = load_scheme(self.round.scheme_code).fee(TRACKS[0])
        FeeStatement.objects.bulk_create(
            FeeStatement(
                application=one,
                total_krw=fee.total_krw,
                government_krw=fee.government_krw,
                company_krw=fee.company_krw,
                due_on=clock.today() - timedelta(days=number % 3),
                issued_at=clock.now(),
            )
            for number, one in enumerate(applications)
            if one.state in BILLED
        )
        everybody = list(self.people.values())
        Submission.objects.bulk_create(_receipt(one) for one in applications if one.order_number)
        Notice.objects.bulk_create(
            Notice(key=f"{one.code}:{reader.pk}", recipient=reader, subject="알림", body=one.code)
            for one in applications[::10]
            for reader in everybody
        )
        record_all([Entry(stream_of(one), "application.opened", everybody[0], clock.now(), {}) for one in applications])


def _count_rows() -> None:
    """Let PostgreSQL know how much there is, as it finds out by itself about what is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def make_crowd() -> Crowd:
    """An open round with two finished scoring runs and one person of each role; no company but the reader's own."""
    own = make_supplier()
    people = {role: make_user(role) for role in (Role.OPERATOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR)}
    people[Role.SUPPLIER] = make_member(own)
    crowd = Crowd(make_round(), people)
    crowd.runs = [_run(crowd, number) for number in (1, 2)]
    crowd.assessors = _assessors(0, 1)
    people[Role.ASSESSOR] = crowd.assessors[0].user
    crowd.patterns = {track: _pattern(crowd, own, track) for track in TRACKS}
    return crowd


def _company(number: int, region: str) -> Supplier:
    return Supplier(
        business_number=business_number(COMPANIES_OF_THEIR_OWN + number),
        name=f"새벽공정 {number}",
        representative="이대표",
        supplier_type=SupplierType.values[number % 3],
        technology_field="INFORMATION",
        company_size="small",
        region_code=region,
        pool_state=PoolState.SUBMITTED if number % 10 == 9 else PoolState.APPROVED,
    )


def _assessors(start: int, count: int) -> list[Assessor]:
    numbers = range(start, start + count)
    people = User.objects.bulk_create(
        User(email=f"assessor{number}@example.org", name=f"위원{number}", role=Role.ASSESSOR) for number in numbers
    )
    secret = {"secret": "JBSWY3DPEHPK3PXP"}
    Authenticator.objects.bulk_create(
        Authenticator(user=one, type=Authenticator.Type.TOTP, data=secret) for one in people
    )
    return Assessor.objects.bulk_create(
        Assessor(user=one, affiliation="새길연구원", expertise="INFORMATION", region_code="41") for one in people
    )


def _sheet(place: Assignment) -> MarkSheet:
    if place.application.state != State.ASSESSED:
        return MarkSheet(assignment=place)
    items = load_scheme("2026-1").tracks[place.application.track].panel_items
    return MarkSheet(assignment=place, sealed=seal([3] * len(items)), closed_at=clock.now())


def _receipt(application: Application) -> Submission:
    return Submission(
        application=application,
        number=1,
        receipt_number=f"{application.code}-R01",
        arrived_at=application.arrived_at,
        order_number=application.order_number,
        submitted_by=application.created_by,
    )


def _run(crowd: Crowd, number: int) -> ScoringRun:
    job = Job.objects.create(key=f"run:{number}", kind="diagnosis.scoring.run", state=JobState.DONE)
    return ScoringRun.objects.create(
        code=f"{crowd.round.code}-R{number}",
        round=crowd.round,
        scheme_code=crowd.round.scheme_code,
        scheme_digest=crowd.round.scheme_digest,
        job=job,
        started_by=crowd.people[Role.OPERATOR],
    )


def _pattern(crowd: Crowd, supplier: Supplier, track: str) -> Outcome:
    """What the kernel makes of level sheets, to be copied for everybody."""
    made = next(one for one in crowd._filed(supplier, 0) if one.track == track)
    made.code, made.state, made.order_number = f"26-1-{track[0]}-OWN", State.ASSESSED, None
    made.save()
    make_sheets(made, ("3", "3", "3"))
    if track == TRACKS[0]:
        make_ktrs(made)
    return outcome_of(crowd.runs[0], made, marks_of([made])[made.pk], None)
