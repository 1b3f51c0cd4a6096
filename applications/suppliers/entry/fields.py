"""Kinds of form field that an entry is typed into; each fault says what was typed, which a browser may not show."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.suppliers.corporate import NotACorporateNumber, parse_corporate_number
from applications.suppliers.entry.vocabulary import Term, terms

DATE_FORMATS = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%Y. %m. %d")
LARGEST_AMOUNT = 9_999_999_999  # thousand won: ten trillion


class WholeField(forms.IntegerField):
    """A whole number; separators of thousands, blanks and full-width digits are welcome."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"widget": box, **kwargs})

    def to_python(self, value: Any) -> int | None:
        text = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").replace(" ", "").replace("−", "-")
        try:
            return super().to_python(text)
        except forms.ValidationError:
            raise forms.ValidationError(_("«%(typed)s»은(는) 정수가 아닙니다."), params={"typed": value}) from None


class DayField(forms.DateField):
    """A day in any usual spelling of its figures."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": DATE_FORMATS, **kwargs})

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value.strip() if isinstance(value, str) else value)
        except forms.ValidationError:
            said = _("«%(typed)s»은(는) 날짜가 아닙니다. 예: 2025-03-31")
            raise forms.ValidationError(said, params={"typed": value}) from None


class TermField(forms.ChoiceField):
    """One word of an official list."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", _("선택하세요")), *term_choices(kind)], **kwargs)
        self.error_messages["invalid_choice"] = _("«%(value)s»은(는) 목록에 없습니다. 목록에서 골라 주세요.")


class CorporateNumberField(forms.CharField):
    """A corporate number in any usual spelling, cleaned to thirteen digits; no check digit is refused."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return parse_corporate_number(text) if text else ""
        except NotACorporateNumber as error:
            raise forms.ValidationError(error.args[0]) from None


class EvidenceField(forms.UUIDField):
    """The key of a stored file; the page that shows the field offers those of the company."""

    def __init__(self) -> None:
        super().__init__(label=_("증빙"), required=False, widget=forms.Select)
        self.error_messages["invalid"] = _("증빙 보관함에 있는 파일을 골라 주세요.")

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or "")


def term_choices(kind: str) -> list[tuple[str, Any]]:
    """A list as choices; technologies under the headings of their groups."""
    if kind != "technology":
        return [(one.code, one.label) for one in terms(kind)]
    return [(group.label, [(one.code, one.label) for one in _of(group)]) for group in terms("technology_group")]


def _of(group: Term) -> list[Term]:
    return [one for one in terms("technology") if one.group == group.code]
