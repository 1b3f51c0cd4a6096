"""The assessor's pages: answering an invitation, reading, marking, closing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.people.requests import user_of
from applications.permissions import require
from applications.suppliers.numbers import format_business_number
from diagnosis.panels.desk import desk_of
from diagnosis.panels.forms import DeclareForm, DeclineForm
from diagnosis.panels.marking import NotComplete, SheetClosed, close_sheet
from diagnosis.panels.models import Assignment, Interest
from diagnosis.panels.pages import SheetPage, item_page
from diagnosis.panels.permissions import may_declare, may_mark, may_read, sheet_of
from diagnosis.panels.queries import assignments_for
from diagnosis.panels.services import AnsweredAlready, declare, decline
from grading.load import load_scheme

CONFLICT, UNFIT = 409, 422
PER_PAGE = 30


def mine(request: HttpRequest) -> HttpResponse:
    """Every case the assessor was ever asked for, what needs an answer first."""
    page = Paginator(desk_of(user_of(request), every=True), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "panels/mine.html", {"page_obj": page})


def declaration(request: HttpRequest, code: str) -> HttpResponse:
    """Show the invitation and take the answer: a declaration with pledge, or a coded refusal."""
    place = _place(request, code)
    verdict = may_declare(user_of(request), place)
    declining = "code" in request.POST
    declare_form = DeclareForm(None if declining else request.POST or None)
    decline_form = DeclineForm(request.POST if declining else None)
    form = decline_form if declining else declare_form
    if request.method == "POST":
        require(verdict)
        if form.is_valid():
            return _answered(request, place, form)
    context = {
        "place": place,
        "application": place.application,
        "number": format_business_number(place.application.supplier.business_number),
        "refusal": verdict.reason,
        "declare_form": declare_form,
        "decline_form": decline_form,
        "conflict_years": load_scheme(place.application.scheme_code).panel.conflict_years,
    }
    return render(request, "panels/declare.html", context, status=UNFIT if form.errors else 200)


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show or save a whole sheet. A post saves all that can be saved and gives the rest back as typed."""
    place = _place(request, code)
    require(may_read(user_of(request), place))
    if request.method != "POST":
        return render(request, "panels/sheet.html", SheetPage(place, by=user_of(request)).context())
    require(may_mark(user_of(request), place))
    page = SheetPage(place, by=user_of(request), data=request.POST)
    if not page.save():
        return render(request, "panels/sheet.html", page.context(), status=_status(page))
    messages.success(request, _("저장했습니다."))
    if "close" in request.POST:
        return redirect("panels:close", code)
    return redirect(page.address(request.POST.get("at", "")))


@require_POST
def mark(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Save one mark and answer with the parts of the page that change: its state and the running total."""
    place = _place(request, code)
    require(may_mark(user_of(request), place))
    page = item_page(place, item, by=user_of(request), data=request.POST)
    status = 200 if page.save() else _status(page)
    return render(request, "panels/saved.html", page.context(), status=status)


def close(request: HttpRequest, code: str) -> HttpResponse:
    """Show what closing means and what is missing; a post seals the sheet."""
    place = _place(request, code)
    require(may_mark(user_of(request), place))
    own = sheet_of(place)
    assert own is not None  # may_mark refuses places without a sheet
    if request.method == "POST":
        try:
            close_sheet(own, by=user_of(request))
        except NotComplete:
            messages.error(request, _("평점이나 사유가 빠진 항목이 있어 마감하지 못했습니다."))
            return redirect("panels:close", code)
        except SheetClosed as closed:
            messages.info(request, str(closed))
            return redirect("workspace")
        messages.success(request, _("평가표를 마감했습니다."))
        return redirect("workspace")
    return render(request, "panels/close.html", SheetPage(place, by=user_of(request)).context())


def _answered(request: HttpRequest, place: Assignment, form: DeclareForm | DeclineForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        if isinstance(form, DeclineForm):
            decline(place, code=said["code"], explanation=said["explanation"], by=user_of(request))
        else:
            declare(place, interest=said["interest"], explanation=said["explanation"], by=user_of(request))
    except AnsweredAlready:
        messages.info(request, _("이미 처리된 위촉 요청입니다."))
        return redirect("workspace")
    messages.success(request, _outcome(place))
    return redirect("workspace")


def _outcome(place: Assignment) -> str:
    if place.interest == Interest.UNSURE:
        return _("신고를 접수했습니다. 운영기관이 판단하면 알려 드립니다.")
    if place.pledged_at is None:
        return _("위촉을 거절했습니다.")
    return _("위촉을 수락했습니다. 자료를 열람할 수 있습니다.")


def _place(request: HttpRequest, code: str) -> Assignment:
    places = assignments_for(user_of(request)).select_related("sheet")
    return get_object_or_404(places, application__code=code)


def _status(page: SheetPage) -> int:
    return CONFLICT if page.has_stale else UNFIT
