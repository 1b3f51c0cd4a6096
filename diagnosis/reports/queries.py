"""Which reports of a result exist, and who may fetch them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.jobs.models import Job, JobState
from applications.jobs.queries import is_open
from applications.people.models import User
from diagnosis.reports.models import LANGUAGES, Report
from diagnosis.results.queries import results_for
from diagnosis.scoring.models import Outcome

MAKE = "diagnosis.reports.make"
NAMES: dict[str, Promise] = {"ko": _("한국어"), "en": _("영어")}


@dataclass(frozen=True)
class Shelf:
    """One language of a result's report: there, being made, failed, or not asked for yet."""

    language: str
    report: Report | None
    job: Job | None

    @property
    def name(self) -> Promise:
        return NAMES[self.language]

    @property
    def is_under_way(self) -> bool:
        return self.report is None and self.job is not None and is_open(self.job)

    @property
    def has_failed(self) -> bool:
        return self.report is None and self.job is not None and self.job.state == JobState.FAILED


def reports_for(user: User) -> QuerySet[Report]:
    """The reports of the results that this person may read."""
    return Report.objects.filter(outcome__in=results_for(user)).select_related("outcome__application__supplier")


def shelves_of(outcome: Outcome) -> list[Shelf]:
    """The report of an outcome in each language, with the job that somebody asked for."""
    made = {report.language: report for report in Report.objects.filter(outcome=outcome)}
    keys = {key_of(outcome, language): language for language in LANGUAGES}
    asked = {keys[job.key]: job for job in Job.objects.filter(key__in=keys)}
    return [Shelf(language, made.get(language), asked.get(language)) for language in LANGUAGES]


def key_of(outcome: Outcome, language: str) -> str:
    """The key of the job that makes one report."""
    return f"report:{outcome.pk}:{language}"
