"""Which reports exist, which are still to be made, and who may fetch them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from applications.jobs.models import Job, JobState
from applications.people.models import User
from applications.rounds.models import Round
from diagnosis.reports.models import Report
from diagnosis.results.queries import results_for
from diagnosis.scoring.models import Outcome

MAKE = "diagnosis.reports.make"
BATCHES_SHOWN = 20


@dataclass(frozen=True)
class Batch:
    """Work that somebody asked for: which round's reports, in which language, for the how-manieth time."""

    job: Job
    round_name: str
    language: str
    number: int


def reports_for(user: User) -> QuerySet[Report]:
    """The reports of the results that this person may read."""
    return Report.objects.filter(outcome__in=results_for(user)).select_related("outcome__application__supplier")


def reportable(round_: Round) -> QuerySet[Outcome]:
    """The published outcomes of a round that count today; each gets one report a language."""
    return Outcome.objects.filter(
        application__round=round_, current=True, fault="", published_at__isnull=False
    ).order_by("application__code")


def without_report(outcomes: QuerySet[Outcome], language: str) -> QuerySet[Outcome]:
    """Those of the outcomes whose report in the language is still to be made."""
    made = Report.objects.filter(outcome=OuterRef("pk"), language=language)
    return outcomes.filter(~Exists(made))


def rounds_with_reports() -> QuerySet[Round]:
    """Rounds with the number of published outcomes and of reports made in Korean."""
    counts = Q(applications__outcomes__current=True, applications__outcomes__published_at__isnull=False)
    return Round.objects.order_by("-opens_at").annotate(
        published=Count("applications__outcomes", filter=counts, distinct=True),
        made=Count("applications__outcomes__reports", filter=counts & _korean(), distinct=True),
    )


def batches() -> QuerySet[Job]:
    """The batches that people asked for, newest first."""
    return Job.objects.filter(kind=MAKE, key__startswith="reports:").select_related("created_by").order_by("-pk")


def recent_batches() -> list[Batch]:
    """The newest batches with the words for their round."""
    jobs = list(batches()[:BATCHES_SHOWN])
    names = dict(Round.objects.values_list("code", "name"))
    return [_batch(job, names) for job in jobs]


def has_failed(outcome: Outcome, language: str) -> bool:
    """Whether the last try to make a report that somebody asked for ended without one."""
    tries = Job.objects.filter(key=key_of(outcome, language))
    return tries.filter(Q(state=JobState.FAILED) | Q(state=JobState.DONE, failed__gt=0)).exists()


def key_of(outcome: Outcome, language: str) -> str:
    """The key of the job that makes one report."""
    return f"report:{outcome.pk}:{language}"


def _batch(job: Job, names: dict[str, str]) -> Batch:
    _kind, code, language, number = job.key.split(":")
    return Batch(job, names.get(code, code), language, int(number))


def _korean() -> Q:
    return Q(applications__outcomes__reports__language="ko")
