"""Pages of scoring: the rounds and their runs, one run with its progress, and the acts of two people."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.jobs.queries import is_open, percent
from applications.people.models import User
from applications.permissions import require
from applications.rounds.models import Round
from diagnosis.scoring import figures, queries, services
from diagnosis.scoring.models import ScoringRun
from diagnosis.scoring.permissions import may_confirm, may_publish, may_resume, may_stop
from diagnosis.scoring.queries import held_back, runs_for

SHOWN = 20
PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every round with what can be scored, and the runs made so far."""
    runs = Paginator(runs_for(_user(request)), 20).get_page(request.GET.get("page"))
    return render(
        request,
        "scoring/list.html",
        {"standings": figures.round_standings(), "runs": runs, "held": held_back().count()},
    )


@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Start a run over a round."""
    round_ = get_object_or_404(Round, code=code)
    run = services.start_run(round_, by=_user(request))
    return redirect("scoring:run", code=run.code)


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One run: how far it is, what it found, what it could not grade, how it differs, and who answers for it."""
    run = get_object_or_404(runs_for(_user(request)), code=code)
    return render(request, "scoring/run.html", _progress_of(run) | _findings_of(run) | _acts_of(run, _user(request)))


@require_GET
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """The progress fragment, asked for every second while the run is open; its end reloads the page."""
    run = get_object_or_404(runs_for(_user(request)), code=code)
    response = render(request, "scoring/_progress.html", _progress_of(run))
    if not is_open(run.job):
        response["HX-Refresh"] = "true"
    return response


@require_GET
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """Everything in which a run differs from the one before, a page at a time."""
    run = _run(_user(request), code)
    earlier = queries.run_before(run)
    page = Paginator(figures.changes(run, earlier) if earlier else [], PAGE).get_page(request.GET.get("page"))
    shown = figures.explained(page.object_list, run, earlier) if earlier else []
    context = {"run": run, "earlier": earlier, "changes": shown, "page_obj": page, "change_count": page.paginator.count}
    return render(request, "scoring/changes.html", context)


@require_GET
def faults(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that a run could not grade, a page at a time."""
    run = _run(_user(request), code)
    page = Paginator(queries.faults_of(run), PAGE).get_page(request.GET.get("page"))
    return render(request, "scoring/faults.html", {"run": run, "faults": page.object_list, "page_obj": page})


@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Stop a run."""
    services.cancel_run(_run(_user(request), code), by=_user(request))
    messages.success(request, _("채점을 멈추었습니다."))
    return redirect("scoring:run", code=code)


@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with a run that stopped."""
    services.resume_run(_run(_user(request), code), by=_user(request))
    messages.success(request, _("멈춘 곳부터 채점을 이어서 합니다."))
    return redirect("scoring:run", code=code)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm what a run found; GET shows what that means first."""
    run = _run(_user(request), code)
    if request.method != "POST":
        require(may_confirm(_user(request), run))
        return render(
            request, "scoring/confirm.html", {"run": run, "job": run.job, "awaited_ai": queries.awaited_ai(run)}
        )
    count = services.confirm_run(run, by=_user(request))
    done = ngettext("결과 %(count)d건을 확정하였습니다.", "결과 %(count)d건을 확정하였습니다.", count) % {
        "count": count
    }
    messages.success(request, done if count else _("이미 확정한 결과입니다."))
    return redirect("scoring:run", code=code)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Open what was confirmed to its suppliers; GET shows what that means first."""
    run = _run(_user(request), code)
    if request.method != "POST":
        require(may_publish(_user(request), run))
        return render(request, "scoring/publish.html", {"run": run, "confirmed": queries.confirmed_in(run)})
    count = services.publish_run(run, by=_user(request))
    done = ngettext("결과 %(count)d건을 공개하였습니다.", "결과 %(count)d건을 공개하였습니다.", count) % {
        "count": count
    }
    messages.success(request, done if count else _("이미 공개한 결과입니다."))
    return redirect("scoring:run", code=code)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _run(user: User, code: str) -> ScoringRun:
    return get_object_or_404(runs_for(user), code=code)


def _progress_of(run: ScoringRun) -> dict[str, Any]:
    job = run.job
    return {"run": run, "job": job, "handled": job.done + job.failed, "percent": percent(job), "open": is_open(job)}


def _findings_of(run: ScoringRun) -> dict[str, Any]:
    earlier = queries.run_before(run)
    changes = figures.changes(run, earlier) if earlier else []
    return {
        **figures.level_chart(figures.levels_of(run)),
        "faults": queries.faults_of(run)[:SHOWN],
        "awaited_ai": queries.awaited_ai(run),
        "earlier": earlier,
        "changes": figures.explained(changes[:SHOWN], run, earlier) if earlier else [],
        "change_count": len(changes),
        "newly_in": figures.newly_in(run, earlier) if earlier else 0,
        "shown": SHOWN,
    }


def _acts_of(run: ScoringRun, user: User) -> dict[str, Any]:
    return {
        "may_stop": may_stop(user, run),
        "may_resume": may_resume(user, run),
        "may_confirm": may_confirm(user, run),
        "may_publish": may_publish(user, run),
    }
