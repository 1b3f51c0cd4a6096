from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.jobs.services import cancel
from applications.rounds.models import Round
from diagnosis.reports import services
from diagnosis.reports.models import Report
from diagnosis.reports.queries import batches, has_failed, recent_batches, reports_for, rounds_with_reports
from diagnosis.results.queries import results_for


def download(request: HttpRequest, code: str) -> HttpResponseBase:
    """The report if it is there; else it is asked for, and a page waits for it."""
    language = "en" if get_language() == "en" else "ko"
    outcome = get_object_or_404(results_for(request.user), application__code=code)
    report = reports_for(request.user).filter(outcome=outcome, language=language).first()
    if report:
        return _file(report)
    job = services.request_report(outcome, by=request.user, language=language)
    return render(request, "reports/waiting.html", {"application": outcome.application, "job": job})


def ready(request: HttpRequest, code: str) -> HttpResponse:
    """A fragment that asks again every second until the report is there or has failed."""
    language = "en" if get_language() == "en" else "ko"
    outcome = get_object_or_404(results_for(request.user), application__code=code)
    made = reports_for(request.user).filter(outcome=outcome, language=language).exists()
    context = {"application": outcome.application, "made": made, "failed": has_failed(outcome, language)}
    return render(request, "reports/_waiting.html", context)


def overview(request: HttpRequest) -> HttpResponse:
    """Rounds with their reports, and the batches that were asked for."""
    context = {"rounds": rounds_with_reports(), "batches": recent_batches()}
    return render(request, "reports/list.html", context)


@require_POST
def batch(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the missing reports of a round."""
    round_ = get_object_or_404(Round, code=code)
    try:
        services.request_batch(round_, by=request.user)
    except services.BatchRunning:
        messages.info(request, _("이 회차의 결과서를 이미 만들고 있습니다."))
    return redirect("reports:list")


@require_POST
def stop(request: HttpRequest, job_id: int) -> HttpResponse:
    """Cancel a batch; what was made stays, and a new batch goes on from there."""
    cancel(get_object_or_404(batches(), pk=job_id))
    return redirect("reports:list")


def progress(request: HttpRequest) -> HttpResponse:
    """The list of batches alone, asked for every second while one runs."""
    return render(request, "reports/_batches.html", {"batches": recent_batches()})


def _file(report: Report) -> FileResponse:
    application = report.outcome.application
    company = " ".join(application.supplier.name.split())  # no line break may come into a header
    name = _("진단결과서") + f"_{company}_{application.code}.pdf"
    answer = FileResponse(report.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
