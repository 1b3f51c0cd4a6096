"""The company's questions about its panel, the gate before the result, and what operators read of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from applications.filing.permissions import may_write_for
from applications.filing.queries import applications_for
from applications.filing.workflow import RESULT_STATES
from applications.people.requests import user_of
from applications.permissions import require
from applications.roles import Role
from diagnosis.appraisals.forms import AppraisalForm
from diagnosis.appraisals.queries import (
    LEAST,
    comments_on,
    must_appraise,
    places_to_appraise,
    standings_for,
    unappraised,
)
from diagnosis.appraisals.services import AppraisedAlready, appraise
from diagnosis.panels.models import Assessor

UNFIT = 422
View = Callable[..., HttpResponseBase]


def appraise_first(view: View) -> View:
    """Lead a company's people to the questions about the panel before a page that shows the result."""

    @wraps(view)
    def first(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.role == Role.SUPPLIER:
            found = unappraised(applications_for(user_of(request))).filter(code=code).first()
            if found and must_appraise(user_of(request), found):
                asked = urlencode({"next": request.path})
                return redirect(f"{reverse('appraisals:form', args=[code])}?{asked}")
        return view(request, code=code, **kwargs)

    return first


def appraisal(request: HttpRequest, code: str) -> HttpResponse:
    """Ask about each assessor; the company may also go on without answering."""
    published = applications_for(user_of(request)).filter(state__in=RESULT_STATES)
    application = get_object_or_404(published, code=code)
    if not must_appraise(user_of(request), application):
        require(may_write_for(user_of(request), application))
        return redirect(_goal(request, code))
    form = AppraisalForm(places_to_appraise(application), request.POST if "answer" in request.POST else None)
    if request.method == "POST" and ("skip" in request.POST or form.is_valid()):
        words = {} if "skip" in request.POST else form.words()
        try:
            appraise(application, words, by=user_of(request))
        except AppraisedAlready:
            messages.info(request, _("동료가 이미 평가를 마쳤습니다."))
        return redirect(_goal(request, code))
    context = {"application": application, "form": form, "goal": _goal(request, code), "least": LEAST}
    return render(request, "appraisals/form.html", context, status=UNFIT if form.errors else 200)


def standings(request: HttpRequest) -> HttpResponse:
    """What companies think of the assessors."""
    return render(request, "appraisals/list.html", {"standings": standings_for(user_of(request)), "least": LEAST})


def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """What companies wrote about one assessor."""
    assessor = get_object_or_404(Assessor.objects.select_related("user"), pk=pk)
    said = comments_on(user_of(request), assessor)
    return render(request, "appraisals/comments.html", {"assessor": assessor, "comments": said, "least": LEAST})


def _goal(request: HttpRequest, code: str) -> str:
    """The page that was asked for, on this site alone; the result otherwise."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_own = asked.startswith("/") and "\0" not in asked
    is_own = is_own and url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if is_own else reverse("results:detail", args=[code])
