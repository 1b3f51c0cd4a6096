"""What may be typed into each section of an entry."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.suppliers.entry.fields import (
    LARGEST_AMOUNT,
    CorporateNumberField,
    DayField,
    EvidenceField,
    TermField,
    WholeField,
    term_choices,
)
from applications.suppliers.entry.models import NATIONWIDE
from applications.suppliers.entry.tables import COMPANY, CONTACT, EVIDENCE, MARK, NEEDED, ROW_TABLES
from applications.suppliers.entry.vocabulary import terms
from applications.suppliers.forms import CompanyForm
from applications.suppliers.models import LegalForm, SupplierType
from applications.suppliers.regions import regions_on

FIRST_YEAR = 1990
KSIC_REVISIONS = ((11, _("11차")), (10, _("10차")))


class CompanySectionForm(CompanyForm):
    """The company as its papers tell it."""

    names = tuple(name for name in COMPANY if name not in ("corporate_number", "ksic_revision"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["further_types"] = forms.MultipleChoiceField(
            label=_("함께 등록할 유형"),
            choices=SupplierType.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("주된 유형 말고도 해당하는 것이 있으면 골라 주세요."),
        )
        self.fields["corporate_number"] = CorporateNumberField(
            label=_("법인등록번호"),
            required=False,
            max_length=30,
            help_text=_("법인만 적어 주세요. 하이픈은 있어도, 없어도 괜찮아요."),
        )
        self.fields["ksic_revision"] = forms.TypedChoiceField(
            label=_("업종코드 차수"), choices=KSIC_REVISIONS, coerce=int, initial=11, required=False, empty_value=11
        )
        self.fields["founded_on"] = DayField(label=_("설립일"), required=False)
        self.fields["address"].help_text = _("본사의 도로명주소예요. 시도와 주소를 바꾸면 그날이 기준일이 돼요.")
        self.fields["legal_form"].choices = [("", _("선택하세요")), *LegalForm.choices]
        _mark_needed(self, NEEDED["company"])
        self.order_fields([*COMPANY[:6], "further_types", *COMPANY[6:]])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("legal_form") == LegalForm.SOLE:
            given["corporate_number"] = ""
        given["further_types"] = [kind for kind in given.get("further_types", ()) if kind != given.get("supplier_type")]
        return given


class ContactSectionForm(CompanyForm):
    """How the company is reached, and how many work there."""

    names = CONTACT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["region_code"]  # a company's form always has it
        _mark_needed(self, NEEDED["contact"])


class RegionsForm(forms.Form):
    regions = forms.MultipleChoiceField(
        label=_("활동 지역"),
        choices=lambda: [(NATIONWIDE, _("전국")), *((place.code, place.label) for place in regions_on(clock.today()))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("한 곳 이상 골라 주세요.")},
    )

    def clean_regions(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["regions"]
        return [NATIONWIDE] if NATIONWIDE in chosen else chosen


class TechnologyForm(forms.Form):
    """Technologies as `MES:CLOUD` for software and `ROBOT:` for the others."""

    held = forms.MultipleChoiceField(
        label=_("보유기술"),
        choices=lambda: list(held_choices()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("하나 이상 골라 주세요.")},
    )


class AiForm(forms.Form):
    """Cells of the matrix as `PREDICT:PRODUCTION`."""

    cells = forms.MultipleChoiceField(
        label=_("제조AI 역량"),
        choices=lambda: list(cell_choices()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class RowForm(forms.Form):
    """One row of a table, its fields made from the columns; `kinds` names the official list behind a column."""

    code: ClassVar[str]
    kinds: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, Any]] = {}
    least: ClassVar[dict[str, int | None]] = {}
    example: ClassVar[tuple[str, ...]] = ()

    @property
    def columns(self) -> dict[str, forms.Field]:
        """The fields that a workbook has columns for."""
        return {name: field for name, field in self.fields.items() if name != EVIDENCE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table, names = ROW_TABLES[self.code]
        for name in names:
            self.fields[name] = self._field(table._meta.get_field(name))
        self.fields[EVIDENCE] = EvidenceField()

    def _field(self, column: Any) -> forms.Field:
        told = {
            "label": column.verbose_name,
            "required": not column.blank,
            "help_text": self.hints.get(column.name, ""),
        }
        if column.name in self.kinds:
            return TermField(self.kinds[column.name], **told)
        if isinstance(column, models.DateField):
            return DayField(**told)
        if isinstance(column, models.IntegerField):
            return WholeField(min_value=self.least.get(column.name, 0), max_value=LARGEST_AMOUNT, **told)
        if isinstance(column, models.TextField):
            return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **told)
        return forms.CharField(max_length=column.max_length, **told)


class StaffForm(RowForm):
    code = "staff"
    kinds = {"role": "role", "education": "education"}
    hints = {
        "certificates": _("자격증과 교육 수료를 쉼표로 나누어 적어 주세요."),
        "career": _("대표 과제와 맡은 일을 짧게 적어 주세요."),
    }
    example = ("홍길동", "PM", "BACHELOR", "산업공학", "12", "생산정보시스템 구축 8건 총괄", "정보처리기사, PMP")

    def clean_career_years(self) -> int:
        years: int = self.cleaned_data["career_years"]
        if years > 70:
            raise forms.ValidationError(_("경력은 70년까지 적을 수 있습니다."))
        return years


class RecordForm(RowForm):
    code = "records"
    kinds = {"industry": "industry", "technology": "technology", "reached": "reached"}
    hints = {
        "customer": _("과제를 맡긴 제조기업의 이름이에요."),
        "reached": _("과제가 끝난 뒤 확인받은 스마트공장 구축수준이에요."),
    }
    example = (
        "○○정밀 생산정보시스템 구축", "○○정밀", "25", "2024-03-01", "2024-10-31", "120000", "MES", "MIDDLE1",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        began, ended = given.get("began_on"), given.get("ended_on")
        if ended and ended > clock.today():
            self.add_error("ended_on", _("아직 끝나지 않은 과제는 적을 수 없습니다."))
        elif began and ended and ended < began:
            self.add_error("ended_on", _("종료일은 시작일보다 빠를 수 없습니다."))
        return given


class FinanceForm(RowForm):
    code = "finance"
    least = {"operating_profit": None, "net_profit": None}
    hints = {"operating_profit": _("손실이면 앞에 -를 붙여 주세요."), "net_profit": _("손실이면 앞에 -를 붙여 주세요.")}

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year < clock.today().year:
            raise forms.ValidationError(
                _("결산이 끝난 연도를 %(first)s부터 %(last)s 사이에서 적어 주세요."),
                params={"first": FIRST_YEAR, "last": clock.today().year - 1},
            )
        return year

    def clean_research_cost(self) -> int:
        return self.cleaned_data["research_cost"] or 0


class ProductForm(RowForm):
    code = "products"
    kinds = {"technology": "technology"}

    def clean_released_year(self) -> int | None:
        year: int | None = self.cleaned_data["released_year"]
        if year is not None and not FIRST_YEAR <= year <= clock.today().year:
            raise forms.ValidationError(_("출시 연도를 네 자리로 적어 주세요. 예: 2022"))
        return year


FORMS: dict[str, type[forms.Form]] = {
    "company": CompanySectionForm,
    "contact": ContactSectionForm,
    "regions": RegionsForm,
    "technology": TechnologyForm,
    "ai": AiForm,
    "staff": StaffForm,
    "records": RecordForm,
    "finance": FinanceForm,
    "products": ProductForm,
}


def _mark_needed(form: forms.Form, names: tuple[str, ...]) -> None:
    """Say beside fields that may be saved blank, yet not submitted so."""
    for name in names:
        hint = form.fields[name].help_text
        form.fields[name].help_text = (
            format_html("{} {}", hint, _("등록 신청에 필요해요.")) if hint else _("등록 신청에 필요해요.")
        )


def held_choices() -> Iterator[tuple[str, str]]:
    """Every technology with each way it may run: software runs somewhere, the others are simply there."""
    for one in terms("technology"):
        if one.group != "SW":
            yield f"{one.code}{MARK}", one.label
            continue
        for mode in terms("mode"):
            yield f"{one.code}{MARK}{mode.code}", f"{one.label} · {mode.label}"


def cell_choices() -> Iterator[tuple[str, str]]:
    for process, process_label in term_choices("ai_process"):
        for function, function_label in term_choices("ai_function"):
            yield f"{function}{MARK}{process}", f"{process_label} · {function_label}"
