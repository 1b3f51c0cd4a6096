"""What an official says about money."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.moments import refuse_slip


class RefundForm(forms.Form):
    """The day on which a refund was paid."""

    paid_on = forms.DateField(
        label=_("환불일"),
        widget=forms.DateInput,
        validators=[refuse_slip],
        help_text=_("돈을 보낸 날이에요."),
        error_messages={
            "required": _("환불일을 적어 주세요."),
            "invalid": _("날짜를 2026-05-29 형식으로 적어 주세요."),
        },
    )

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > clock.today():
            raise forms.ValidationError(_("환불일은 오늘보다 뒤일 수 없습니다."))
        return day
