import pytest

from applications.jobs.models import JobState
from diagnosis.batches.models import Batch
from diagnosis.batches.services import request_batch
from diagnosis.reports.models import Report
from tests.factories.outcomes import make_outcome
from tests.worker import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def is_done(batch: Batch) -> bool:
    return set(batch.jobs.values_list("state", flat=True)) == {JobState.DONE}


def test_a_batch_survives_the_sudden_death_of_its_worker(worker):
    outcomes = [make_outcome() for _number in range(8)]
    batch = request_batch(outcomes[0].application.round, by=None)
    wait_until(lambda: Report.objects.count() >= 2)
    worker.kill()
    at_death = Report.objects.count()
    assert at_death < 8
    assert not is_done(batch)  # nobody else does the rest

    worker.start()
    wait_until(lambda: is_done(batch))

    assert sorted(Report.objects.values_list("outcome_id", flat=True)) == [outcome.pk for outcome in outcomes]
    assert {head_of(report) for report in Report.objects.all()} == {b"%PDF-"}


def head_of(report: Report) -> bytes:
    with report.file.open("rb") as file:
        return file.read(5)
