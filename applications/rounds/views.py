"""Pages of rounds: the public list and file, the agency's form."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import clock
from applications.people.models import User
from applications.permissions import require
from applications.roles import Role
from applications.rounds import services
from applications.rounds.forms import RoundForm
from applications.rounds.models import Round
from applications.rounds.permissions import may_edit_round
from applications.rounds.queries import call_of, calls


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All rounds, newest first, with live seats."""
    return render(request, "rounds/list.html", {"calls": calls(Round.objects.all(), clock.now())})


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One round: instants, tracks, fees, seats, who may apply, what is asked."""
    call = call_of(get_object_or_404(Round, code=code), clock.now())
    return render(request, "rounds/detail.html", {"call": call} | _doors(request.user))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The agency's form for instants and seats."""
    user = cast(User, request.user)
    round_ = get_object_or_404(Round, code=code)
    require(may_edit_round(user))
    call = call_of(round_, clock.now())
    form = RoundForm(request.POST or None, round_=round_, scheme=call.scheme)
    if form.is_valid() and _edited(form, by=user):
        messages.success(request, _("회차를 고쳤습니다."))
        return redirect("rounds:detail", code=code)
    return render(request, "rounds/edit.html", {"call": call, "form": form})


def _edited(form: RoundForm, *, by: User) -> bool:
    instants = {name: form.cleaned_data[name] for name in ("opens_at", "closes_at", "reason")}
    try:
        services.edit_round(form.round, seats=form.seats(), by=by, **instants)
    except services.SeatsHeld as held:
        track, number = held.args
        form.add_error(
            f"seats_{track}", _("이미 배정된 자리(%(number)d)보다 적게 할 수 없습니다.") % {"number": number}
        )
    except services.ClosesInThePast:
        form.add_error("closes_at", _("이미 지난 시각으로 마감할 수 없습니다."))
    except services.ChangedMeanwhile:
        form.add_error(None, _("그사이 다른 사람이 이 회차를 고쳤습니다. 지금 값을 확인해 주세요."))
    return form.is_valid()


def _doors(user: Any) -> dict[str, bool]:
    """Which buttons the reader finds: apply, sign up, edit."""
    role = user.role if user.is_authenticated else None
    return {"may_apply": role == Role.SUPPLIER, "may_sign_up": role is None, "may_edit": role == Role.AGENCY}
