from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.jobs.models import Job, JobState
from applications.roles import Role
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, Mark, MarkSheet
from diagnosis.ratings import seal
from diagnosis.scoring.bridge import marks_of, outcome_of
from diagnosis.scoring.models import Outcome, ScoringRun
from grading.load import load_scheme
from tests.factories.filing import make_application
from tests.factories.people import make_user

serials = count(1)


def make_sheets(application: Application, ratings: Sequence[str]) -> None:
    """A closed sheet for each rating, the same for every item, with a reason for every mark."""
    items = load_scheme(application.scheme_code).tracks[application.track].panel_items
    for rating in ratings:
        assessor = Assessor.objects.create(
            user=make_user(Role.ASSESSOR), affiliation="가온연구원", expertise="INFORMATION"
        )
        place = Assignment.objects.create(
            application=application, assessor=assessor, state=AssignmentState.ACCEPTED, interest="clear"
        )
        sealed = seal([Decimal(rating)] * len(items))
        sheet = MarkSheet.objects.create(assignment=place, sealed=sealed, closed_at=clock.now())
        Mark.objects.bulk_create(
            Mark(sheet=sheet, item_code=item.code, rating=Decimal(rating), reason=f"{item.name}의 근거를 확인했습니다.")
            for item in items
        )


def make_ktrs(application: Application, letter: str = "C") -> KtrsResult:
    items = load_scheme(application.scheme_code).tracks[application.track].ktrs_items
    return KtrsResult.objects.create(
        application=application,
        evaluation_number=f"TEST-{next(serials)}",
        evaluated_on=clock.today(),
        letters={item.code: letter for item in items},
    )


def make_outcome(
    *, ratings: Sequence[str] = ("3", "3", "3"), letter: str = "C", published: bool = True, **fields: object
) -> Outcome:
    """A current outcome that the kernel computed from stored sheets and letters."""
    state = State.PUBLISHED if published else State.CONFIRMED
    application = make_application(**({"state": state} | fields))
    make_sheets(application, ratings)
    if application.track == "INTEGRATED":
        make_ktrs(application, letter)
    number = next(serials)
    job = Job.objects.create(key=f"test-run-{number}", kind="diagnosis.scoring.run", state=JobState.DONE)
    run = ScoringRun.objects.create(
        code=f"T-{number}",
        round=application.round,
        scheme_code=application.scheme_code,
        scheme_digest=application.scheme_digest,
        job=job,
    )
    outcome = outcome_of(run, application, marks_of([application])[application.pk], None)
    outcome.current, outcome.confirmed_at = True, clock.now()
    outcome.published_at = clock.now() if published else None
    outcome.save()
    return outcome
