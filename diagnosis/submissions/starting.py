"""Before an application: may the company apply, why not, what to do about it; and the start itself."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from applications import clock
from applications.filing.permissions import member_of
from applications.filing.queries import applications_for
from applications.filing.services import RoundClosed
from applications.people.requests import user_of
from applications.rounds.models import Round
from diagnosis.eligibility.conditions import PENDING, YES
from diagnosis.eligibility.models import EligibilityCheck
from diagnosis.eligibility.queries import checks_for, company_of, findings_in, findings_of, shown, verdict_of
from diagnosis.submissions.permissions import is_taking
from diagnosis.submissions.services import start
from grading.load import load_scheme


@require_GET
def check(request: HttpRequest, code: str, track: str) -> HttpResponse:
    """Every condition with its answer now, the way to mend each no, and what was found before."""
    user, at = user_of(request), clock.now()
    round_ = _round(code, track)
    member = member_of(user)
    company = company_of(member.supplier, at) if member else None
    application = applications_for(user).filter(round=round_, track=track).first()
    findings = findings_of(member, company, round_, track, at, application)
    page = {
        "round": round_,
        "track": load_scheme(round_.scheme_code).tracks[track],
        "lines": shown(findings, round_.scheme_code),
        "verdict": verdict_of(findings),
        "is_pending": any(one.state == PENDING for one in findings),
        "application": application,
        "trail": [_told(one) for one in checks_for(user, round_, track)[:20]],
        "at": at,
    }
    return render(request, "submissions/check.html", page)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Start an application, or lead to the one that was started before."""
    # The text of a button, not of a form: PostgreSQL refuses to look for a NUL.
    track = request.POST.get("track", "")
    round_ = _round(request.POST.get("round", "").replace("\0", ""), track)
    try:
        application = start(round_, track, by=user_of(request))
    except RoundClosed as closed:
        raise PermissionDenied(is_taking(round_, clock.now()).reason) from closed
    return redirect("submissions:detail", application.code)


def _round(code: str, track: str) -> Round:
    round_ = get_object_or_404(Round, code=code)
    if track not in round_.tracks.values_list("track", flat=True):
        raise Http404(track)
    return round_


def _told(check: EligibilityCheck) -> dict[str, Any]:
    return {"check": check, "reasons": [one.sentence for one in findings_in(check) if one.state != YES]}
