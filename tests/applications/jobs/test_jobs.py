"""A job is done once, whatever the broker loses or repeats."""

from datetime import timedelta

import pytest
from django.db import transaction

from applications import clock
from applications.jobs import services
from applications.jobs.models import Job, JobState
from applications.jobs.services import (
    LeaseLost,
    cancel,
    enqueue,
    finish,
    perform,
    progress,
    retry,
    sweep,
    take,
    take_back_all,
)

pytestmark = pytest.mark.django_db
KIND = "tests.nothing"


@pytest.fixture
def sent(monkeypatch):
    """Ids of the jobs whose message was handed to the broker."""
    ids = []
    monkeypatch.setattr(services.current_app, "send_task", lambda kind, args=(), **_: ids.extend(args))
    return ids


def ask(key="run:1"):
    return enqueue(KIND, key, {"run": 1}, total=3, by=None)


def run_out(job):
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))


def state_of(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def test_the_message_leaves_after_commit_and_once_per_key(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job, again = ask(), ask()
        assert sent == []

    assert (job, sent) == (again, [job.pk])
    assert Job.objects.get().sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_asks_for_nothing(sent):
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)

    assert (sent, Job.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_is_left_to_the_sweep(monkeypatch, sent):
    def down(*_args, **_options):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(services.current_app, "send_task", down)
        job = ask()
    assert Job.objects.get().sent_at is None

    assert (sweep(), sent) == (1, [job.pk])


def test_one_worker_wins():
    job = ask()

    first, second = take(job.pk), take(job.pk)

    assert (first.payload, second) == ({"run": 1}, None)


def test_a_lease_that_ran_out_goes_to_the_next_and_the_first_writes_nothing_more():
    job = ask()
    first = take(job.pk)
    run_out(job)
    second = take(job.pk)

    with pytest.raises(LeaseLost):
        progress(first, done=1)
    progress(second, done=2, failed=1)

    assert Job.objects.values_list("done", "failed", "attempts").get() == (2, 1, 2)


def test_progress_keeps_the_lease():
    job = ask()
    lease = take(job.pk)
    run_out(job)

    progress(lease, done=1)

    assert take(job.pk) is None


def test_cancelling_stops_the_worker_and_nothing_takes_it_again():
    job = ask()
    lease = take(job.pk)

    assert (cancel(job), cancel(job)) == (True, False)

    with pytest.raises(LeaseLost):
        finish(lease)
    assert (take(job.pk), state_of(job)) == (None, JobState.CANCELLED)


def test_cancelled_work_can_be_asked_for_again(sent, django_capture_on_commit_callbacks):
    job = ask()
    assert retry(job) is False
    cancel(job)

    with django_capture_on_commit_callbacks(execute=True):
        assert retry(job) is True

    assert (sent, take(job.pk) is not None) == ([job.pk], True)


def test_the_sweep_sends_what_is_late_or_abandoned_and_leaves_the_rest(sent):
    fresh, late, abandoned, at_work = (ask(f"run:{n}") for n in range(4))
    now = clock.now()
    Job.objects.filter(pk=fresh.pk).update(sent_at=now)
    Job.objects.filter(pk=late.pk).update(sent_at=now - timedelta(minutes=5))
    take(abandoned.pk), take(at_work.pk)
    run_out(abandoned)

    sweep()

    assert sent == [late.pk, abandoned.pk]
    assert [state_of(job) for job in (abandoned, at_work)] == [JobState.QUEUED, JobState.RUNNING]


def test_work_that_kills_its_worker_again_and_again_is_given_up(sent, settings):
    settings.JOB_MAX_ATTEMPTS = 2
    job = ask()
    for _ in range(2):
        assert take(job.pk)
        run_out(job)
        sweep()

    assert Job.objects.values_list("state", "attempts").get() == (JobState.FAILED, 2)
    assert sent == [job.pk]


def test_a_lone_worker_takes_back_what_the_last_one_held(sent):
    job = ask()
    assert take(job.pk)

    sweep()
    assert sent == []
    take_back_all()

    assert sent == [job.pk]


def test_an_error_returns_the_work_with_its_reason_until_it_is_given_up(settings):
    settings.JOB_MAX_ATTEMPTS = 2
    job = ask()

    def broken(_lease):
        raise ValueError("상자")

    states = []
    for _ in range(3):
        perform(job.pk, broken)
        states.append(state_of(job))

    assert states == [JobState.QUEUED, JobState.FAILED, JobState.FAILED]
    assert Job.objects.get().note == "ValueError: 상자"


def test_the_closing_act_happens_once():
    job = ask()
    closed = []

    did = [perform(job.pk, lambda _lease: None, lambda: closed.append(1)) for _ in range(2)]

    assert (did, closed, state_of(job)) == ([True, False], [1], JobState.DONE)


def test_losing_the_lease_ends_the_work_quietly():
    job = ask()

    def stolen(lease):
        cancel(job)
        progress(lease, done=1)

    assert perform(job.pk, stolen) is True
    assert (state_of(job), Job.objects.get().note) == (JobState.CANCELLED, "")
