"""Rows as they were typed, held against the forms of their section."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.utils.translation import gettext as _

from applications.suppliers.entry.forms import FORMS, RowForm
from applications.suppliers.entry.sections import Section
from applications.suppliers.entry.tables import Row, Rows

MOST_ROWS = 300


@dataclass(frozen=True)
class Judged:
    """Rows with a bound form each; `clean` is None while any has a fault."""

    typed: Rows
    forms: list[forms.Form]
    clean: Rows | None

    @property
    def faults(self) -> int:
        """How many rows have a fault."""
        return sum(not form.is_valid() for form in self.forms)


def judge(section: Section, typed: Rows) -> Judged:
    """Every row held against its form, and the rows against each other."""
    made = [form_of(section, row, place) for place, row in enumerate(typed)]
    for form in made:
        form.is_valid()
    if section.code == "finance":
        _refuse_repeated_years(made)
    sound = all(form.is_valid() for form in made)
    return Judged(typed, made, [clean_row(form) for form in made] if sound else None)


def form_of(section: Section, row: Row | None, place: int) -> forms.Form:
    """The form of a row, bound to what was typed; blank for None. `place` counts from 0 and tells rows apart."""
    options: dict[str, Any] = {"prefix": str(place)} if section.many else {}
    if row is None:
        return FORMS[section.code](**options)
    data = {f"{place}-{name}": value for name, value in row.items()} if section.many else row
    if section.code == "company":
        options["initial"] = {"region_code": row.get("region_code", "")}
    return FORMS[section.code](data, **options)


def clean_row(form: forms.Form) -> Row:
    """What a sound form found, as values of JSON."""
    row: Row = json.loads(json.dumps(form.cleaned_data, cls=DjangoJSONEncoder))
    return row


def typed_rows(section: Section, data: QueryDict, without: str = "") -> Rows:
    """The rows of a posted page, each with its `place` there; blank ones are left out, and the one that is named."""
    if not section.many:
        blank = form_of(section, None, 0)
        return [_typed(blank, data, "")]
    count = min(int(said) if (said := data.get("count", "")).isdecimal() else 0, MOST_ROWS)
    blank = form_of(section, None, 0)
    found = {place: _typed(blank, data, f"{place}-") for place in range(count) if str(place) != without}
    return [row | {"place": place} for place, row in found.items() if any(value.strip() for value in row.values())]


def faults_of(form: forms.Form) -> Iterator[tuple[str, str]]:
    """Each fault of a row with the label of its column."""
    for name, sentences in form.errors.items():
        label = str(form.fields[name].label) if name in form.fields else ""
        yield from ((label, str(sentence)) for sentence in sentences)


def row_form(section: Section) -> RowForm:
    """A blank row of a section that has rows."""
    form = form_of(section, None, 0)
    assert isinstance(form, RowForm)
    return form


def _typed(form: forms.Form, data: QueryDict, prefix: str) -> Row:
    return {
        name: data.getlist(prefix + name)
        if isinstance(field, forms.MultipleChoiceField)
        else data.get(prefix + name, "").replace("\0", "")
        for name, field in form.fields.items()
    }


def _refuse_repeated_years(made: list[forms.Form]) -> None:
    seen: set[int] = set()
    for form in made:
        year = form.cleaned_data.get("year")
        if year in seen:
            form.add_error("year", _("%(year)s년이 두 번 적혀 있습니다.") % {"year": year})
        elif year:
            seen.add(year)
