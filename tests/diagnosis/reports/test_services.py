import pytest

from applications.jobs.models import Job, JobState
from applications.jobs.services import perform
from applications.roles import Role
from diagnosis.reports.models import Report
from diagnosis.reports.services import BatchRunning, build_report, make_reports, request_batch, request_report
from diagnosis.scoring.models import Outcome
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.worker import wait_until

pytestmark = pytest.mark.django_db


def test_batch_makes_one_report_for_each_published_outcome():
    made = [make_outcome().pk for _number in range(3)]
    make_outcome(published=False)
    round_ = Outcome.objects.first().application.round

    job = request_batch(round_, by=make_user(Role.OPERATOR))
    perform(job.pk, make_reports)

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.failed) == (JobState.DONE, 3, 3, 0)
    assert sorted(Report.objects.values_list("outcome_id", flat=True)) == made


def test_batch_makes_only_what_is_missing():
    first, second = make_outcome(), make_outcome()
    build_report(first)

    job = request_batch(first.application.round, by=None)

    assert job.total == 1
    perform(job.pk, make_reports)
    assert sorted(Report.objects.values_list("outcome_id", flat=True)) == [first.pk, second.pk]


def test_second_batch_waits_for_the_first():
    round_ = make_outcome().application.round
    request_batch(round_, by=None)

    with pytest.raises(BatchRunning):
        request_batch(round_, by=None)
    assert Job.objects.filter(key__startswith="reports:").count() == 1


def test_one_broken_outcome_does_not_stop_the_rest():
    broken, sound = make_outcome(), make_outcome()
    Outcome.objects.filter(pk=broken.pk).update(snapshot='{"scheme": "unheard-of"}')

    job = request_batch(sound.application.round, by=None)
    perform(job.pk, make_reports)

    job.refresh_from_db()
    assert (job.state, job.done, job.failed) == (JobState.DONE, 1, 1)
    assert list(Report.objects.values_list("outcome_id", flat=True)) == [sound.pk]


def test_asking_twice_for_a_report_is_one_job():
    outcome, person = make_outcome(), make_user(Role.OPERATOR)

    first = request_report(outcome, by=person)
    second = request_report(outcome, by=person)

    assert first.pk == second.pk


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_batch_survives_the_sudden_death_of_its_worker(worker):
    outcomes = [make_outcome() for _number in range(6)]
    job = request_batch(outcomes[0].application.round, by=None)
    wait_until(lambda: Report.objects.count() >= 2)
    worker.kill()
    at_death = Report.objects.count()
    assert at_death < 6

    worker.start()
    wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)

    assert sorted(Report.objects.values_list("outcome_id", flat=True)) == [outcome.pk for outcome in outcomes]
    assert {head_of(report) for report in Report.objects.all()} == {b"%PDF-"}


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_without_a_new_worker_a_killed_batch_stays_unfinished(worker):
    outcomes = [make_outcome() for _number in range(6)]
    job = request_batch(outcomes[0].application.round, by=None)
    wait_until(lambda: Report.objects.count() >= 1)

    worker.kill()

    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    assert Report.objects.count() < 6


def head_of(report: Report) -> bytes:
    with report.file.open("rb") as file:
        return file.read(5)
