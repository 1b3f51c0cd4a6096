from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.jobs.services import Lease, take
from applications.people.models import User
from applications.roles import Role
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, Interest, MarkSheet
from diagnosis.ratings import seal
from diagnosis.scoring.models import ScoringRun
from diagnosis.scoring.services import perform_run, start_run
from grading.load import load_scheme
from tests.factories.filing import make_application
from tests.factories.people import make_user

serials = count(1)
Rating = Decimal | str | int


def make_assessor() -> Assessor:
    user = make_user(Role.ASSESSOR)
    return Assessor.objects.create(user=user, affiliation="한국공정연구소", expertise="INFORMATION")


def make_sheet(
    application: Application,
    rating: Rating | Sequence[Rating] = 3,
    *,
    closed: bool = True,
    assessor: Assessor | None = None,
) -> Assignment:
    """A panel member's sheet: one rating for all items, or one for each in the scheme's order."""
    place = Assignment.objects.create(
        application=application,
        assessor=assessor or make_assessor(),
        state=AssignmentState.ACCEPTED,
        interest=Interest.CLEAR,
    )
    items = load_scheme(application.scheme_code).tracks[application.track].panel_items
    ratings = rating if isinstance(rating, list | tuple) else [rating] * len(items)
    sealed = seal([Decimal(one) for one in ratings])
    MarkSheet.objects.create(
        assignment=place, sealed=sealed if closed else "", closed_at=clock.now() if closed else None
    )
    return place


def make_letters(application: Application, letter: str = "C") -> KtrsResult:
    items = load_scheme(application.scheme_code).tracks[application.track].ktrs_items
    return KtrsResult.objects.create(
        application=application,
        evaluation_number=f"T{next(serials):08d}",
        evaluated_on=clock.today(),
        letters={item.code: letter for item in items},
    )


def make_assessed(
    *ratings: Rating | Sequence[Rating],
    track: str = "INTEGRATED",
    letter: str = "C",
    panel: Sequence[Assessor] = (),
    **fields: object,
) -> Application:
    """An application whose panel has closed all its sheets (by default three at rating 3 throughout)."""
    application = make_application(track=track, state=State.ASSESSED, **fields)
    for place, rating in enumerate(ratings or (3, 3, 3)):
        make_sheet(application, rating, assessor=panel[place] if panel else None)
    if track == "INTEGRATED":
        make_letters(application, letter)
    return application


def score(application: Application, *, by: User | None = None) -> ScoringRun:
    """A finished run over the application's round."""
    run = start_run(application.round, by=by or make_user(Role.OPERATOR))
    assert perform_run(run.job_id)
    return ScoringRun.objects.select_related("job", "round").get(pk=run.pk)


def taken(run: ScoringRun) -> Lease:
    """The run's job as a worker holds it."""
    lease = take(run.job_id)
    assert lease
    return lease
