"""Tax status: the company's own page, the officials' list and file."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.roles import Role
from applications.suppliers.models import Supplier
from applications.suppliers.numbers import format_business_number
from applications.suppliers.queries import suppliers_for
from applications.taxation import queries, services
from applications.taxation.forms import PileForm, VerifyForm
from applications.taxation.models import ANSWERS, TaxState
from applications.taxation.office import is_connected
from applications.taxation.permissions import may_ask_office, may_verify_by_hand

ROWS = 30
UNFIT = 422
TONES = {TaxState.ACTIVE: "success", TaxState.SUSPENDED: "danger", TaxState.CLOSED: "danger"}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Companies whose status is to be looked up, or is not as it should be."""
    form, at = PileForm(request.GET), clock.now()
    rows = queries.narrowed(queries.watched_for(user_of(request)), form.chosen(), at)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    fresh = queries.fresh_from(at)
    lines = [(one, format_business_number(one.business_number), *_told(one, fresh)) for one in page]
    shown = {"page": page, "lines": lines, "form": form, "connected": is_connected()}
    return render(request, "taxation/list.html", shown | {"days": settings.TAX_STATUS_DAYS})


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What is known about the person's own company, and how to have it looked up again."""
    supplier = get_object_or_404(suppliers_for(user_of(request)))
    return render(request, "taxation/mine.html", _about(user_of(request), supplier))


@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Every look-up of one company, and the official's own."""
    supplier = get_object_or_404(suppliers_for(user_of(request)), business_number=number)
    return render(request, "taxation/detail.html", _about(user_of(request), supplier) | {"form": VerifyForm()})


@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the tax office now."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user), business_number=number)
    require(may_ask_office(user, supplier, clock.now()))
    check = services.ask_office([supplier], by=user)[0]
    if check.state in ANSWERS:
        messages.success(request, _("국세청에서 확인했습니다: %(state)s") % {"state": check.get_state_display()})
    else:
        told = _("국세청에서 답을 받지 못했습니다(%(why)s). 잠시 뒤 다시 조회해 주세요.")
        messages.error(request, told % {"why": check.get_state_display()})
    if user.role == Role.SUPPLIER:
        return redirect("taxation:mine")
    return redirect("taxation:detail", number)


@require_POST
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what the official saw."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user), business_number=number)
    require(may_verify_by_hand(user))
    form = VerifyForm(request.POST)
    if not form.is_valid():
        return render(request, "taxation/detail.html", _about(user, supplier) | {"form": form}, status=UNFIT)
    given = form.cleaned_data
    services.verify_by_hand(supplier, state=TaxState(given["state"]), evidence=given["evidence"], by=user)
    messages.success(request, _("세무 상태를 확인한 것으로 기록했습니다."))
    return redirect("taxation:detail", number)


def _told(supplier: Any, fresh: Any) -> tuple[str, str]:
    if supplier.told is None:
        return _("확인한 적 없음"), "warning"
    label = str(TaxState(supplier.told).label)
    if supplier.told_at < fresh:
        return _("%(state)s · 오래됨") % {"state": label}, "warning"
    return label, TONES.get(TaxState(supplier.told), "danger")


def _about(user: User, supplier: Supplier) -> dict[str, Any]:
    at = clock.now()
    status = queries.status_of(supplier, at)
    return {
        "supplier": supplier,
        "number": format_business_number(supplier.business_number),
        "status": status,
        "label": _label(status),
        "tone": "danger" if status.is_bad else "success" if status.is_good else "warning",
        "checks": list(queries.checks_for(user, supplier)[:ROWS]),
        "may_ask": may_ask_office(user, supplier, at),
        "may_verify": may_verify_by_hand(user),
        "connected": is_connected(),
        "required": settings.TAX_STATUS_REQUIRED,
    }


def _label(status: queries.TaxStatus) -> str:
    if status.check is None:
        return _("확인 대기")
    label = str(status.check.get_state_display())
    return _("%(state)s · 오래됨") % {"state": label} if status.state == queries.STALE else label
