"""Which certificates exist, and who may fetch them."""

from django.db.models import Q, QuerySet

from applications.jobs.models import Job, JobState
from applications.people.models import User
from diagnosis.certificates.models import Certificate
from diagnosis.certificates.numbers import read
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.queries import outcomes_for

ISSUE = "diagnosis.certificates.issue"


def certificates_for(user: User) -> QuerySet[Certificate]:
    """The certificates of the outcomes that this person may read, those of earlier outcomes too; newest first."""
    found = Certificate.objects.filter(outcome__in=outcomes_for(user).exclude(published_at=None))
    return found.select_related(*_WHOLE).order_by("-issued_at", "-pk")


def numbered(typed: str) -> Certificate | None:
    """The one certificate of a number that somebody holds, for everyone; None for any other number."""
    number = read(typed)
    return Certificate.objects.filter(number=number).select_related(*_WHOLE).first() if number else None


def latest_of(outcome: Outcome) -> Certificate | None:
    """The certificate of an outcome that has not been replaced."""
    return Certificate.objects.filter(outcome=outcome).select_related(*_WHOLE).order_by("-version").first()


def replacing(certificate: Certificate) -> Certificate | None:
    """The version that took this one's place."""
    return Certificate.objects.filter(outcome=certificate.outcome_id, version=certificate.version + 1).first()


def job_of(outcome: Outcome) -> Job | None:
    """The last job that was to issue a certificate of the outcome."""
    return Job.objects.filter(kind=ISSUE, key__startswith=f"{key_stem(outcome)}:").order_by("-pk").first()


def has_failed(job: Job | None) -> bool:
    """Whether a job ended without its certificate."""
    return job is not None and (job.state == JobState.FAILED or bool(job.state == JobState.DONE and job.failed))


def is_under_way(outcome: Outcome) -> bool:
    """Whether a certificate of the outcome has been asked for and is not there yet."""
    open_ = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING)
    return Job.objects.filter(open_, kind=ISSUE, key__startswith=f"{key_stem(outcome)}:").exists()


def key_stem(outcome: Outcome) -> str:
    """The beginning of the keys of jobs that issue certificates of the outcome."""
    return f"certificate:{outcome.pk}"


_WHOLE = ("outcome__application__round", "outcome__application__supplier", "outcome__run", "issued_by")
