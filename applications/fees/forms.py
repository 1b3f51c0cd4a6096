"""What an official says about money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import DayField


class RefundForm(forms.Form):
    """The day on which a refund was paid."""

    paid_on = DayField(
        _("환불일"),
        _("돈을 보낸 날이에요."),
        missing=_("환불일을 적어 주세요."),
        late=_("환불일은 오늘보다 뒤일 수 없습니다."),
    )
