"""The agency's pages: opening a round after a scheme, and changing it before it opens."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.rounds import services
from applications.rounds.drafts import Draft, draft_for, drafts
from applications.rounds.forms import PAST, TAKEN, EditRoundForm, NewRoundForm
from applications.rounds.models import Round
from applications.rounds.permissions import may_edit_round, may_open_round
from applications.rounds.queries import call_of

UNFIT = 422


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a round; the query names the scheme and the round of it whose figures are the defaults."""
    require(may_open_round(user_of(request)))
    draft = draft_for(request.GET.get("scheme", ""), request.GET.get("round", ""))
    form = NewRoundForm(request.POST or None, initial=draft.initial, **_seats_of(draft))
    if request.method == "POST" and form.is_valid() and (round_ := _opened(form, by=user_of(request))):
        messages.success(request, _("%(name)s 회차를 열었습니다.") % {"name": round_.name})
        return redirect("rounds:detail", code=round_.code)
    context = {"draft": draft, "drafts": drafts(), "form": form}
    return render(request, "rounds/new.html", context, status=UNFIT if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Name and instants of a round that has not opened."""
    round_ = get_object_or_404(Round, code=code)
    require(may_edit_round(user_of(request), round_, clock.now()))
    start = {"name": round_.name, "opens_at": round_.opens_at, "closes_at": round_.closes_at}
    form = EditRoundForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and _edited(form, round_, by=user_of(request)):
        messages.success(request, _("회차를 고쳤습니다."))
        return redirect("rounds:detail", code=code)
    context = {"call": call_of(round_, clock.now()), "form": form}
    return render(request, "rounds/edit.html", context, status=UNFIT if form.errors else 200)


def _opened(form: NewRoundForm, *, by: User) -> Round | None:
    given = {name: form.cleaned_data[name] for name in ("code", "name", "opens_at", "closes_at")}
    try:
        return services.open_round(form.scheme, seats=form.seats(), by=by, **given)
    except services.CodeTaken:
        form.add_error("code", TAKEN)
    except services.ClosesInThePast:
        form.add_error("closes_at", PAST)
    except services.NotPublished:
        form.add_error(None, _("이 진단 체계로는 새 회차를 열 수 없습니다. 공고된 진단 체계를 골라 주세요."))
    except services.QuotaExceeded as exceeded:
        form.refuse_seats(exceeded.args[0])
    return None


def _edited(form: EditRoundForm, round_: Round, *, by: User) -> bool:
    try:
        services.edit_round(round_, by=by, **form.cleaned_data)
    except services.ClosesInThePast:
        form.add_error("closes_at", PAST)
    except services.ChangedMeanwhile:
        form.add_error(None, _("그사이 다른 사람이 이 회차를 고쳤거나 접수를 시작했습니다. 지금 값을 확인해 주세요."))
    return form.is_valid()


def _seats_of(draft: Draft) -> dict[str, Any]:
    left = {allowance.track.code: allowance.left for allowance in draft.allowances}
    return {"scheme": draft.scheme, "allowances": draft.allowances, "seats": left}
