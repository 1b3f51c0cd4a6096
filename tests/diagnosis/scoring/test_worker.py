"""A real worker, killed for good in the middle of a run: the next one finishes it, each application once."""

from collections import Counter
from datetime import timedelta

import pytest

from applications import clock
from applications.audit.models import Event
from applications.jobs.models import Job, JobState
from applications.jobs.services import sweep
from applications.roles import Role
from applications.rounds.models import Round
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.services import start_run
from tests.factories.panels import make_assessor
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.factories.scoring import make_assessed
from tests.stuck import stuck_at_the_last
from tests.worker import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
MANY = 400


def assessed_round() -> Round:
    round_, panel = make_round(), [make_assessor() for _ in range(3)]
    for _ in range(MANY):
        make_assessed(panel=panel, round_=round_)
    return round_


def state_of(run: ScoringRun) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=run.job_id)


def kill_in_the_middle(worker) -> ScoringRun:
    round_, operator = assessed_round(), make_user(Role.OPERATOR)
    with stuck_at_the_last():
        run = start_run(round_, by=operator)
        wait_until(lambda: run.outcomes.exists())
        worker.kill()
    reached = run.outcomes.count()
    assert 0 < reached < MANY
    assert state_of(run) == JobState.RUNNING  # nobody else does the rest: what follows is the next worker's doing
    return run


def assert_everything_happened_once(run: ScoringRun) -> None:
    assert run.outcomes.count() == Outcome.objects.values("application").distinct().count() == MANY
    moves = Counter(Event.objects.filter(verb="application.grade").values_list("stream", flat=True))
    assert set(moves.values()) == {1}
    assert len(moves) == MANY
    assert Event.objects.filter(stream=f"run:{run.code}", verb="run.finished").count() == 1
    assert Job.objects.values_list("done", "failed", "attempts").get(pk=run.job_id) == (MANY, 0, 2)


def test_the_next_worker_goes_on_at_once(worker):
    run = kill_in_the_middle(worker)

    worker.start()

    wait_until(lambda: state_of(run) == JobState.DONE)
    assert_everything_happened_once(run)


def test_with_redis_the_sweep_hands_the_run_on_when_the_lease_is_over(redis_worker):
    run = kill_in_the_middle(redis_worker)
    Job.objects.update(lease_until=clock.now() + timedelta(hours=1))  # however long the next one takes to start
    redis_worker.start()
    assert sweep() == 0

    Job.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert sweep() == 1

    wait_until(lambda: state_of(run) == JobState.DONE)
    assert_everything_happened_once(run)
