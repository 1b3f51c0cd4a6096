import pytest

from applications.jobs.models import JobState
from diagnosis.batches.models import Batch
from diagnosis.batches.queries import incomplete
from diagnosis.batches.services import EACH, request_batch
from diagnosis.reports.models import Report
from tests.factories.outcomes import make_outcome
from tests.stuck import stuck_at
from tests.worker import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def is_done(batch: Batch) -> bool:
    return set(batch.jobs.values_list("state", flat=True)) == {JobState.DONE}


def test_a_batch_survives_the_sudden_death_of_its_worker(worker):
    outcomes = [make_outcome() for _number in range(EACH + 1)]
    round_ = outcomes[0].application.round
    with stuck_at(incomplete(round_, "ko")[EACH - 1], Report, "outcome_id"):  # the last document of the first part
        batch = request_batch(round_, by=None)
        wait_until(Report.objects.exists)
        worker.kill()
    assert Report.objects.count() <= EACH
    assert not is_done(batch)  # nobody else does the rest

    worker.start()
    wait_until(lambda: is_done(batch))

    assert sorted(Report.objects.values_list("outcome_id", flat=True)) == [outcome.pk for outcome in outcomes]
    assert {head_of(report) for report in Report.objects.all()} == {b"%PDF-"}


def head_of(report: Report) -> bytes:
    with report.file.open("rb") as file:
        return file.read(5)
