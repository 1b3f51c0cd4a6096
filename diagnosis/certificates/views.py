from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from applications.permissions import require
from diagnosis.certificates import services
from diagnosis.certificates.forms import NewVersionForm
from diagnosis.certificates.models import Certificate
from diagnosis.certificates.permissions import may_issue, may_reissue
from diagnosis.certificates.queries import certificates_for, has_failed, is_under_way, job_of, latest_of
from diagnosis.results.queries import results_for
from diagnosis.scoring.models import Outcome


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The certificates of one application, or the button that asks for the first."""
    outcome = _outcome(request, code)
    earlier = certificates_for(request.user).filter(outcome__application=outcome.application)
    context = _context(request, outcome) | {"certificates": earlier}
    return render(request, "certificates/detail.html", context)


@require_safe
def ready(request: HttpRequest, code: str) -> HttpResponse:
    """A fragment that asks again every second until the certificate is there or has failed."""
    return render(request, "certificates/_state.html", _context(request, _outcome(request, code)))


@require_POST
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the certificate."""
    services.request_certificate(_outcome(request, code), by=request.user)
    return redirect("certificates:detail", code)


def new_version(request: HttpRequest, code: str) -> HttpResponse:
    """Issue again, with the reason."""
    certificate = latest_of(_outcome(request, code))
    if certificate is None:
        return redirect("certificates:detail", code)
    require(may_reissue(request.user, certificate.outcome))
    form = NewVersionForm(request.POST or None)
    if form.is_valid():
        services.request_new_version(certificate, form.cleaned_data["reason"], by=request.user)
        return redirect("certificates:detail", code)
    context = {"form": form, "certificate": certificate, "application": certificate.outcome.application}
    return render(request, "certificates/new_version.html", context, status=422 if form.is_bound else 200)


@require_safe
def download(request: HttpRequest, code: str, version: int) -> FileResponse:
    """The sealed file of one version of the result that counts."""
    outcome = _outcome(request, code)
    return _file(get_object_or_404(certificates_for(request.user), outcome=outcome, version=version))


def _outcome(request: HttpRequest, code: str) -> Outcome:
    return get_object_or_404(results_for(request.user).exclude(published_at=None), application__code=code)


def _context(request: HttpRequest, outcome: Outcome) -> dict[str, object]:
    latest = latest_of(outcome)
    return {
        "outcome": outcome,
        "application": outcome.application,
        "certificate": latest,
        "under_way": is_under_way(outcome),
        "failed": has_failed(job_of(outcome)),
        "verdict": may_issue(request.user, outcome),
        "may_reissue": may_reissue(request.user, outcome),
    }


def _file(certificate: Certificate) -> FileResponse:
    company = " ".join(certificate.company.split())
    name = _("역량진단 확인서") + f"_{company}_{certificate.outcome.application.code}.pdf"
    answer = FileResponse(
        certificate.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
