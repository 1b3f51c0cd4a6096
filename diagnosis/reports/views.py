from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diagnosis.reports import services
from diagnosis.reports.models import LANGUAGES, Report
from diagnosis.reports.queries import reports_for, shelves_of
from diagnosis.results.queries import results_for
from diagnosis.scoring.models import Outcome


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The report in both languages: to fetch, or to ask for."""
    return render(request, "reports/detail.html", _context(_outcome(request, code)))


@require_safe
def ready(request: HttpRequest, code: str) -> HttpResponse:
    """A fragment that asks again every second until what was asked for is there or has failed."""
    return render(request, "reports/_shelves.html", _context(_outcome(request, code)))


@require_POST
def make(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Ask for the report in one language."""
    _refuse_other(language)
    services.request_report(_outcome(request, code), by=request.user, language=language)
    return redirect("reports:detail", code)


@require_safe
def download(request: HttpRequest, code: str, language: str) -> FileResponse:
    """The report as it is stored."""
    _refuse_other(language)
    outcome = _outcome(request, code)
    return _file(get_object_or_404(reports_for(request.user), outcome=outcome, language=language))


def _outcome(request: HttpRequest, code: str) -> Outcome:
    return get_object_or_404(results_for(request.user), application__code=code)


def _refuse_other(language: str) -> None:
    if language not in LANGUAGES:
        raise Http404


def _context(outcome: Outcome) -> dict[str, object]:
    shelves = shelves_of(outcome)
    return {
        "application": outcome.application,
        "outcome": outcome,
        "shelves": shelves,
        "is_under_way": any(shelf.is_under_way for shelf in shelves),
    }


def _file(report: Report) -> FileResponse:
    application = report.outcome.application
    company = " ".join(application.supplier.name.split())  # no line break may come into a header
    name = _("진단결과서") + f"_{company}_{application.code}_{report.language}.pdf"
    answer = FileResponse(report.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
