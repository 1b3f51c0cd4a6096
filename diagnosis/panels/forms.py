from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.fields import DayField, ReasonField
from diagnosis.answers.forms import ProseField, RatedForm
from diagnosis.answers.models import Absence, Answer, Evidence
from diagnosis.panels.marking import Draft, is_complete
from diagnosis.panels.models import Assessor, DeclineCode, Interest, Mark
from grading.values import Item

# No notice sets a length (assumption).
LONGEST_REASON = 3000
LONGEST_NUMBER = 18  # digits of a key
EXPLAINED = (DeclineCode.INTEREST, DeclineCode.OTHER)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = ReasonField(
        help_text=_("위원에게 그대로 전달되고 기록에 남아요. 기피 신청에 대한 결정이면 신청한 기업에도 전달돼요.")
    )


class DeclareForm(forms.Form):
    """Declaration of interests and pledge, with which an assessor takes a place."""

    interest = forms.ChoiceField(
        label=_("이 기업과의 이해관계"),
        choices=[
            (Interest.CLEAR, _("없습니다")),
            (Interest.UNSURE, _("있을 수 있어 운영기관의 판단이 필요합니다")),
            (Interest.CONFLICT, _("있습니다 (위촉을 거절하게 됩니다)")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("이해관계를 골라 주세요.")},
    )
    explanation = forms.CharField(
        label=_("설명"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("이해관계가 있거나 판단이 필요하면 어떤 관계인지 적어 주세요."),
    )
    pledge = forms.BooleanField(
        label=_("공정하게 평가하고, 알게 된 정보를 다른 목적으로 쓰거나 누설하지 않을 것을 서약합니다."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        interest = said.get("interest")
        if interest and interest != Interest.CLEAR and not said.get("explanation", "").strip():
            self.add_error("explanation", _("어떤 관계인지 적어 주세요."))
        if interest in (Interest.CLEAR, Interest.UNSURE) and not said.get("pledge"):
            self.add_error("pledge", _("서약해야 자료를 열람하고 평가할 수 있습니다."))
        return said


class DeclineForm(forms.Form):
    """Why an invitation is turned down."""

    code = forms.ChoiceField(
        label=_("거절 사유"),
        choices=DeclineCode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("거절 사유를 골라 주세요.")},
    )
    explanation = forms.CharField(
        label=_("설명"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("code") in EXPLAINED and not said.get("explanation", "").strip():
            self.add_error("explanation", _("이 사유는 설명이 필요합니다."))
        return said


class AssessorsField(forms.ModelMultipleChoiceField):
    """Assessors by their numbers; one longer than any number of a row names nobody and would trip up SQLite."""

    def clean(self, value: Any) -> Any:
        if any(len(str(number)) > LONGEST_NUMBER for number in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class AssignForm(forms.Form):
    """The assessors to invite and the day by which their sheets are due."""

    assessors = AssessorsField(
        label=_("진단위원"),
        queryset=Assessor.objects.select_related("user"),
        error_messages={"required": _("한 명 이상 골라 주세요."), "invalid_choice": _("목록에 없는 위원입니다.")},
    )
    due_on = DayField(_("평가 기한"), _("평가표를 마감해야 하는 날이에요."), missing=_("평가 기한을 정해 주세요."))

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < clock.today():
            raise forms.ValidationError(_("지난 날은 기한으로 정할 수 없습니다."))
        return due_on


class OpinionForm(forms.Form):
    """The closing opinion on a whole case."""

    opinion = ProseField(label=_("종합 의견"), max_length=LONGEST_REASON, rows=4)


class MarkForm(RatedForm):
    """An assessor's rating of an item and the reason for it."""

    words = "reason"
    reason = ProseField(label=_("평가 사유"), max_length=LONGEST_REASON, rows=4)

    def draft(self) -> Draft:
        said = self.cleaned_data
        return Draft(self.item.code, said["rating"], said["reason"], said["version"])


@dataclass
class Row:
    """One item of the sheet: its form, the supplier's answer and evidence, and the mark of another window."""

    item: Item
    form: MarkForm
    mark: Mark | None
    answer: Answer | None
    evidence: list[Evidence]
    theirs: Mark | None = None
    decision: Absence | None = None
    treatment: str = ""

    @property
    def is_absent(self) -> bool:
        """Whether the item was found not to apply: nobody rates it then."""
        return self.decision is not None and self.decision.granted

    @property
    def version(self) -> int:
        """What the next save is written upon: the other window's version once it has been shown."""
        known = self.theirs or self.mark
        return known.version if known else 0

    @property
    def complete(self) -> bool:
        return is_complete(self.mark)
