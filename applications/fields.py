"""Kinds of form field that forms of many nouns share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
