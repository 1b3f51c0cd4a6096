"""The agency's page for the seats of a round."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.rounds.forms import seats_name
from applications.rounds.models import Round
from applications.rounds.permissions import may_set_seats
from applications.rounds.queries import Call, call_of
from applications.rounds.quotas import allowances
from applications.rounds.services import QuotaExceeded, SeatsHeld
from applications.seats.forms import ResizeForm
from applications.seats.queries import waiting_counts
from applications.seats.services import resize

UNFIT = 422


@require_http_methods(["GET", "POST"])
def seats(request: HttpRequest, code: str) -> HttpResponse:
    """Set the seats of each track; where there are more, who waits longest moves up."""
    user = user_of(request)
    round_ = get_object_or_404(Round, code=code)
    require(may_set_seats(user))
    call = call_of(round_, clock.now())
    form = _form(request, call)
    if request.method == "POST" and form.is_valid() and _resized(request, round_, form, by=user):
        return redirect("rounds:detail", code=code)
    context = {"call": call, "form": form, "waiting": _waiting(call)}
    return render(request, "seats/resize.html", context, status=UNFIT if form.errors else 200)


def _waiting(call: Call) -> list[tuple[str, int]]:
    counts = waiting_counts(call.round)
    return [(offer.name, counts.get(offer.track.code, 0)) for offer in call.offers]


def _form(request: HttpRequest, call: Call) -> ResizeForm:
    left = allowances(call.scheme, year=call.round.year, code=call.round.code)
    offered = {offer.track.code: offer.seats for offer in call.offers}
    mine = [left[track] for track in offered]
    return ResizeForm(request.POST or None, allowances=mine, seats=offered)


def _resized(request: HttpRequest, round_: Round, form: ResizeForm, *, by: User) -> bool:
    try:
        promoted = resize(round_, form.seats(), reason=form.cleaned_data["reason"], by=by)
    except QuotaExceeded as exceeded:
        form.refuse_seats(exceeded.args[0])
    except SeatsHeld as held:
        track, number = held.args
        told = _("이미 배정된 자리(%(number)d)보다 적게 할 수 없습니다.") % {"number": number}
        form.add_error(seats_name(track), told)
    else:
        messages.success(request, _told(len(promoted)))
    return form.is_valid()


def _told(count: int) -> str:
    if not count:
        return _("정원을 바꾸었습니다.")
    told = ngettext(
        "정원을 바꾸었습니다. 대기하던 %(count)d개 기업을 선정했습니다.",
        "정원을 바꾸었습니다. 대기하던 %(count)d개 기업을 선정했습니다.",
        count,
    )
    return told % {"count": count}
