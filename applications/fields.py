"""Kinds of form field that forms of many nouns share."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.moments import refuse_slip

# No notice sets a length (assumption).
LONGEST_REASON = 2000
WHY = _("사유")


class ReasonField(forms.CharField):
    """The words without which an act is refused."""

    def __init__(self, label: Any = WHY, help_text: Any = "", *, rows: int = 3) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"required": _("사유를 적어 주세요.")},
        )


class DayField(forms.DateField):
    """A day typed as 2026-05-29; `missing` is said where there is none.

    `late` is said of a day after today, `early` of one before it; without the sentence such days are taken.
    """

    def __init__(self, label: Any, help_text: Any, *, missing: Any, late: Any = "", early: Any = "") -> None:
        self.late, self.early = late, early
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.DateInput,
            validators=[refuse_slip],
            error_messages={"required": missing, "invalid": _("날짜를 2026-05-29 형식으로 적어 주세요.")},
        )

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and self.late and day > clock.today():
            raise forms.ValidationError(self.late)
        if day and self.early and day < clock.today():
            raise forms.ValidationError(self.early)
        return day
