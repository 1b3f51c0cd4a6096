from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import ReasonField
from applications.taxation.models import ANSWERS
from applications.taxation.queries import ATTENTION, WAITING


class VerifyForm(forms.Form):
    """What an official saw about a company, and where."""

    state = forms.ChoiceField(
        label=_("확인한 상태"),
        choices=[(state.value, state.label) for state in ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": _("확인한 상태를 골라 주세요.")},
    )
    evidence = ReasonField(
        _("확인 근거"), _("어디에서 무엇을 보았는지 적어 주세요. 예: 홈택스 사업자상태 조회 화면, 2026-05-04 10:20")
    )


class PileForm(forms.Form):
    """Which companies to show; anything odd shows those who wait."""

    pile = forms.ChoiceField(
        label=_("보기"),
        required=False,
        choices=[(WAITING, _("확인 대기")), (ATTENTION, _("휴업·폐업·미등록")), ("all", _("모든 기업"))],
    )

    def chosen(self) -> str:
        """The pile asked for."""
        given: Any = self.cleaned_data.get("pile") if self.is_valid() else ""
        return str(given or WAITING)
