"""Which letters for banks exist, and who may fetch them."""

from django.db.models import Q, QuerySet

from applications.jobs.models import Job, JobState
from applications.people.models import User
from diagnosis.bank_letters.models import BankLetter
from diagnosis.benefits.requests.models import BenefitRequest
from diagnosis.benefits.requests.queries import requests_for, way_of
from diagnosis.certificates.numbers import read
from grading.requests import LETTER, ways

ISSUE = "diagnosis.bank_letters.issue"
WHOLE = ("request", "outcome__application__supplier", "outcome__application__round")


def letter_requests_for(user: User) -> QuerySet[BenefitRequest]:
    """The requests for letters that this person may see, with their letters."""
    codes = [code for code, way in ways().items() if way.kind == LETTER]
    return requests_for(user).filter(benefit__in=codes).select_related("bank_letter")


def is_lettered(benefit: str) -> bool:
    """Whether the benefit is got by a letter."""
    way = way_of(benefit)
    return way is not None and way.kind == LETTER


def letter_of(request: BenefitRequest) -> BankLetter | None:
    """The letter that was made for a request."""
    return BankLetter.objects.filter(request=request).select_related(*WHOLE).first()


def numbered_letter(typed: str) -> BankLetter | None:
    """The one letter of a number that somebody holds, for everyone; None for any other number."""
    number = read(typed)
    return BankLetter.objects.filter(number=number).select_related(*WHOLE).first() if number else None


def job_of(request: BenefitRequest) -> Job | None:
    """The job that was to make the request's letter."""
    return Job.objects.filter(kind=ISSUE, key=key_of(request)).order_by("-pk").first()


def is_under_way(request: BenefitRequest) -> bool:
    """Whether a worker is about to make the letter."""
    open_ = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING)
    return Job.objects.filter(open_, kind=ISSUE, key=key_of(request)).exists()


def key_of(request: BenefitRequest) -> str:
    """The key of the job that makes a request's letter."""
    return f"bank_letter:{request.pk}"
