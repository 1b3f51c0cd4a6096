"""The workbook that a company fills: one sheet to write in, one with an example, the lists behind the drop-downs."""

from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from applications.suppliers.entry.fields import DayField, TermField, WholeField
from applications.suppliers.entry.forms import RowForm
from applications.suppliers.entry.judging import row_form
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import Section
from applications.suppliers.entry.vocabulary import term, terms

HEAD = PatternFill("solid", fgColor="E7EEF7")
NARROW, WIDE = 14, 32
NOTE_AUTHOR = "POOL"


def workbook_of(section: Section) -> bytes:
    """The empty template of a section in the language of the page, as the bytes of an XLSX file."""
    form, book = row_form(section), Workbook()
    sheet = book.active
    sheet.title = _("입력")
    _head(sheet, form)
    example = book.create_sheet(_("작성 예시"))
    _head(example, form)
    example.append([_example_value(form, name, value) for name, value in zip(form.columns, form.example, strict=True)])
    lists = book.create_sheet(_("목록"))
    lists.sheet_state = "hidden"
    for column, (name, field) in enumerate(form.columns.items(), 1):
        if isinstance(field, TermField):
            _offer(sheet, lists, column, _words(form, name))
        elif isinstance(field, DayField):
            _expect_days(sheet, column)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def labels_of(form: RowForm) -> dict[str, str]:
    """Names of the columns by what their headers say in the language of the page."""
    return {str(field.label): name for name, field in form.columns.items()}


def _head(sheet: Worksheet, form: RowForm) -> None:
    sheet.freeze_panes = "A2"
    for column, field in enumerate(form.columns.values(), 1):
        cell = sheet.cell(row=1, column=column, value=str(field.label))
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.comment = Comment(_note(field), NOTE_AUTHOR, height=110, width=260)
        is_wide = isinstance(field, forms.CharField) and not isinstance(field, TermField)
        sheet.column_dimensions[get_column_letter(column)].width = WIDE if is_wide else NARROW
    sheet.row_dimensions[1].height = 30


def _note(field: forms.Field) -> str:
    parts = [_("꼭 적어 주세요.") if field.required else _("비워 두어도 돼요.")]
    if isinstance(field, TermField):
        parts.append(_("목록에서 골라 주세요."))
    elif isinstance(field, DayField):
        parts.append(_("2025-03-31처럼 적어 주세요."))
    elif isinstance(field, WholeField):
        parts.append(_("숫자만 적어 주세요."))
    return "\n".join([*parts, str(field.help_text)] if field.help_text else parts)


def _words(form: RowForm, name: str) -> list[str]:
    return [one.label for one in terms(form.kinds[name])]


def _offer(sheet: Worksheet, lists: Worksheet, column: int, words: list[str]) -> None:
    for row, word in enumerate(words, 1):
        lists.cell(row=row, column=column, value=word)
    letter = get_column_letter(column)
    source = f"'{lists.title}'!${letter}$1:${letter}${len(words)}"
    choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    choice.error = _("목록에서 골라 주세요.")
    _apply(sheet, choice, letter)


def _expect_days(sheet: Worksheet, column: int) -> None:
    for row in range(2, requirements().sheet_rows + 2):
        sheet.cell(row=row, column=column).number_format = "yyyy-mm-dd"


def _apply(sheet: Worksheet, rule: DataValidation, letter: str) -> None:
    rule.add(f"{letter}2:{letter}{requirements().sheet_rows + 1}")
    sheet.add_data_validation(rule)


def _example_value(form: RowForm, name: str, value: str) -> Any:
    field = form.fields[name]
    if isinstance(field, TermField):
        return term(form.kinds[name], value).label
    return int(value) if isinstance(field, WholeField) else value
