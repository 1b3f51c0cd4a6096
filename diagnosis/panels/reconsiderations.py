"""The pages of a reconciliation: an assessor looks again at named items, an operator goes on without waiting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.filing.queries import applications_for
from applications.people.requests import user_of
from applications.permissions import require
from diagnosis.answers.forms import ProseField, RatedForm
from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.queries import answers_of, evidence_of, reading_of
from diagnosis.panels.forms import LONGEST_REASON, ReasonForm
from diagnosis.panels.models import Assignment, Mark, Reconciliation
from diagnosis.panels.permissions import may_reconsider, may_settle, sheet_of
from diagnosis.panels.queries import assignments_for, marks_by_item
from diagnosis.panels.reconciling import open_reconciliation, unanswered
from diagnosis.panels.reconsidering import AnsweredBefore, Second, reconsider, settle
from grading.values import Item

UNFIT = 422


class SecondForm(RatedForm):
    """The second rating of an item, with the reason for keeping or changing it; the first is chosen beforehand."""

    words = "reason"
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = ProseField(
        label=gettext_lazy("재검토 사유"),
        rows=4,
        required=True,
        strip=True,
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("그대로 두더라도 사유를 적어 주세요.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("reason", None)
        self.fields["rating"].required = True
        self.fields["rating"].error_messages["required"] = gettext_lazy("평점을 골라 주세요.")


@dataclass(frozen=True)
class Line:
    """One item to look at again: what the supplier says, what the assessor said first, and the form for now."""

    item: Item
    form: SecondForm
    mark: Mark | None
    answer: Answer | None
    evidence: list[Evidence]


def reconsideration(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked of this assessor; a post answers all of it at once. Nobody else's rating is shown."""
    places = assignments_for(user_of(request)).select_related("sheet")
    place = get_object_or_404(places, application__code=code)
    asked = open_reconciliation(place.application)
    verdict = may_reconsider(user_of(request), place, asked)
    if request.method == "GET" and not verdict and sheet_of(place):
        messages.info(request, verdict.reason)
        return redirect("panels:mine")
    require(verdict)
    assert asked is not None  # may_reconsider refuses without
    lines = _lines(place, asked, request.POST if request.method == "POST" else None)
    faults = [line for line in lines if not line.form.is_valid()]
    if request.method == "POST" and not faults:
        return _answered(request, place, lines)
    context = {"place": place, "application": place.application, "asked": asked, "lines": lines}
    return render(request, "panels/reconsider.html", context, status=UNFIT if request.method == "POST" else 200)


def settling(request: HttpRequest, code: str) -> HttpResponse:
    """Ask an operator for the reason and go on with the sheets as they are."""
    application = get_object_or_404(applications_for(user_of(request)), code=code)
    waiting = get_object_or_404(Reconciliation, application=application, closed_at=None)
    require(may_settle(user_of(request), waiting))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settle(waiting, reason=form.cleaned_data["reason"], by=user_of(request))
        except AnsweredBefore:
            messages.info(request, _("그사이 조정이 끝났습니다. 지금 상태를 확인하세요."))
        else:
            messages.success(request, _("조정을 끝냈습니다. 지금 평가표로 다음 단계로 갑니다."))
        return redirect("cases:detail", code)
    context = {"application": application, "waiting": waiting, "unanswered": unanswered(waiting), "form": form}
    return render(request, "panels/settle.html", context, status=UNFIT if form.errors else 200)


def _answered(request: HttpRequest, place: Assignment, lines: list[Line]) -> HttpResponse:
    sheet = sheet_of(place)
    assert sheet is not None  # may_reconsider asks for a closed one
    said: Mapping[str, Second] = {
        line.item.code: Second(line.form.cleaned_data["rating"], line.form.cleaned_data["reason"]) for line in lines
    }
    try:
        reconsider(sheet, said, by=user_of(request))
    except AnsweredBefore:
        messages.info(request, _("이미 재검토를 마쳤습니다."))
    else:
        messages.success(request, _("재검토를 마쳤습니다. 고맙습니다."))
    return redirect("workspace")


def _lines(place: Assignment, asked: Reconciliation, data: QueryDict | None) -> list[Line]:
    application, sheet = place.application, sheet_of(place)
    assert sheet is not None  # may_reconsider asks for a closed one
    track, marks = reading_of(application), marks_by_item(sheet.marks.all())
    answers, evidence = answers_of(application), evidence_of(application)
    items = [item for item in track.panel_items if item.code in asked.items]
    return [
        Line(
            item,
            SecondForm(track, item, marks.get(item.code), data),
            marks.get(item.code),
            answers.get(item.code),
            evidence.get(item.code, []),
        )
        for item in items
    ]
