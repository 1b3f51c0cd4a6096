import pytest

from applications.audit.models import Event
from applications.jobs.models import Job, JobState
from applications.roles import Role
from diagnosis.batches.models import Batch, Failure
from diagnosis.batches.queries import batches, progress_of
from diagnosis.batches.services import (
    EACH,
    LANES,
    BatchRunning,
    NothingMissing,
    cancel_batch,
    perform_part,
    request_batch,
)
from diagnosis.certificates.models import Certificate
from diagnosis.reports.models import Report
from diagnosis.reports.services import build_report
from diagnosis.scoring.models import Outcome
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def do_all(batch: Batch) -> None:
    while job := batch.jobs.filter(state=JobState.QUEUED).order_by("pk").first():
        perform_part(job.pk)


def told(batch: Batch) -> tuple[int, int, bool]:
    progress = progress_of(batches().get(pk=batch.pk))
    return progress.done, progress.failed, progress.is_open


def round_of(outcome: Outcome):
    return outcome.application.round


def test_a_batch_makes_a_report_and_a_certificate_for_each_published_outcome():
    made = [make_outcome().pk for _number in range(3)]
    make_outcome(published=False)

    batch = request_batch(round_of(Outcome.objects.first()), by=make_user(Role.OPERATOR))
    do_all(batch)

    assert told(batch) == (3, 0, False)
    assert sorted(Report.objects.values_list("outcome_id", flat=True)) == made
    assert sorted(Certificate.objects.values_list("outcome_id", flat=True)) == made


def test_a_batch_makes_only_what_is_missing_in_its_language():
    first, second = make_outcome(), make_outcome()
    build_report(first)

    assert request_batch(round_of(first), by=None).outcomes == [second.pk]
    assert request_batch(round_of(first), by=None, language="en").total == 2


def test_nothing_is_asked_for_when_all_is_there():
    outcome = make_outcome()
    build_report(outcome)

    with pytest.raises(NothingMissing):
        request_batch(round_of(outcome), by=None)


def test_a_second_batch_waits_for_the_first():
    round_ = round_of(make_outcome())
    request_batch(round_, by=None)

    with pytest.raises(BatchRunning):
        request_batch(round_, by=None)


def test_no_more_messages_than_lanes_are_under_way_and_all_parts_come():
    make_outcome()
    round_ = round_of(Outcome.objects.get())
    batch = request_batch(round_, by=None)
    Batch.objects.filter(pk=batch.pk).update(outcomes=batch.outcomes * EACH * (LANES + 2))
    batch.refresh_from_db()
    for lane in range(1, LANES):
        batch.jobs.add(Job.objects.create(key=f"lane:{lane}", kind="x", payload={"batch": batch.pk, "part": lane}))

    first = batch.jobs.filter(state=JobState.QUEUED).count()
    do_all(batch)

    assert first == LANES
    assert batch.jobs.count() == LANES + 2
    assert told(batch) == (batch.total, 0, False)
    assert Report.objects.count() == 1


def test_one_broken_outcome_is_named_with_its_reason_and_made_later():
    broken, sound = make_outcome(), make_outcome()
    Outcome.objects.filter(pk=broken.pk).update(snapshot='{"scheme": "unheard-of"}')

    batch = request_batch(round_of(sound), by=None)
    do_all(batch)

    assert told(batch) == (1, 1, False)
    failure = Failure.objects.get()
    assert (failure.outcome, failure.batch) == (broken, batch)
    assert "그리지 못했습니다" in failure.reason
    Outcome.objects.filter(pk=broken.pk).update(snapshot=broken.snapshot)
    again = request_batch(round_of(sound), by=None)
    do_all(again)
    assert (again.outcomes, told(again)) == ([broken.pk], (1, 0, False))
    assert Failure.objects.count() == 0


def test_without_a_key_every_failure_says_so(settings):
    settings.CERTIFICATE_KEY_IS_MADE = False
    batch = request_batch(round_of(make_outcome()), by=None)

    do_all(batch)

    assert "CERTIFICATE_KEY" in Failure.objects.get().reason


def test_a_stopped_batch_makes_nothing_more_and_can_be_gone_on_with():
    for _number in range(EACH + 1):
        make_outcome()
    operator, round_ = make_user(Role.OPERATOR), round_of(Outcome.objects.first())
    batch = request_batch(round_, by=operator)
    perform_part(batch.jobs.earliest("pk").pk)

    assert cancel_batch(batch, by=operator) is True
    do_all(batch)

    assert Report.objects.count() == EACH
    assert cancel_batch(batch, by=operator) is False
    assert Event.objects.filter(verb="reports.stopped").count() == 1
    assert request_batch(round_, by=operator).total == 1


def test_a_part_that_comes_twice_does_no_harm():
    batch = request_batch(round_of(make_outcome()), by=None)
    job = batch.jobs.get()

    assert perform_part(job.pk) is True
    assert perform_part(job.pk) is False
    assert Report.objects.count() == 1
