"""The officials' pages of exclusions."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.sanctions import queries, services
from applications.sanctions.forms import STANDINGS, ProposeForm, SearchForm, WhyForm
from applications.sanctions.models import Sanction
from applications.sanctions.permissions import may_confirm, may_lift, may_propose, may_turn_down
from applications.suppliers.numbers import format_business_number

ROWS = 30
UNFIT = 422
TONES = {queries.WAITING: "warning", queries.ACTIVE: "danger", queries.PAST: "neutral", queries.REFUSED: "neutral"}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All exclusions, with search and filter."""
    search, today = SearchForm(request.GET), clock.today()
    rows = queries.found(queries.sanctions_for(user_of(request)), **search.criteria(), day=today)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    shown = {"page": page, "lines": [_line(one) for one in page], "search": search}
    return render(request, "sanctions/list.html", shown | {"may_propose": may_propose(user_of(request))})


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest) -> HttpResponse:
    """Write an exclusion down."""
    form = ProposeForm(request.POST or None)
    if form.is_valid():
        sanction = services.propose(form.cleaned_data, by=user_of(request))
        messages.success(request, _("등록했습니다. 전담기관의 다른 담당자가 확정하면 적용됩니다."))
        return redirect("sanctions:detail", sanction.pk)
    return render(request, "sanctions/new.html", {"form": form}, status=UNFIT if form.errors else 200)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One exclusion with what may be done about it."""
    return render(request, "sanctions/detail.html", _about(user_of(request), _sanction(request, pk)))


@require_POST
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it count."""
    sanction = _sanction(request, pk)
    require(may_confirm(user_of(request), sanction))
    try:
        services.confirm(sanction, by=user_of(request))
    except services.DecidedAlready:
        messages.warning(request, _("그사이 다른 사람이 결정했습니다."))
    else:
        messages.success(request, _("참여 제한을 확정하고 기업에 알렸습니다."))
    return redirect("sanctions:detail", pk)


@require_POST
def turning_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse or take back what was proposed."""
    sanction = _sanction(request, pk)
    require(may_turn_down(user_of(request), sanction))
    return _explained(request, sanction, services.turn_down, _("등록을 끝냈습니다. 적용되지 않습니다."))


@require_POST
def lifting(request: HttpRequest, pk: int) -> HttpResponse:
    """End it early."""
    sanction = _sanction(request, pk)
    require(may_lift(user_of(request), sanction))
    return _explained(request, sanction, services.lift, _("참여 제한을 해제하고 기업에 알렸습니다."))


def _explained(request: HttpRequest, sanction: Sanction, act: Any, told: str) -> HttpResponse:
    form = WhyForm(request.POST)
    if not form.is_valid():
        about = _about(user_of(request), sanction) | {"form": form}
        return render(request, "sanctions/detail.html", about, status=UNFIT)
    try:
        act(sanction, reason=form.cleaned_data["reason"], by=user_of(request))
    except services.DecidedAlready:
        messages.warning(request, _("그사이 다른 사람이 결정했습니다."))
    else:
        messages.success(request, told)
    return redirect("sanctions:detail", sanction.pk)


def _sanction(request: HttpRequest, pk: int) -> Sanction:
    return get_object_or_404(queries.sanctions_for(user_of(request)), pk=pk)


def _line(sanction: Sanction) -> dict[str, Any]:
    standing = queries.standing_of(sanction, clock.today())
    number = format_business_number(sanction.business_number)
    return {"sanction": sanction, "number": number, "label": STANDINGS[standing], "tone": TONES[standing]}


def _about(user: User, sanction: Sanction) -> dict[str, Any]:
    return _line(sanction) | {
        "may_confirm": may_confirm(user, sanction),
        "may_turn_down": may_turn_down(user, sanction),
        "may_lift": may_lift(user, sanction),
        "is_own": sanction.proposed_by_id == user.pk,
        "form": WhyForm(),
    }
