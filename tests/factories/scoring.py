from collections.abc import Sequence

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.jobs.services import Lease, take
from applications.people.models import User
from applications.roles import Role
from diagnosis.panels.models import Assessor
from diagnosis.scoring.models import ScoringRun
from diagnosis.scoring.services import perform_run, start_run
from tests.factories.filing import make_application
from tests.factories.ktrs import make_ktrs
from tests.factories.panels import Rating, sit_and_close
from tests.factories.people import make_user


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
        sit_and_close(application, rating, panel[place] if panel else None)
    if track == "INTEGRATED":
        make_ktrs(application, letter)
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
