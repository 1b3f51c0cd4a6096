"""Pages of the recomputation: the last check with its progress, and every result it found to differ."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from applications.jobs.models import Job
from applications.jobs.queries import is_open
from applications.people.models import User
from diagnosis.scoring.permissions import may_recompute
from diagnosis.scoring.queries import checks, discrepancies_for
from diagnosis.scoring.recompute import request_recompute

SHOWN = 20


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The last check, what stands open, what went away, and the checks before."""
    user = cast(User, request.user)
    latest = list(checks()[:10])
    found = Paginator(discrepancies_for(user), SHOWN).get_page(request.GET.get("page"))
    context = {"checks": latest, "found": found, "may_recompute": may_recompute(user)}
    return render(request, "scoring/recompute.html", context | _progress_of(latest))


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Check all results now."""
    request_recompute(by=cast(User, request.user))
    return redirect("scoring:recompute")


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """The progress fragment, asked for every second while a check is open; its end reloads the page."""
    shown = _progress_of(list(checks()[:1]))
    response = render(request, "scoring/_checking.html", shown)
    if not shown["open"]:
        response["HX-Refresh"] = "true"
    return response


def _progress_of(latest: list[Job]) -> dict[str, Any]:
    job = latest[0] if latest else None
    return {"job": job, "open": bool(job and is_open(job)), "handled": job.done + job.failed if job else 0}
