"""The operator's pages: who sits on a panel."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.filing.models import Application
from applications.filing.queries import applications_for
from applications.people.requests import user_of
from applications.permissions import require
from diagnosis.answers.absences import absent_codes
from diagnosis.panels.forms import AssignForm, ReasonForm
from diagnosis.panels.marking import items_of
from diagnosis.panels.models import Assignment
from diagnosis.panels.permissions import may_assign, may_dismiss, may_keep_pool, may_release
from diagnosis.panels.pool import members_of, pool_shown_to
from diagnosis.panels.proposal import proposal
from diagnosis.panels.queries import ON_PANEL
from diagnosis.panels.services import AnsweredAlready, Barred, assign, dismiss_interest, release
from grading.load import load_scheme

SHOWN_AT_FIRST = 12
PER_PAGE = 30
UNFIT = 422


def pool(request: HttpRequest) -> HttpResponse:
    """Every assessor with expertise, pledge and present load."""
    page = Paginator(pool_shown_to(user_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_keep": bool(may_keep_pool(user_of(request)))}
    return render(request, "panels/pool.html", context)


def assignment(request: HttpRequest, code: str) -> HttpResponse:
    """Show the panel and an explained proposal; a post invites those whom a person chose."""
    application = get_object_or_404(applications_for(user_of(request)), code=code)
    verdict = may_assign(user_of(request), application)
    form = AssignForm(request.POST or None)
    if request.method == "POST":
        require(verdict)
        if form.is_valid() and _invite(request, application, form):
            return redirect("panels:assign", code)
    context = _panel(request, application) | {"form": form, "refusal": verdict.reason}
    return render(request, "panels/assign.html", context, status=UNFIT if form.errors else 200)


def releasing(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for the reason and take somebody off the panel."""
    place = _member(request, code, pk)
    require(may_release(user_of(request), place))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decided(request, place, release, form, _("%(name)s 위원을 해촉했습니다."))
    return render(request, "panels/release.html", {"place": place, "application": place.application, "form": form})


def dismissing(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for the reason and let somebody stay whose interest was in doubt."""
    place = _member(request, code, pk)
    require(may_dismiss(user_of(request), place))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decided(request, place, dismiss_interest, form, _("%(name)s 위원의 배정을 유지합니다."))
    return render(request, "panels/dismiss.html", {"place": place, "application": place.application, "form": form})


def _invite(request: HttpRequest, application: Application, form: AssignForm) -> bool:
    said = form.cleaned_data
    try:
        places = assign(application, said["assessors"], due_on=said["due_on"], by=user_of(request))
    except Barred as barred:
        for one, reason in barred.args[0]:
            form.add_error("assessors", f"{one}: {reason}")
        return False
    told = ngettext("%(n)d명에게 위촉을 요청했습니다.", "%(n)d명에게 위촉을 요청했습니다.", len(places))
    messages.success(request, told % {"n": len(places)})
    return True


def _decided(request: HttpRequest, place: Assignment, act: object, form: ReasonForm, told: str) -> HttpResponse:
    try:
        act(place, reason=form.cleaned_data["reason"], by=user_of(request))  # type: ignore[operator]
    except AnsweredAlready:
        messages.info(request, _("그 사이에 위원의 상태가 바뀌었습니다. 다시 확인하세요."))
    else:
        messages.success(request, told % {"name": place.assessor})
    return redirect("panels:assign", place.application.code)


def _panel(request: HttpRequest, application: Application) -> dict[str, object]:
    """The panel and the pool, cut to the first few unless all are asked for."""
    members = members_of(application, user_of(request))
    seated = {member.place.assessor_id for member in members if member.place.state in ON_PANEL}
    pool = [one for one in proposal(application) if one.assessor.pk not in seated]
    every = "all" in request.GET
    return {
        "application": application,
        "members": members,
        "item_count": len(items_of(application)) - len(absent_codes(application)),
        "pool": pool if every else pool[:SHOWN_AT_FIRST],
        "hidden": 0 if every else max(0, len(pool) - SHOWN_AT_FIRST),
        "chosen": {one.assessor.pk for one in pool if str(one.assessor.pk) in request.POST.getlist("assessors")},
        "rules": load_scheme(application.scheme_code).panel,
        "is_asked": request.method == "POST",
    }


def _member(request: HttpRequest, code: str, pk: int) -> Assignment:
    application = get_object_or_404(applications_for(user_of(request)), code=code)
    places = Assignment.objects.select_related("application__supplier", "assessor__user", "sheet")
    return get_object_or_404(places, application=application, pk=pk)
