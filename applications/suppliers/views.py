"""Pages of the register: the company's own profile, the operator's list and file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.roles import Role
from applications.suppliers import services
from applications.suppliers.entry.queries import is_listed, technology_names
from applications.suppliers.forms import NumberCheckForm, PoolMoveForm, ProfileForm, SearchForm
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.numbers import LENGTH, bare, format_business_number
from applications.suppliers.permissions import may_edit_profile, may_pool_move, pool_moves_open_to
from applications.suppliers.pool import BY_NAME
from applications.suppliers.queries import counts_by_state, found, history_of, missing, suppliers_for
from applications.suppliers.regions import current_code, region, region_name

ROWS = 30
TONES = {
    PoolState.DRAFT: "neutral",
    PoolState.SUBMITTED: "info",
    PoolState.SUPPLEMENT: "warning",
    PoolState.APPROVED: "success",
    PoolState.REFUSED: "danger",
    PoolState.SUSPENDED: "warning",
    PoolState.LAPSED: "warning",
    PoolState.REMOVED: "danger",
}


@require_GET
def number_check(request: HttpRequest) -> HttpResponse:
    """A fragment that says how far the typed number is, whether it is right, and whether somebody has it."""
    form = NumberCheckForm(request.GET)
    number = form.cleaned_data["business_number"] if form.is_valid() else ""
    typed = bare(request.GET.get("business_number", ""))
    shown = {
        "form": form,
        "typed": len(typed) if typed.isdecimal() else LENGTH,
        "registered": bool(number) and Supplier.objects.filter(business_number=number).exists(),
    }
    return render(request, "suppliers/_number_check.html", shown)


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The company's own page: read, edit, and submit to the POOL."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user))
    may_edit = may_edit_profile(user, supplier)
    form = ProfileForm(request.POST or None, supplier=supplier)
    if request.method == "POST":
        require(may_edit)
        if form.is_valid():
            services.edit_profile(supplier, form.cleaned_data, by=user)
            messages.success(request, _("기업 정보를 저장했습니다."))
            return redirect("suppliers:profile")
    context = _about(user, supplier) | {"form": form, "refusal": may_edit.reason}
    return render(request, "suppliers/profile.html", context)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All suppliers this person may see, with search and filter."""
    mine = suppliers_for(user_of(request))
    search = SearchForm(request.GET)
    rows = found(mine, **search.criteria())
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    lines = [_line(supplier) for supplier in page]
    context = {"page": page, "lines": lines, "search": search, "states": _state_links(counts_by_state(mine))}
    return render(request, "suppliers/list.html", context)


@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One supplier's file with the moves open to the reader."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user), business_number=number)
    return render(request, "suppliers/detail.html", _about(user, supplier))


@require_POST
def pool_move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """One move of the POOL table, for the company's people and the operator alike."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user), business_number=number)
    if move not in BY_NAME:
        raise Http404
    require(may_pool_move(user, supplier, BY_NAME[move]))
    form = PoolMoveForm(request.POST, move=BY_NAME[move])
    if not form.is_valid():
        return render(request, "suppliers/detail.html", _about(user, supplier, tried=form), status=422)
    return _moved(request, supplier, form, by=user)


def _moved(request: HttpRequest, supplier: Supplier, form: PoolMoveForm, *, by: User) -> HttpResponse:
    try:
        services.move_pool(supplier, form.move.name, by=by, reason=form.cleaned_data.get("reason", ""))
    except services.NotComplete as gaps:
        messages.error(request, _("다음 항목을 먼저 채워 주세요: %(labels)s") % {"labels": ", ".join(gaps.args[0])})
    except services.MovedAlready:
        messages.warning(request, _("이미 처리된 건입니다. 지금 상태를 확인해 주세요."))
    else:
        messages.success(request, _("«%(move)s» 처리를 마쳤습니다.") % {"move": form.move.label})
    if by.role == Role.SUPPLIER:
        return redirect("suppliers:profile")
    return redirect("suppliers:detail", number=supplier.business_number)


def _line(supplier: Supplier) -> dict[str, Any]:
    return {
        "supplier": supplier,
        "number": format_business_number(supplier.business_number),
        "region": region(current_code(supplier.region_code, clock.today())).short_label,
        "tone": TONES[PoolState(supplier.pool_state)],
    }


def _state_links(counts: dict[str, int]) -> list[tuple[Any, str, int]]:
    address = reverse("suppliers:list")
    every = (_("전체"), address, sum(counts.values()))
    return [every, *((PoolState(state).label, f"{address}?state={state}", count) for state, count in counts.items())]


def _about(user: User, supplier: Supplier, tried: PoolMoveForm | None = None) -> dict[str, Any]:
    moves = pool_moves_open_to(user, supplier)
    blank = {move.name: PoolMoveForm(move=move) for move in moves}
    return {
        "supplier": supplier,
        "number": format_business_number(supplier.business_number),
        "region": region_name(supplier.region_code, clock.today()),
        "tone": TONES[PoolState(supplier.pool_state)],
        "forms": list((blank | ({tried.move.name: tried} if tried else {})).values()),
        "missing": missing(supplier),
        "members": supplier.members.select_related("user").order_by("joined_at"),
        "history": history_of(supplier),
        "technologies": technology_names(supplier),
        "is_listed": is_listed(supplier),
    }
