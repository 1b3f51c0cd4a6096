from collections.abc import Sequence
from itertools import count

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.jobs.models import Job, JobState
from applications.roles import Role
from diagnosis.appraisals.models import Appraisal
from diagnosis.scoring.bridge import AiScore, marks_of, outcome_of
from diagnosis.scoring.models import Outcome, ScoringRun
from tests.factories.filing import make_application
from tests.factories.ktrs import make_ktrs
from tests.factories.panels import fill, sit_and_close
from tests.factories.people import make_user

serials = count(1)


def make_sheets(application: Application, ratings: Sequence[str]) -> None:
    """A closed sheet for each rating, the same for every item, with a reason for every mark."""
    for rating in ratings:
        fill(sit_and_close(application, rating).sheet, rating)


def make_outcome(
    *,
    ratings: Sequence[str] = ("3", "3", "3"),
    letter: str = "C",
    published: bool = True,
    appraised: bool = True,
    ai: AiScore | None = None,
    **fields: object,
) -> Outcome:
    """A current outcome that the kernel computed from stored sheets and letters."""
    state = State.PUBLISHED if published else State.CONFIRMED
    application = make_application(**({"state": state} | fields))
    make_sheets(application, ratings)
    if application.track == "INTEGRATED":
        make_ktrs(application, letter)
    outcome = make_outcome_of(application, published=published, ai=ai)
    if appraised:
        Appraisal.objects.create(application=application, given_by=make_user(Role.SUPPLIER), is_skipped=True)
    return outcome


def make_outcome_of(application: Application, *, published: bool = True, ai: AiScore | None = None) -> Outcome:
    """The current outcome of a case whose sheets, and letters where it needs them, are there."""
    number = next(serials)
    job = Job.objects.create(key=f"test-run-{number}", kind="diagnosis.scoring.run", state=JobState.DONE)
    run = ScoringRun.objects.create(
        code=f"T-{number}",
        round=application.round,
        scheme_code=application.scheme_code,
        scheme_digest=application.scheme_digest,
        job=job,
    )
    outcome = outcome_of(run, application, marks_of([application])[application.pk], ai)
    outcome.current, outcome.confirmed_at = True, clock.now()
    outcome.published_at = clock.now() if published else None
    outcome.save()
    return outcome
