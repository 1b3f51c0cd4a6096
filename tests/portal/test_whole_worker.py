"""One real worker with a scoring run and a batch of reports in its hands at once, killed for good and started again.

Each alone is shown beside its code (tests/diagnosis/scoring/test_worker.py, tests/diagnosis/batches/test_worker.py).
"""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Max, Sum
from pypdf import PdfReader

from applications import clock
from applications.audit.models import Event
from applications.jobs.models import Job, JobState
from applications.jobs.services import sweep
from applications.roles import Role
from applications.rounds.models import Round
from diagnosis.batches.models import Batch
from diagnosis.batches.queries import incomplete
from diagnosis.batches.services import EACH, request_batch
from diagnosis.reports.models import Report
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.services import confirm_run, publish_run, start_run
from tests.factories.panels import make_assessor
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.factories.scoring import make_assessed
from tests.stuck import stuck_at, stuck_at_the_last
from tests.worker import Worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
SCORED, PRINTED = 300, EACH + 1


@pytest.fixture(params=["worker", "redis_worker"])
def any_worker(request: pytest.FixtureRequest) -> Worker:
    """The worker with the queue in a folder, and the one behind Redis."""
    return request.getfixturevalue(request.param)


def test_a_run_and_a_batch_outlive_the_worker_that_held_both(any_worker: Worker):
    published, round_ = publish_few(), assessed_round()

    with stuck_at_a_document_and_an_outcome(published):
        batch = request_batch(published.round, by=make_user(Role.OPERATOR))
        wait_until(Report.objects.exists)
        run = start_run(round_, by=make_user(Role.OPERATOR))
        wait_until(run.outcomes.exists)
        any_worker.kill()
    assert_both_are_half_done(run, batch)
    any_worker.start()
    free_jobs_of_dead_workers(any_worker)

    wait_until(lambda: state_of(run.job) == JobState.DONE and states_of(batch) == {JobState.DONE})
    assert_one_outcome_each(run)
    assert_one_report_each(published, batch)


def publish_few() -> ScoringRun:
    """A published round of a few applications."""
    run, agency = start_run(assessed_round("2026-1", PRINTED), by=None), make_user(Role.AGENCY)
    wait_until(lambda: state_of(run.job) == JobState.DONE)
    run.job.refresh_from_db()
    confirm_run(run, by=agency)
    publish_run(run, by=agency)
    return run


def assessed_round(code: str = "2026-2", size: int = SCORED) -> Round:
    """A round whose applications all wait to be scored."""
    round_, panel = make_round(code), [make_assessor() for _seat in range(3)]
    for _number in range(size):
        make_assessed(panel=panel, round_=round_)
    return round_


@contextmanager
def stuck_at_a_document_and_an_outcome(published: ScoringRun) -> Iterator[None]:
    """Neither the first part of the batch nor the run is finished as long as this lasts.

    On SQLite the run alone is held: from then on it is the one writer, and the part's documents wait for it.
    """
    last = incomplete(published.round, "ko")[EACH - 1]
    held = nullcontext() if connection.vendor == "sqlite" else stuck_at(last, Report, "outcome_id")
    with held, stuck_at_the_last():
        yield


def assert_both_are_half_done(run: ScoringRun, batch: Batch) -> None:
    """The worker went in the middle of both; nobody else does the rest."""
    reached = run.outcomes.count(), Report.objects.count()
    assert 0 < reached[0] < SCORED
    assert 0 < reached[1] < PRINTED
    assert state_of(run.job) == JobState.RUNNING
    assert JobState.RUNNING in states_of(batch)


def free_jobs_of_dead_workers(worker: Worker) -> None:
    """Behind Redis others might be at work: there only a lease that ran out frees a job."""
    if worker.environment["CELERY_BROKER_URL"]:
        jobs = Job.objects.filter(state=JobState.RUNNING)
        jobs.update(lease_until=clock.now() + timedelta(hours=1))  # however long the new one took to start
        assert sweep() == 0
        jobs.update(lease_until=clock.now() - timedelta(seconds=1))
        assert sweep() == 2


def assert_one_outcome_each(run: ScoringRun) -> None:
    outcomes = Counter(Outcome.objects.filter(run=run).values_list("application__code", flat=True))
    graded = Counter(Event.objects.filter(verb="application.grade", stream__contains="26-2-").values_list("stream"))
    assert (len(outcomes), set(outcomes.values())) == (SCORED, {1})
    assert (len(graded), set(graded.values())) == (SCORED, {1})
    assert Job.objects.values_list("done", "failed", "attempts").get(pk=run.job_id) == (SCORED, 0, 2)


def assert_one_report_each(published: ScoringRun, batch: Batch) -> None:
    reports = list(Report.objects.all())
    assert sorted(one.outcome_id for one in reports) == sorted(published.outcomes.values_list("pk", flat=True))
    assert Event.objects.filter(verb="report.made").count() == PRINTED
    for one in reports:
        with one.file.open("rb") as file:
            content = file.read()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (one.sha256, one.size)
        assert len(PdfReader(io.BytesIO(content)).pages) == one.pages
    counts = batch.jobs.aggregate(done=Sum("done"), failed=Sum("failed"), attempts=Max("attempts"))
    assert counts == {"done": PRINTED, "failed": 0, "attempts": 2}


def states_of(batch: Batch) -> set[str]:
    return set(batch.jobs.values_list("state", flat=True))


def state_of(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)
