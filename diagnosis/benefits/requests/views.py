"""Asking for a benefit and answering, page by page."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications import clock
from applications.people.requests import user_of
from applications.permissions import require
from applications.suppliers.queries import suppliers_for
from diagnosis.benefits.pages import lines_of
from diagnosis.benefits.queries import benefits_of
from diagnosis.benefits.requests import services
from diagnosis.benefits.requests.forms import AnswerForm, AskForm, SearchForm
from diagnosis.benefits.requests.models import BenefitRequest, RequestState
from diagnosis.benefits.requests.permissions import may_answer, may_ask, may_grant, may_withdraw
from diagnosis.benefits.requests.queries import (
    due_on,
    entitlement_of,
    entitlement_today,
    live_request,
    name_of,
    narrowed,
    requests_for,
    way_of,
    what_of,
    where_of,
)
from diagnosis.findings.permissions import may_record

PER_PAGE, UNFIT = 30, 422


def listing(request: HttpRequest) -> HttpResponse:
    """Every company's requests, those that wait unless another state is asked for."""
    form = SearchForm({"state": RequestState.ASKED, **request.GET.dict()})
    said = form.cleaned_data if form.is_valid() else {}
    found = narrowed(requests_for(user_of(request)), said.get("state", ""), said.get("q", ""))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, name_of(one.benefit), due_on(one)) for one in page.object_list]
    return render(request, "benefit_requests/list.html", {"form": form, "page_obj": page, "rows": rows})


def asking(request: HttpRequest, benefit: str) -> HttpResponse:
    """What would be sent, then the request itself; asked again, the one that stands is shown."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user))
    if live := live_request(supplier, benefit):
        return redirect("benefit_requests:detail", live.pk)
    day = benefits_of(supplier, clock.today())
    one = entitlement_of(day, benefit)
    require(may_ask(user, supplier, one))
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = services.ask(supplier, benefit, form.cleaned_data["words"], by=user)
        messages.success(request, _("신청했습니다. 답변이 오면 알림과 이메일로 알려 드려요."))
        return redirect("benefit_requests:detail", asked.pk)
    context = {"supplier": supplier, "form": form, "one": one} | _told(benefit)
    return render(request, "benefit_requests/ask.html", context, status=UNFIT if form.errors else 200)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: for the company what became of it, for officials the facts that decide."""
    return render(request, "benefit_requests/detail.html", _about(request, _asked(request, pk)))


@require_POST
def withdrawing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the request back."""
    asked = _asked(request, pk)
    require(may_withdraw(user_of(request), asked))
    try:
        services.withdraw(asked, by=user_of(request))
    except services.AnsweredAlready:
        messages.warning(request, _("그사이 답변이 왔습니다. 아래에서 확인해 주세요."))
    else:
        messages.success(request, _("신청을 거두었습니다. 언제든 다시 신청할 수 있어요."))
    return redirect("benefit_requests:detail", pk)


@require_POST
def answering(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the request; a benefit that is not open today is not given."""
    asked, user = _asked(request, pk), user_of(request)
    require(may_answer(user, asked))
    form = AnswerForm(may_grant(user, asked, entitlement_today(asked.supplier, asked.benefit)), request.POST)
    if not form.is_valid():
        context = _about(request, asked) | {"form": form}
        return render(request, "benefit_requests/detail.html", context, status=UNFIT)
    try:
        if form.cleaned_data["decision"] == RequestState.GRANTED:
            services.grant(asked, form.cleaned_data["words"], by=user)
        else:
            services.turn_down(asked, form.cleaned_data["words"], by=user)
    except services.AnsweredAlready:
        messages.warning(request, _("그사이 다른 사람이 처리했거나 기업이 신청을 거두었습니다."))
    else:
        messages.success(request, _("답변했습니다. 기업에 알림을 보냈습니다."))
    return redirect("benefit_requests:detail", pk)


def _asked(request: HttpRequest, pk: int) -> BenefitRequest:
    return get_object_or_404(requests_for(user_of(request)), pk=pk)


def _about(request: HttpRequest, asked: BenefitRequest) -> dict[str, Any]:
    user, day = user_of(request), benefits_of(asked.supplier, clock.today())
    one = entitlement_of(day, asked.benefit)
    verdict = may_grant(user, asked, one)
    lines = [line for line, found in zip(lines_of(day), day.entitlements, strict=True) if found is one]
    return {
        "asked": asked,
        "supplier": asked.supplier,
        "due": due_on(asked),
        "lines": lines,
        "form": AnswerForm(verdict),
        "may_answer": may_answer(user, asked),
        "may_grant": verdict,
        "may_withdraw": may_withdraw(user, asked),
        "may_record": may_record(user),
    } | _told(asked.benefit)


def _told(benefit: str) -> dict[str, Any]:
    way = way_of(benefit)
    return {"benefit": name_of(benefit), "way": way, "where": where_of(benefit), "what": what_of(benefit)}
