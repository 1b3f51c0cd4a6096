"""Asking for background work and doing it exactly once, whatever the broker loses or repeats.

The job row is the truth. A message only says «look at job n»; whoever wins the conditional update that
takes the job may work on it, for as long as its lease is renewed.
"""

import logging
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from applications import clock
from applications.jobs.models import Job, JobState
from applications.jobs.queries import OPEN, abandoned, lease_length, max_attempts, resend_after, takeable, unsent
from applications.people.models import User

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """The job was cancelled or given to another worker; whoever meets this stops without a trace."""


@dataclass(frozen=True)
class Lease:
    """The right to work on a job, until it is lost; payload is what the job was asked with."""

    job_id: int
    token: str
    payload: Mapping[str, Any]


def enqueue(kind: str, key: str, payload: Mapping[str, Any], *, total: int = 0, by: User | None) -> Job:
    """Ask for work inside the caller's transaction; the message leaves after commit.

    `kind` is the name of the Celery task that takes the job's id (`diagnosis.scoring.run`); naming it, rather
    than importing it, lets a lower app ask for work of an upper one. The same key twice is the same job.
    """
    job, made = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": dict(payload), "total": total, "created_by": by}
    )
    if made:
        send_after_commit(job)
    return job


def send_after_commit(job: Job) -> None:
    """Send the job's message once its row is safely stored; a broker that is down is left to the sweep."""

    # Not functools.partial: Django reports a failed callback by its __qualname__, which a partial lacks.
    def leave() -> None:
        send(job)

    transaction.on_commit(leave, robust=True)


def send(job: Job) -> None:
    """Put one message on the broker; it expires when the sweep would send the next."""
    current_app.send_task(job.kind, args=[job.pk], expires=resend_after().total_seconds(), retry=False)
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(sent_at=clock.now())


def take(job_id: int) -> Lease | None:
    """Win the job by a conditional update, or None when another has it, it is closed or tried too often."""
    now, token = clock.now(), str(uuid.uuid4())
    free = Job.objects.filter(takeable(now), pk=job_id, attempts__lt=max_attempts())
    won = free.update(
        state=JobState.RUNNING,
        lease=token,
        lease_until=now + lease_length(),
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", now),
    )
    return Lease(job_id, token, Job.objects.get(pk=job_id).payload) if won else None


def renew(lease: Lease, **columns: Any) -> None:
    """Prove that the job is still ours and keep it a lease longer; raises LeaseLost.

    Inside the transaction of a chunk this fences the chunk: a worker that was given up writes nothing more.
    """
    _change(lease, lease_until=clock.now() + lease_length(), **columns)


def progress(lease: Lease, *, done: int, failed: int = 0) -> None:
    """Store how far the work is (absolute counts) and renew the lease; raises LeaseLost."""
    renew(lease, done=done, failed=failed)


def finish(lease: Lease) -> None:
    """Close the job as done; raises LeaseLost."""
    _change(lease, state=JobState.DONE, lease="", lease_until=None, finished_at=clock.now(), note="")


def give_back(lease: Lease, note: str) -> None:
    """Return the job after an error: to the queue, or as failed once it was tried too often."""
    tired = Job.objects.filter(pk=lease.job_id, attempts__gte=max_attempts()).exists()
    if tired:
        fail(lease, note)
    else:
        _change(lease, state=JobState.QUEUED, lease="", lease_until=None, sent_at=clock.now(), note=note)


def fail(lease: Lease, note: str) -> None:
    """Close the job as failed for good, with the sentence that people see; raises LeaseLost."""
    _change(lease, state=JobState.FAILED, lease="", lease_until=None, finished_at=clock.now(), note=note)


def cancel(job: Job) -> bool:
    """Stop waiting or running work; its worker notices at its next renewal. False when it was over already."""
    stopped = Job.objects.filter(pk=job.pk, state__in=OPEN).update(
        state=JobState.CANCELLED, lease="", lease_until=None, finished_at=clock.now()
    )
    return bool(stopped)


def retry(job: Job) -> bool:
    """Queue work again that failed, was cancelled, or is done but for what failed in it; else change nothing: False."""
    ended = Q(state__in=(JobState.FAILED, JobState.CANCELLED)) | Q(state=JobState.DONE, failed__gt=0)
    queued = Job.objects.filter(ended, pk=job.pk).update(
        state=JobState.QUEUED, attempts=0, failed=0, note="", sent_at=None, finished_at=None
    )
    if queued:
        send_after_commit(job)
    return bool(queued)


def perform(job_id: int, work: Callable[[Lease], None], closing: Callable[[], None] = lambda: None) -> bool:
    """Take the job, do the work and close it; what a task's body calls. False when there was nothing to take.

    `closing` runs once, in the transaction that closes the job as done. Any error returns the job to the queue,
    so that no job hangs on an exception that nobody foresaw.
    """
    lease = take(job_id)
    if lease is None:
        return False
    try:
        work(lease)
        with transaction.atomic():
            finish(lease)
            closing()
    except LeaseLost:
        logger.info("job %s is no longer ours", job_id)
    except Exception as error:
        logger.exception("job %s stopped", job_id)
        _give_back_if_ours(lease, f"{type(error).__name__}: {error}"[:500])
    return True


def sweep() -> int:
    """Send what is queued without a live message and take back what dead workers hold; says how many were sent."""
    now = clock.now()
    silent = Job.objects.filter(abandoned(now))
    silent.filter(attempts__gte=max_attempts()).update(
        state=JobState.FAILED, lease="", finished_at=now, note=_("작업이 여러 번 중단되어 멈췄습니다.")
    )
    silent.update(state=JobState.QUEUED, lease="", lease_until=None, sent_at=None)
    waiting = list(unsent(now)[:200])
    for job in waiting:
        send(job)
    return len(waiting)


def take_back_all() -> int:
    """End every lease at once and sweep; right only where a single worker exists and it has just started."""
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=clock.now() - lease_length())
    Job.objects.filter(state=JobState.QUEUED).update(sent_at=None)
    return sweep()


def _give_back_if_ours(lease: Lease, note: str) -> None:
    with suppress(LeaseLost):
        give_back(lease, note)


def _change(held: Lease, /, **columns: Any) -> None:
    row = Job.objects.filter(pk=held.job_id, state=JobState.RUNNING, lease=held.token)
    if row.update(**columns) != 1:
        raise LeaseLost(held.job_id)
