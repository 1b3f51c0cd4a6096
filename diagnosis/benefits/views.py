"""A supplier's benefits on any day, as a page and as data."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from applications import clock
from applications.people.requests import user_of
from applications.suppliers.models import Supplier
from applications.suppliers.queries import suppliers_for
from diagnosis.benefits.forms import DayForm
from diagnosis.benefits.machine import to_data
from diagnosis.benefits.pages import events_of, lines_of
from diagnosis.benefits.queries import BenefitDay, BonusDay, benefits_of, bonus_of
from diagnosis.benefits.requests.offers import offers_of
from diagnosis.findings.permissions import may_record
from diagnosis.machine import as_json

UNFIT = 422


def own(request: HttpRequest) -> HttpResponse:
    """The benefits of the reader's own company."""
    return _page(request, get_object_or_404(suppliers_for(user_of(request))))


def supplier(request: HttpRequest, number: str) -> HttpResponse:
    """The benefits of a company within the reader's scope."""
    return _page(request, _supplier(request, number))


def data(request: HttpRequest, number: str) -> JsonResponse:
    """The same as data; a fault of the question is told with the fields it is in."""
    form = DayForm(request.GET or None)
    found, bonus = _found(_supplier(request, number), form)
    if form.errors:
        return JsonResponse({"errors": form.errors}, status=UNFIT, json_dumps_params={"ensure_ascii": False})
    return as_json(to_data(found, bonus))


def _page(request: HttpRequest, company: Supplier) -> HttpResponse:
    form = DayForm(request.GET or None)
    day, bonus = _found(company, form)
    is_today = day.on == clock.today() and day.known_on is None
    context = {
        "supplier": company,
        "form": form,
        "day": day,
        "bonus": bonus,
        "lines": lines_of(day),
        "offers": offers_of(day, user_of(request)) if is_today else [],
        "events": events_of(day),
        "query": request.GET.urlencode(),
        "may_record": bool(may_record(user_of(request))),
    }
    return render(request, "benefits/day.html", context, status=UNFIT if form.errors else 200)


def _found(company: Supplier, form: DayForm) -> tuple[BenefitDay, BonusDay | None]:
    day = benefits_of(company, form.day(), form.known_on())
    programme = form.programme()
    return day, bonus_of(day, programme, form.points_of_others()) if programme else None


def _supplier(request: HttpRequest, number: str) -> Supplier:
    return get_object_or_404(suppliers_for(user_of(request)), business_number=number)
