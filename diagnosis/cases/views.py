"""The operator's pages: the list of cases, one case, one move."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import clock
from applications.filing.models import Application
from applications.filing.services import MovedAlready
from applications.filing.workflow import BY_NAME, Move
from applications.people.requests import user_of
from applications.permissions import require
from applications.rounds.models import Round
from diagnosis.cases.forms import (
    FeeMoveForm,
    FilterForm,
    PlainMoveForm,
    ReasonMoveForm,
    ReassessForm,
    SupplementForm,
)
from diagnosis.cases.pages import answers_context, case_context, row_of
from diagnosis.cases.permissions import may_perform
from diagnosis.cases.queries import cases_for, chips_of, in_order, listed, narrowed, told
from diagnosis.cases.services import ask_supplement, confirm_fee, perform, reassess

PER_PAGE = 25
UNFIT = 422
MOVED = gettext_lazy("그 사이에 다른 사람이 먼저 처리했습니다. 지금 상태를 확인하세요.")
MoveForm = PlainMoveForm | ReasonMoveForm | FeeMoveForm | ReassessForm | SupplementForm


def listing(request: HttpRequest) -> HttpResponse:
    """Cases by filter, chip and order."""
    form = FilterForm(request.GET or {}, list(Round.objects.all()))
    wanted = form.wanted()
    cases = narrowed(cases_for(user_of(request)), wanted)
    chips = chips_of(cases)
    page = Paginator(listed(cases, wanted).values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    context = {
        "form": form,
        "wanted": wanted,
        "chips": chips,
        "everything": sum(chip.count for chip in chips),
        "page_obj": page,
        "rows": [row_of(application) for application in in_order(user_of(request), page.object_list)],
        "query": query.urlencode(),
    }
    return render(request, "cases/list.html", context)


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One case: what is next, its facts, and all that happened."""
    application = _case(request, code)
    context = case_context(application, user_of(request), application.absent)
    return render(request, "cases/detail.html", context | {"has_result": application.has_result})


def answers(request: HttpRequest, code: str) -> HttpResponse:
    """The answers and evidence of one case, read only."""
    application = _case(request, code)
    context = answers_context(application, user_of(request)) | {"has_result": application.has_result}
    return render(request, "cases/answers.html", context)


def move(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Ask for confirmation, and for what the move needs; a post makes it."""
    application = _case(request, code)
    if name not in BY_NAME:
        raise Http404(name)
    wanted = BY_NAME[name]
    if application.state != wanted.start and request.method == "POST":
        messages.info(request, MOVED)  # the second click of two, or a colleague's
        return redirect("cases:detail", code)
    require(may_perform(user_of(request), application, wanted))
    form = _form(application, wanted, request)
    if request.method == "POST" and form.is_valid():
        return _moved(request, application, wanted, form)
    context = {"application": application, "move": wanted, "form": form, "statement": getattr(application, "fee", None)}
    return render(request, "cases/move.html", context, status=UNFIT if form.errors else 200)


def _moved(request: HttpRequest, application: Application, wanted: Move, form: MoveForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        if isinstance(form, FeeMoveForm):
            confirm_fee(application, paid_on=said["paid_on"], by=user_of(request))
        elif isinstance(form, SupplementForm):
            ask_supplement(application, form.notes(), **form.said(), documents=form.documents(), by=user_of(request))
        elif isinstance(form, ReassessForm):
            names = ("way", "items", "reason")
            reassess(application, **{name: said[name] for name in names}, by=user_of(request))
            application.refresh_from_db(fields=["state"])
        else:
            perform(application, wanted, reason=said.get("reason", ""), by=user_of(request))
    except MovedAlready:
        messages.info(request, MOVED)
    else:
        state = application.get_state_display()
        told = _("«%(move)s» 처리했습니다. 지금 상태는 %(state)s입니다.")
        messages.success(request, told % {"move": wanted.label, "state": state})
    return redirect("cases:detail", application.code)


def _form(application: Application, wanted: Move, request: HttpRequest) -> MoveForm:
    data = request.POST if request.method == "POST" else None
    if wanted.name == "reassess":
        return ReassessForm(application, data)
    if wanted.name == "request_supplement":
        return SupplementForm(application, data)
    if wanted.name == "confirm_fee":
        return FeeMoveForm(data, initial={"paid_on": clock.today()})
    return ReasonMoveForm(data) if wanted.asks_reason else PlainMoveForm(data)


def _case(request: HttpRequest, code: str) -> Application:
    return get_object_or_404(told(cases_for(user_of(request))), code=code)
