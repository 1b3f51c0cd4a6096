"""Making reports: one at a time, each once, whoever asks and however often."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from applications.audit.services import record
from applications.filing.queries import stream_of
from applications.jobs.models import Job, JobState
from applications.jobs.services import Lease, enqueue, progress, retry
from applications.people.models import User
from applications.rounds.models import Round
from diagnosis.press import to_pdf
from diagnosis.reports.context import report_context
from diagnosis.reports.models import Report
from diagnosis.reports.queries import MAKE, key_of, reportable, without_report
from diagnosis.scoring.models import Outcome

logger = logging.getLogger(__name__)


class BatchRunning(Exception):
    """A batch of this round is queued or running already."""


@transaction.atomic
def request_batch(round_: Round, *, by: User | None, language: str = "ko") -> Job:
    """Ask the worker for every report of the round that is missing; raises BatchRunning."""
    stem = f"reports:{round_.code}:{language}:"
    earlier = Job.objects.filter(key__startswith=stem)
    if earlier.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists():
        raise BatchRunning(round_.code)
    total = without_report(reportable(round_), language).count()
    payload = {"round": round_.pk, "language": language}
    job = enqueue(MAKE, f"{stem}{earlier.count() + 1}", payload, total=total, by=by)
    record(f"round:{round_.code}", "reports.requested", by=by, data={"reports": total, "language": language})
    return job


@transaction.atomic
def request_report(outcome: Outcome, *, by: User, language: str = "ko") -> Job:
    """Ask the worker for one report; asking again asks anew when the try before it failed."""
    payload = {"outcome": outcome.pk, "language": language}
    job = enqueue(MAKE, key_of(outcome, language), payload, total=1, by=by)
    if job.state == JobState.FAILED or job.failed:
        retry(job)
    return job


def make_reports(lease: Lease) -> None:
    """Do a job of reports: skips what exists, counts what fails and goes on with the rest."""
    language = lease.payload["language"]
    job = Job.objects.get(pk=lease.job_id)
    missing = list(without_report(_asked_for(lease), language).values_list("pk", flat=True))
    total = max(job.total, len(missing))
    done, failed = total - len(missing), 0
    for outcome_id in missing:
        made = _made(outcome_id, language, job)
        done, failed = done + made, failed + (not made)
        progress(lease, done=done, failed=failed)


def build_report(outcome: Outcome, *, language: str = "ko", job: Job | None = None) -> Report:
    """Render, store and record one report, or give back the one that exists."""
    found = Report.objects.filter(outcome=outcome, language=language).first()
    if found:
        return found
    with translation.override(language):
        html = render_to_string("report/report.html", report_context(outcome, language))
    pdf, pages = to_pdf(html)
    return _store(outcome, language, pdf, pages, job)


def _store(outcome: Outcome, language: str, pdf: bytes, pages: int, job: Job | None) -> Report:
    digest = hashlib.sha256(pdf).hexdigest()
    report = Report(outcome=outcome, language=language, sha256=digest, size=len(pdf), pages=pages, job=job)
    report.file.save(f"{digest}.pdf", ContentFile(pdf), save=False)
    try:
        with transaction.atomic():
            report.save()
            data = {"outcome": outcome.pk, "language": language, "sha256": digest}
            record(stream_of(outcome.application), "report.made", by=None, data=data)
    except IntegrityError:
        report.file.delete(save=False)
        return Report.objects.get(outcome=outcome, language=language)
    return report


def _asked_for(lease: Lease) -> QuerySet[Outcome]:
    if "outcome" in lease.payload:
        return Outcome.objects.filter(pk=lease.payload["outcome"])
    return reportable(Round.objects.get(pk=lease.payload["round"]))


def _made(outcome_id: int, language: str, job: Job) -> bool:
    try:
        outcome = Outcome.objects.select_related("application__supplier", "application__round").get(pk=outcome_id)
        build_report(outcome, language=language, job=job)
    except Exception:
        # One document that cannot be drawn must not stop the others; the count and the log tell of it.
        logger.exception("report of outcome %s failed", outcome_id)
        return False
    return True
