"""The public pages of rounds: the list and the file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from applications import clock
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role
from applications.rounds.models import Round
from applications.rounds.permissions import may_edit_round, may_open_round, may_set_seats
from applications.rounds.queries import UPCOMING, Call, call_of, calls, extensions_for


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All rounds, newest first, with live seats; officials also see what waits for a decision."""
    context: dict[str, Any] = {"calls": calls(Round.objects.all(), clock.now())}
    if isinstance(request.user, User):
        waiting = extensions_for(request.user).filter(decided_at=None)
        context |= {"may_open": bool(may_open_round(request.user)), "undecided": list(waiting)}
    return render(request, "rounds/list.html", context)


@require_GET
def time(_request: HttpRequest) -> JsonResponse:
    """The portal's time in milliseconds since 1970, for pages that count down to a deadline."""
    answer = JsonResponse({"now": round(clock.now().timestamp() * 1000)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One round: instants, tracks, fees, seats, who may apply, what is asked."""
    call = call_of(get_object_or_404(Round, code=code), clock.now())
    extended = call.round.extensions.filter(approved=True)
    return render(request, "rounds/detail.html", {"call": call, "extended": extended} | _doors(request.user, call))


def _doors(user: Any, call: Call) -> dict[str, bool]:
    """Which buttons the reader finds."""
    if not isinstance(user, User):
        return {"may_sign_up": True}
    now = clock.now()
    return {
        "may_apply": user.role == Role.SUPPLIER,
        "may_edit": bool(may_edit_round(user, call.round, now)),
        "may_set_seats": bool(may_set_seats(user)),
        "may_see_extensions": user.role in SEES_EVERY_CASE and call.phase != UPCOMING,
    }
