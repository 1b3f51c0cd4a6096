"""The agency's pages of corrections and revocations: asking, deciding, refusing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from applications.filing.services import MovedAlready
from applications.moments import day_text
from applications.people.requests import user_of
from applications.permissions import require
from applications.roles import Role
from diagnosis.rulings import services
from diagnosis.rulings.forms import CorrectionForm, RecountForm, RefusalForm, RevocationForm
from diagnosis.rulings.inputs import StaleInput
from diagnosis.rulings.models import Ruling, RulingState
from diagnosis.rulings.permissions import may_ask, may_decide, may_refuse
from diagnosis.rulings.queries import resting_on, rulings_for
from diagnosis.rulings.recounts import Proposal, overtaken, proposal_for
from diagnosis.rulings.regrading import CannotCorrect, figures_of, foreseen
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.queries import outcomes_for

PER_PAGE, UNFIT = 30, 422
LABELS = {
    "base": gettext_lazy("진단 점수"),
    "ai": gettext_lazy("제조AI 점수"),
    "bonus": gettext_lazy("가점"),
    "total": gettext_lazy("총점"),
    "level": gettext_lazy("등급"),
    "base_level": gettext_lazy("가점 전 등급"),
}


def listing(request: HttpRequest) -> HttpResponse:
    """Every correction and revocation, what waits first."""
    rulings = rulings_for(user_of(request)).order_by("state", "-asked_at", "-pk")
    page = Paginator(rulings, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "overtaken": overtaken(), "is_agency": user_of(request).role == Role.AGENCY}
    return render(request, "rulings/list.html", context)


def revocation(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that a result be revoked."""
    outcome = _outcome(request, code)
    require(may_ask(user_of(request), outcome))
    form = RevocationForm(outcome, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _asked(request, form)
    return render(request, "rulings/revoke.html", _asking(outcome, form), status=UNFIT if form.errors else 200)


def correction(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that a result be corrected: which letters and ratings are to read otherwise."""
    outcome = _outcome(request, code)
    require(may_ask(user_of(request), outcome))
    form = CorrectionForm(outcome, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, form)
        except CannotCorrect as reason:
            form.add_error(None, str(reason))
        except StaleInput as stale:
            form.add_error(None, _("그사이 값이 바뀐 항목이 있습니다: %(items)s") % {"items": stale})
    return render(request, "rulings/correct.html", _asking(outcome, form), status=UNFIT if form.errors else 200)


def recount(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a result with the AI score that stands now, beside the one that counts, and ask for it."""
    outcome = _outcome(request, code)
    require(may_ask(user_of(request), outcome))
    proposal = proposal_for(outcome)
    form = RecountForm(outcome, request.POST or None, _filled_in(proposal) if proposal else None)
    expected: dict[str, str] = {}
    try:
        if proposal and request.method == "POST" and form.is_valid():
            return _asked(request, form)
        expected = foreseen(outcome, [], by=user_of(request)) if proposal else {}
    except CannotCorrect as reason:
        form.add_error(None, str(reason))
    context = _asking(outcome, form) | {"proposal": proposal, "figures": _figures(outcome, expected)}
    return render(request, "rulings/recount.html", context, status=UNFIT if form.errors else 200)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with what it changes, and the buttons of those who decide."""
    ruling = get_object_or_404(rulings_for(user_of(request)), pk=pk)
    return render(request, "rulings/detail.html", _about(request, ruling))


@require_POST
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out what was asked."""
    ruling = get_object_or_404(rulings_for(user_of(request)), pk=pk)
    require(may_decide(user_of(request), ruling))
    try:
        services.decide_ruling(ruling, by=user_of(request))
    except (services.DecidedAlready, MovedAlready):
        messages.warning(request, _("그사이 다른 사람이 처리했습니다. 지금 상태를 확인해 주세요."))
    except StaleInput as stale:
        told = _("요청한 뒤에 값이 바뀐 항목이 있어 정정하지 못했습니다: %(items)s. 반려하고 다시 요청해 주세요.")
        messages.error(request, told % {"items": stale})
    except CannotCorrect as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("처리했습니다. 공급기업에 알림을 보냈습니다."))
    return redirect("rulings:detail", pk)


@require_POST
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the result as it is, for a stated reason."""
    ruling = get_object_or_404(rulings_for(user_of(request)), pk=pk)
    require(may_refuse(user_of(request), ruling))
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return render(request, "rulings/detail.html", _about(request, ruling) | {"refusal_form": form}, status=UNFIT)
    try:
        services.refuse_ruling(ruling, reason=form.cleaned_data["reason"], by=user_of(request))
    except services.DecidedAlready:
        messages.warning(request, _("그사이 다른 사람이 처리했습니다. 지금 상태를 확인해 주세요."))
    else:
        messages.success(request, _("요청을 끝냈습니다. 결과는 그대로입니다."))
    return redirect("rulings:detail", pk)


def _asked(request: HttpRequest, form: RevocationForm) -> HttpResponse:
    said = {"reason": form.cleaned_data["reason"], "effective_on": form.cleaned_data["effective_on"]}
    try:
        if isinstance(form, CorrectionForm | RecountForm):
            ruling = services.ask_correction(form.outcome, form.changes(), by=user_of(request), **said)
        else:
            ruling = services.ask_revocation(form.outcome, by=user_of(request), **said)
    except services.AskedAlready:
        messages.info(request, _("결정을 기다리는 정정·취소 요청이 이미 있습니다."))
        return redirect("rulings:list")
    messages.success(request, _("요청했습니다. 다른 전담기관 담당자가 결정하면 처리됩니다."))
    return redirect("rulings:detail", ruling.pk)


def _asking(outcome: Outcome, form: RevocationForm) -> dict[str, Any]:
    return {"outcome": outcome, "application": outcome.application, "form": form, "resting": resting_on(outcome)}


def _filled_in(proposal: Proposal) -> dict[str, Any]:
    """The day and the reason as the portal proposes them; the official may write others."""
    told = (
        _("가점으로 반영한 제조AI 진단 결과(%(code)s)가 %(day)s부터 취소되어 가점을 빼고 다시 계산했습니다.")
        if proposal.is_revoked
        else _("가점으로 반영한 제조AI 진단 결과(%(code)s)가 %(day)s부터 바뀌어 가점을 다시 계산했습니다.")
    )
    facts = {"code": proposal.source.application.code, "day": day_text(proposal.since)}
    return {"effective_on": proposal.since, "reason": " ".join(filter(None, [told % facts, proposal.reason]))}


def _figures(outcome: Outcome, expected: dict[str, str]) -> list[tuple[Any, str | None, str | None]]:
    """Every figure as it is and as it would be."""
    now = figures_of(outcome)
    return [(LABELS[name], now.get(name), expected.get(name)) for name in LABELS if name in now or name in expected]


def _about(request: HttpRequest, ruling: Ruling) -> dict[str, Any]:
    user = user_of(request)
    return {
        "ruling": ruling,
        "outcome": ruling.outcome,
        "application": ruling.outcome.application,
        "figures": _figures(ruling.outcome, ruling.expected),
        "may_decide": may_decide(user, ruling),
        "may_refuse": may_refuse(user, ruling),
        "is_own": ruling.asked_by_id == user.pk,
        "refusal_form": RefusalForm(),
        "resting": resting_on(ruling.outcome),
        "may_recount": user.role == Role.AGENCY and ruling.state == RulingState.DECIDED,
    }


def _outcome(request: HttpRequest, code: str) -> Outcome:
    return get_object_or_404(outcomes_for(user_of(request)).filter(current=True, fault=""), application__code=code)
