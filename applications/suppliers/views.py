"""Pages of the register: the company's own profile, the operator's list and file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.roles import Role
from applications.suppliers import services
from applications.suppliers.entry.changes.models import EntryChange
from applications.suppliers.entry.changes.moves import BY_NAME as CHANGE_MOVES
from applications.suppliers.entry.changes.permissions import may_move_change
from applications.suppliers.entry.changes.queries import open_change_of
from applications.suppliers.entry.changes.services import ChangeMovedAlready, NothingToChange, move_change
from applications.suppliers.entry.services import note_staff_reading
from applications.suppliers.entry.tables import standing_with_files
from applications.suppliers.entry.telling import tell
from applications.suppliers.files import TONES, file_of
from applications.suppliers.forms import NumberCheckForm, PoolMoveForm, SearchForm
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.numbers import LENGTH, bare, format_business_number
from applications.suppliers.permissions import may_pool_move
from applications.suppliers.pool import BY_NAME
from applications.suppliers.queries import counts_by_state, filed_suppliers, found, suppliers_for
from applications.suppliers.regions import current_code, region

ROWS = 30


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
    supplier = get_object_or_404(filed_suppliers(user), business_number=number)
    return render(request, "suppliers/detail.html", file_of(user, supplier))


@require_GET
def staff(request: HttpRequest, number: str) -> HttpResponse:
    """The people of a company: personal data, so each reading is written down."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user), business_number=number)
    note_staff_reading(supplier, by=user)
    standing, files = standing_with_files(supplier)
    context = {"supplier": supplier, "told": tell("staff", standing["staff"], files)}
    return render(request, "suppliers/staff.html", context)


@require_POST
def pool_move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """One move of the POOL table, for the company's people and the operator alike."""
    user = user_of(request)
    supplier = get_object_or_404(filed_suppliers(user), business_number=number)
    if move not in BY_NAME:
        raise Http404
    require(may_pool_move(user, supplier, BY_NAME[move]))
    form = PoolMoveForm(request.POST, move=BY_NAME[move])
    if not form.is_valid():
        if user.role == Role.SUPPLIER:
            return redirect("suppliers:profile")
        return render(request, "suppliers/detail.html", file_of(user, supplier, tried=form), status=422)
    return _moved(request, supplier, form, by=user)


@require_POST
def change_move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """One move of the change under way, for the company's people and the operator alike."""
    user = user_of(request)
    supplier = get_object_or_404(filed_suppliers(user), business_number=number)
    change = get_object_or_404(
        EntryChange.objects.select_related("supplier"), pk=getattr(open_change_of(supplier), "pk", 0)
    )
    if move not in CHANGE_MOVES:
        raise Http404
    require(may_move_change(user, change, CHANGE_MOVES[move]))
    form = PoolMoveForm(request.POST, move=CHANGE_MOVES[move])
    if not form.is_valid():
        return render(request, "suppliers/detail.html", file_of(user, supplier, tried_change=form), status=422)
    _change_moved(request, change, form, by=user)
    return _back(supplier, user)


def _moved(request: HttpRequest, supplier: Supplier, form: PoolMoveForm, *, by: User) -> HttpResponse:
    try:
        services.move_pool(supplier, form.move.name, by=by, **form.cleaned_data)
    except services.NotComplete as gaps:
        messages.error(request, _("다음을 먼저 채워 주세요. %(gaps)s") % {"gaps": " / ".join(gaps.args[0])})
    except services.MovedAlready:
        messages.warning(request, _("이미 처리된 건입니다. 지금 상태를 확인해 주세요."))
    else:
        messages.success(request, _("«%(move)s» 처리를 마쳤습니다.") % {"move": form.move.label})
    return _back(supplier, by)


def _change_moved(request: HttpRequest, change: EntryChange, form: PoolMoveForm, *, by: User) -> None:
    try:
        move_change(change, form.move.name, by=by, **form.cleaned_data)
    except ChangeMovedAlready:
        messages.warning(request, _("이미 처리된 건입니다. 지금 상태를 확인해 주세요."))
    except NothingToChange:
        messages.error(request, _("제출할 변경이 없거나 고칠 곳이 남아 있습니다."))
    else:
        messages.success(request, _("«%(move)s» 처리를 마쳤습니다.") % {"move": form.move.label})


def _back(supplier: Supplier, user: User) -> HttpResponse:
    if user.role == Role.SUPPLIER:
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
