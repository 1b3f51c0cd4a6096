"""What an operator may type about an assessor of the pool."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import ReasonField
from applications.people.forms import InvitationForm
from applications.suppliers.forms import region_choices
from applications.suppliers.models import TechnologyField
from applications.suppliers.numbers import NotABusinessNumber, format_business_number, parse_business_number
from diagnosis.panels.models import Assessor

ENTRY = ("affiliation", "affiliation_number", "expertise", "region_code")


class EntryForm(forms.Form):
    """What the pool says about an assessor, by which panels are proposed."""

    affiliation = forms.CharField(label=_("소속"), max_length=100)
    affiliation_number = forms.CharField(
        label=_("소속 사업자등록번호"),
        required=False,
        max_length=30,
        help_text=_("신청 기업과 소속이 같은지 확인하는 데 써요. 소속에 번호가 없으면 비워 두세요."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    expertise = forms.ChoiceField(
        label=_("전문 분야"),
        choices=[("", _("선택하세요")), *TechnologyField.choices],
        help_text=_("신청 기업의 주력 기술분야와 맞춰 배정을 제안해요."),
    )

    def __init__(self, *args: Any, assessor: Assessor | None = None, **kwargs: Any) -> None:
        start = {name: getattr(assessor, name) for name in ENTRY} if assessor else {}
        if assessor and assessor.affiliation_number:
            start["affiliation_number"] = format_business_number(assessor.affiliation_number)
        super().__init__(*args, **kwargs | {"initial": start})
        places = [place for place in region_choices(start.get("region_code", "")) if place[0]]
        self.fields["region_code"] = forms.ChoiceField(
            label=_("활동 지역"), required=False, choices=[("", _("정하지 않음")), *places]
        )

    def clean_affiliation_number(self) -> str:
        typed = str(self.cleaned_data["affiliation_number"]).strip()
        try:
            return parse_business_number(typed) if typed else ""
        except NotABusinessNumber as error:
            raise forms.ValidationError(error.args[0]) from None

    def entry(self) -> dict[str, str]:
        """Columns of Assessor."""
        return {name: self.cleaned_data[name] for name in ENTRY}


class EnlistForm(EntryForm, InvitationForm):
    """A new assessor: account and entry."""

    field_order = ("person_name", "email", *ENTRY)


class PoolReasonForm(forms.Form):
    """Why an assessor gets no new cases, or gets them again."""

    reason = ReasonField(help_text=_("감사 기록에 남아요."))
