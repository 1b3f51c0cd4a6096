"""Which background work is waiting, stuck or finished."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from applications.jobs.models import Job, JobState

OPEN = (JobState.QUEUED, JobState.RUNNING)


def lease_length() -> timedelta:
    """How long a worker may be silent before its work is given to another (JOB_LEASE_SECONDS)."""
    return timedelta(seconds=getattr(settings, "JOB_LEASE_SECONDS", 45))


def resend_after() -> timedelta:
    """How long a message may be on its way before the job is sent again (JOB_RESEND_SECONDS)."""
    return timedelta(seconds=getattr(settings, "JOB_RESEND_SECONDS", 60))


def max_attempts() -> int:
    """How often a job may be begun before a person has to look at it (JOB_MAX_ATTEMPTS)."""
    return int(getattr(settings, "JOB_MAX_ATTEMPTS", 5))


def takeable(at: datetime) -> Q:
    """Jobs that a worker may begin: queued, or running for a worker that fell silent."""
    return Q(state=JobState.QUEUED) | abandoned(at)


def abandoned(at: datetime) -> Q:
    """Jobs whose worker let its lease run out."""
    return Q(state=JobState.RUNNING, lease_until__lt=at)


def unsent(at: datetime) -> QuerySet[Job]:
    """Queued jobs without a message, or whose message must be taken for lost; oldest first."""
    late = Q(sent_at=None) | Q(sent_at__lt=at - resend_after())
    return Job.objects.filter(late, state=JobState.QUEUED).order_by("pk")


def is_open(job: Job) -> bool:
    """Whether the job is still waiting or at work."""
    return job.state in OPEN


def percent(job: Job) -> int:
    """Progress as a whole number 0 … 100; a finished job is at 100 even when it had nothing to do."""
    if job.state == JobState.DONE:
        return 100
    return min(100, (job.done + job.failed) * 100 // job.total) if job.total else 0
