from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import ReasonField
from applications.moments import refuse_slip
from applications.sanctions.queries import ACTIVE, PAST, REFUSED, WAITING
from applications.suppliers.numbers import NotABusinessNumber, parse_business_number

STANDINGS = {WAITING: _("확정 대기"), ACTIVE: _("적용 중"), PAST: _("끝남"), REFUSED: _("반려")}


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget, validators=[refuse_slip])


class ProposeForm(forms.Form):
    """Everything that has to be known about an exclusion."""

    business_number = forms.CharField(label=_("사업자등록번호"), max_length=30)
    company = forms.CharField(label=_("기업명"), max_length=100)
    begins_on = _day(_("시작일"))
    ends_on = _day(_("종료일"), _("이날까지 참여할 수 없어요."))
    source = forms.CharField(
        label=_("근거"),
        max_length=200,
        help_text=_("처분 문서 번호나 제재현황목록처럼 확인할 수 있는 것을 적어 주세요."),
    )
    reason = ReasonField(_("제재 사유"), _("기업에 그대로 전달돼요."))

    def clean_business_number(self) -> str:
        try:
            return parse_business_number(self.cleaned_data["business_number"])
        except NotABusinessNumber as error:
            raise forms.ValidationError(error.args[0]) from None

    def clean_ends_on(self) -> date:
        ends: date = self.cleaned_data["ends_on"]
        begins = self.cleaned_data.get("begins_on")
        if begins and ends < begins:
            raise forms.ValidationError(_("종료일은 시작일보다 빠를 수 없습니다."))
        return ends


class WhyForm(forms.Form):
    """Why an exclusion is turned down or lifted."""

    reason = ReasonField()


class SearchForm(forms.Form):
    """Filters of the list; anything odd is taken as no filter."""

    q = forms.CharField(label=_("기업명 또는 사업자등록번호"), required=False, max_length=100)
    standing = forms.ChoiceField(label=_("상태"), required=False, choices=[("", _("모든 상태")), *STANDINGS.items()])

    def criteria(self) -> dict[str, str]:
        """What to look for: text and standing."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"text": given.get("q", ""), "standing": given.get("standing", "")}
