"""What may be typed about a company: profile, search, POOL moves."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.fields import ReasonField
from applications.suppliers.entry.fields import DayField, term_choices
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import SECTIONS
from applications.suppliers.models import PoolState, Supplier, SupplierType
from applications.suppliers.numbers import NotABusinessNumber, parse_business_number
from applications.suppliers.pool import Move
from applications.suppliers.queries import Todo
from applications.suppliers.regions import region_name, regions_on

IDENTITY = ("name", "representative", "supplier_type", "technology_field", "company_size", "region_code")
KSIC_LENGTH = 5
LARGEST_NUMBER = 9_999_999  # more than anybody employs, and well within the column
HINTS = {
    "ksic_code": _("한국표준산업분류(11차) 다섯 자리 숫자예요."),
    "homepage": _("https:// 로 시작하는 주소를 적어 주세요."),
    "region_code": _("본사가 있는 시도를 골라 주세요."),
}
format_html_lazy = lazy(format_html, SafeString)  # a field is made once, and read in the language of each request


class BusinessNumberField(forms.CharField):
    """A business number in any usual spelling, cleaned to ten digits and checked as soon as it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        hint = _("하이픈은 있어도, 없어도 괜찮아요.")
        watched = format_html_lazy('{} <span id="number-check" role="status"></span>', hint)
        super().__init__(label=_("사업자등록번호"), max_length=30, help_text=watched, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        at_once = {
            "hx-get": reverse_lazy("suppliers:number_check"),
            "hx-trigger": "input changed delay:400ms, change",
            "hx-target": "#number-check",
        }
        return super().widget_attrs(widget) | {"inputmode": "numeric", "autocomplete": "off"} | at_once

    def clean(self, value: str) -> str:
        try:
            return parse_business_number(super().clean(value))
        except NotABusinessNumber as error:
            raise forms.ValidationError(error.args[0]) from None


class NumberCheckForm(forms.Form):
    """The question that the sign-up page asks while somebody types."""

    business_number = BusinessNumberField()


class CompanyForm(forms.Form):
    """Fields of a company, built from the table so that lengths and choices agree with it."""

    names: tuple[str, ...] = IDENTITY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(
            forms.fields_for_model(Supplier, fields=self.names, help_texts=HINTS, formfield_callback=_field_of)
        )
        recorded = self.initial.get("region_code", "")
        self.fields["region_code"] = forms.ChoiceField(
            label=_("소재지 시도"), choices=region_choices(recorded), help_text=HINTS["region_code"]
        )

    def clean_ksic_code(self) -> str:
        code = self.cleaned_data["ksic_code"].strip()
        if code and not (code.isascii() and code.isdigit() and len(code) == KSIC_LENGTH):
            raise forms.ValidationError(_("업종코드는 다섯 자리 숫자입니다. 예: 58222"))
        return code

    def clean_founded_on(self) -> date | None:
        day: date | None = self.cleaned_data["founded_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("설립일은 오늘보다 늦을 수 없습니다."))
        return day


class SearchForm(forms.Form):
    """Filters of the operator's list; anything odd is taken as no filter."""

    q = forms.CharField(label=_("기업명 또는 사업자등록번호"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("POOL 상태"), required=False, choices=[("", _("모든 상태")), *PoolState.choices])
    todo = forms.ChoiceField(label=_("할 일"), required=False, choices=[("", _("모두")), *Todo.choices])
    supplier_type = forms.ChoiceField(
        label=_("유형"), required=False, choices=[("", _("모든 유형")), *SupplierType.choices]
    )
    technology = forms.ChoiceField(
        label=_("보유기술"), required=False, choices=lambda: [("", _("모든 기술")), *term_choices("technology")]
    )
    region = forms.ChoiceField(
        label=_("소재지 시도"),
        required=False,
        choices=lambda: [("", _("모든 시도")), *((place.code, place.label) for place in regions_on(clock.today()))],
    )

    def criteria(self) -> dict[str, str]:
        """What to look for, by name; a wrong value is no filter and leaves the others."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class PoolMoveForm(forms.Form):
    """A move's reason, and for a supplement its sections and due date; asked only where the table says so."""

    sections = forms.MultipleChoiceField(
        label=_("보완할 부분"),
        choices=[(section.code, section.label) for section in SECTIONS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("보완할 부분을 하나 이상 골라 주세요.")},
    )
    due_on = DayField(label=_("보완 기한"))
    reason = ReasonField(help_text=_("기업에 그대로 전달돼요. 무엇을 어떻게 하면 되는지 적어 주세요."))

    def __init__(self, *args: Any, move: Move[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"{move.name}_%s"})
        self.move = move
        if not move.asks_reason:
            del self.fields["reason"]
        if move.end.value != PoolState.SUPPLEMENT.value:
            del self.fields["sections"], self.fields["due_on"]
        else:
            self.fields["due_on"].initial = clock.today() + timedelta(days=requirements().supplement_days)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day <= clock.today():
            raise forms.ValidationError(_("보완 기한은 내일부터 고를 수 있습니다."))
        return day

    @property
    def needs_whole_entry(self) -> bool:
        """Whether the move sends the entry in, which must have no gaps then."""
        return self.move.end.value == PoolState.SUBMITTED.value


def _field_of(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    if isinstance(column, models.URLField):
        options["assume_scheme"] = "https"
    if isinstance(column, models.IntegerField):
        options["max_value"] = LARGEST_NUMBER
    field = column.formfield(**options)
    if isinstance(field, forms.TypedChoiceField):
        field.choices = [("", _("선택하세요")), *(column.choices or ())]
    return field


def region_choices(recorded: str = "") -> list[tuple[str, Any]]:
    """Regions of today; a company recorded under a code since abolished keeps it until it chooses anew."""
    today = clock.today()
    choices: list[tuple[str, Any]] = [(place.code, place.label) for place in regions_on(today)]
    if recorded and recorded not in dict(choices):
        label = _("%(name)s (등록 당시 코드 %(code)s)") % {"name": region_name(recorded, today), "code": recorded}
        return [(recorded, label), *choices]
    return choices if recorded else [("", _("선택하세요")), *choices]
