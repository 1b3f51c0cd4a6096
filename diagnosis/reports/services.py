"""Making reports: each once, whoever asks and however often; the certificate that a report names is issued with it."""

import hashlib

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation

from applications import clock
from applications.audit.services import record
from applications.filing.queries import stream_of
from applications.jobs.models import Job
from applications.jobs.queries import is_open
from applications.jobs.services import Lease, enqueue, progress, retry
from applications.people.models import User
from diagnosis.certificates.models import Certificate
from diagnosis.certificates.permissions import is_certifiable
from diagnosis.certificates.queries import latest_of
from diagnosis.certificates.services import issue
from diagnosis.certificates.signing import signed
from diagnosis.press import to_pdf
from diagnosis.reports.context import report_context
from diagnosis.reports.models import Report
from diagnosis.reports.queries import MAKE, key_of
from diagnosis.scoring.models import Outcome

STYLE = "report/report.css"


@transaction.atomic
def request_report(outcome: Outcome, *, by: User, language: str = "ko") -> Job:
    """Ask the worker for one report; asking again asks anew when the try before it failed."""
    payload = {"outcome": outcome.pk, "language": language}
    job = enqueue(MAKE, key_of(outcome, language), payload, total=1, by=by)
    if not is_open(job) and not Report.objects.filter(outcome=outcome, language=language).exists():
        retry(job)
    return job


def make_report(lease: Lease) -> None:
    """Make the report that a job asks for."""
    outcome = Outcome.objects.select_related("application__supplier", "application__round", "run")
    job = Job.objects.get(pk=lease.job_id)
    build_report(outcome.get(pk=lease.payload["outcome"]), language=lease.payload["language"], job=job)
    progress(lease, done=1)


def build_report(outcome: Outcome, *, language: str = "ko", job: Job | None = None) -> Report:
    """Render, seal, store and record one report, or give back the one that exists."""
    certificate = _certificate_of(outcome)
    found = Report.objects.filter(outcome=outcome, language=language).first()
    if found:
        return found
    pdf, pages = to_pdf(report_html(outcome, language, certificate), STYLE)
    return _store(outcome, language, signed(pdf, clock.now()), pages, job)


def report_html(outcome: Outcome, language: str, certificate: Certificate | None) -> str:
    """The report as a page of HTML."""
    with translation.override(language):
        return render_to_string("report/report.html", report_context(outcome, language, certificate))


def _certificate_of(outcome: Outcome) -> Certificate | None:
    """The certificate that the report names, issued now if need be; None for a result that stands no longer."""
    return latest_of(outcome) or (issue(outcome) if is_certifiable(outcome) else None)


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
