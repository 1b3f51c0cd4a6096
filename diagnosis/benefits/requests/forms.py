from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import LONGEST_REASON
from applications.permissions import Verdict
from diagnosis.benefits.requests.models import RequestState


class AskForm(forms.Form):
    """What the company wants to say with its request; nothing has to be."""

    words = forms.CharField(
        label=_("전할 말"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("담당자에게 알릴 것이 있으면 적어 주세요. 비워 두어도 돼요."),
    )


class AnswerForm(forms.Form):
    """What an official answers: given or not, and the words that the company reads."""

    decision = forms.ChoiceField(
        label=_("답변"),
        choices=[(RequestState.GRANTED, _("처리했습니다")), (RequestState.REFUSED, _("받아들일 수 없습니다"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("어떻게 답할지 골라 주세요."), "invalid_choice": _("목록에서 골라 주세요.")},
    )
    words = forms.CharField(
        label=_("기업에 전할 말"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("받아들이지 않을 때는 사유를 꼭 적어 주세요. 기업에 그대로 전달돼요."),
    )

    def __init__(self, may_grant: Verdict, data: Any = None) -> None:
        super().__init__(data)
        self.may_grant = may_grant

    def clean_decision(self) -> str:
        decision: str = self.cleaned_data["decision"]
        if decision == RequestState.GRANTED and not self.may_grant:
            raise forms.ValidationError(self.may_grant.reason)
        return decision

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == RequestState.REFUSED and not said.get("words"):
            self.add_error("words", _("사유를 적어 주세요."))
        return said


class SearchForm(forms.Form):
    """Which requests an official looks for."""

    state = forms.ChoiceField(
        label=_("상태"), required=False, choices=[("", _("모두")), *RequestState.choices], initial=RequestState.ASKED
    )
    q = forms.CharField(label=_("공급기업"), required=False, max_length=60)
