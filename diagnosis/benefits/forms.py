from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.moments import refuse_slip
from applications.rounds.wording import named
from grading.bonus import Programme, programmes


class DayForm(forms.Form):
    """Which day, as known when, and which notice's bonus; what is left empty has its usual value."""

    on = forms.DateField(
        label=_("기준일"),
        required=False,
        widget=forms.DateInput,
        validators=[refuse_slip],
        error_messages={"invalid": _("날짜를 2026-05-29 형식으로 적어 주세요.")},
    )
    then = forms.BooleanField(label=_("그날까지 알려진 것만 반영"), required=False)
    notice = forms.ChoiceField(
        label=_("사업 공고"), required=False, error_messages={"invalid_choice": _("목록에 있는 공고를 골라 주세요.")}
    )
    others = forms.CharField(
        label=_("다른 가점 항목의 점수"),
        required=False,
        max_length=60,
        help_text=_("여럿이면 쉼표로 나누어 적어 주세요. 예: 3, 2"),
    )

    def __init__(self, data: Any = None) -> None:
        filled = data.copy() if data else None
        if filled is not None and not filled.get("on"):
            filled["on"] = f"{clock.today():%Y-%m-%d}"
        super().__init__(filled, initial={"on": clock.today()})
        notices = [(code, named(one)) for code, one in programmes().items()]
        self.fields["notice"].choices = [("", _("고르지 않음")), *notices]

    def clean_others(self) -> list[Decimal]:
        parts = [part.strip() for part in self.cleaned_data["others"].split(",") if part.strip()]
        try:
            found = [Decimal(part) for part in parts]
        except InvalidOperation:
            raise forms.ValidationError(_("점수를 숫자로 적고 쉼표로 나누어 주세요.")) from None
        if any(not one.is_finite() or one < 0 for one in found):
            raise forms.ValidationError(_("점수는 0 이상의 숫자여야 합니다."))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        programme = programmes().get(said.get("notice", ""))
        most = programme.listed_items if programme else None
        others = said.get("others") or []
        if most is not None and len(others) > most:
            self.add_error("others", _("이 공고의 가점 항목은 %(most)d개입니다.") % {"most": most})
        if programme and any(one > programme.cap_points for one in others):
            cap = programme.cap_points
            self.add_error("others", _("한 항목의 점수가 가점 상한(%(cap)s점)을 넘습니다.") % {"cap": cap})
        return said

    def day(self) -> date:
        """The day asked about, today where none is; a faulty one counts as today."""
        return self._said("on") or clock.today()

    def known_on(self) -> date | None:
        return self.day() if self._said("then") else None

    def programme(self) -> Programme | None:
        return programmes().get(self._said("notice") or "")

    def points_of_others(self) -> list[Decimal]:
        return self._said("others") or []

    def _said(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_bound and self.errors is not None else None
