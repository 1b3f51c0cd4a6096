"""The pages of a later closing: asking for it, deciding it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.rounds import extensions
from applications.rounds.forms import NOT_LATER, PAST, ExtensionForm, RefusalForm
from applications.rounds.models import Extension, Round
from applications.rounds.permissions import may_approve_extension, may_ask_extension, may_refuse_extension
from applications.rounds.queries import call_of, extensions_for
from applications.rounds.services import ChangedMeanwhile, ClosesInThePast

UNFIT = 422


@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, code: str) -> HttpResponse:
    """What was asked and decided about a round's closing; a post asks for a later one."""
    round_ = get_object_or_404(Round, code=code)
    form = ExtensionForm(request.POST or None, round_=round_)
    if request.method == "POST":
        require(may_ask_extension(user_of(request), round_, clock.now()))
        if form.is_valid() and _asked(request, form):
            return redirect("rounds:extend", code=code)
    context = _about(user_of(request), round_) | {"form": form}
    return render(request, "rounds/extend.html", context, status=UNFIT if form.errors else 200)


@require_POST
def approval(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let the round close later."""
    one = _extension(request, code, pk)
    require(may_approve_extension(user_of(request), one))
    try:
        extensions.approve_extension(one, by=user_of(request))
    except ClosesInThePast:
        messages.error(request, _("요청한 마감 시각이 이미 지났습니다. 거절하고 다시 요청해 주세요."))
    except (extensions.DecidedAlready, ChangedMeanwhile):
        messages.warning(request, _("그사이 다른 사람이 결정했거나 마감이 바뀌었습니다. 지금 값을 확인해 주세요."))
    else:
        messages.success(request, _("마감을 연장했습니다. 작성 중인 기업에 알림을 보냈습니다."))
    return redirect("rounds:extend", code=code)


@require_POST
def refusal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Leave the closing as it is, for a stated reason."""
    one = _extension(request, code, pk)
    require(may_refuse_extension(user_of(request), one))
    form = RefusalForm(request.POST)
    if not form.is_valid():
        context = _about(user_of(request), one.round) | {"refusal_form": form}
        return render(request, "rounds/extend.html", context, status=UNFIT)
    try:
        extensions.refuse_extension(one, reason=form.cleaned_data["reason"], by=user_of(request))
    except extensions.DecidedAlready:
        messages.warning(request, _("그사이 다른 사람이 결정했습니다."))
    else:
        messages.success(request, _("연장 요청을 끝냈습니다. 마감은 그대로입니다."))
    return redirect("rounds:extend", code=code)


def _asked(request: HttpRequest, form: ExtensionForm) -> bool:
    given = form.cleaned_data
    try:
        extensions.ask_extension(form.round, closes_to=given["closes_to"], reason=given["reason"], by=user_of(request))
    except extensions.NotLater:
        form.add_error("closes_to", NOT_LATER)
    except ClosesInThePast:
        form.add_error("closes_to", PAST)
    except extensions.AskedAlready:
        form.add_error(None, _("결정을 기다리는 연장 요청이 이미 있습니다."))
    else:
        messages.success(request, _("마감 연장을 요청했습니다. 다른 전담기관 담당자가 승인하면 바뀝니다."))
    return form.is_valid()


def _about(user: User, round_: Round) -> dict[str, Any]:
    every = list(extensions_for(user).filter(round=round_))
    waiting = next((one for one in every if one.decided_at is None), None)
    context: dict[str, Any] = {
        "call": call_of(round_, clock.now()),
        "waiting": waiting,
        "decided": [one for one in every if one.decided_at],
        "form": ExtensionForm(round_=round_),
        "may_ask": may_ask_extension(user, round_, clock.now()),
    }
    if waiting:
        context |= {
            "may_approve": may_approve_extension(user, waiting),
            "may_refuse": may_refuse_extension(user, waiting),
            "is_own": waiting.asked_by_id == user.pk,
            "refusal_form": RefusalForm(),
        }
    return context


def _extension(request: HttpRequest, code: str, pk: int) -> Extension:
    return get_object_or_404(extensions_for(user_of(request)), round__code=code, pk=pk)
