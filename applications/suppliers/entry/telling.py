"""An entry in words: tables of rows, facts of a company, and what a change changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import clock
from applications.documents.models import DocumentVersion
from applications.moments import day_text
from applications.suppliers.corporate import format_corporate_number
from applications.suppliers.entry.models import NATIONWIDE
from applications.suppliers.entry.sections import BY_CODE, Section
from applications.suppliers.entry.tables import EVIDENCE, MARK, ROW_TABLES, Row, Rows
from applications.suppliers.entry.vocabulary import term, terms
from applications.suppliers.models import CompanySize, LegalForm, Supplier, SupplierType, TechnologyField
from applications.suppliers.regions import region_name

TERMS = {
    "role": "role",
    "education": "education",
    "industry": "industry",
    "technology": "technology",
    "reached": "reached",
}
CHOICES: dict[str, Any] = {
    "legal_form": LegalForm,
    "supplier_type": SupplierType,
    "technology_field": TechnologyField,
    "company_size": CompanySize,
}
DAYS = frozenset({"began_on", "ended_on", "founded_on"})
MONEY = frozenset({"amount", "sales", "operating_profit", "net_profit", "assets", "liabilities", "research_cost"})
IN_SHORT = {
    "staff": ("name", "role"),
    "records": ("project", "ended_on", "reached"),
    "finance": ("year",),
    "products": ("name", "technology"),
}
Text = str | Promise
Files = Mapping[str, DocumentVersion]
OWN_LABELS: dict[str, Text] = {
    "further_types": gettext_lazy("함께 등록한 유형"),
    "region_code": gettext_lazy("소재지 시도"),
}


@dataclass(frozen=True)
class Cell:
    """A value of a table; figures stand to the right."""

    text: str
    is_figure: bool = False
    version: DocumentVersion | None = None


@dataclass(frozen=True)
class Told:
    """A section to be read: `facts` of (label, text) where it has single values, a table where it has rows."""

    section: Section
    facts: list[tuple[Text, str]]
    headers: list[Cell]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Difference:
    """One line of a change: a value that becomes another, or a row that comes or goes (`before` or `after` empty)."""

    label: Text
    before: str
    after: str


def tell(code: str, rows: Rows, files: Files | None = None) -> Told:
    """A section's rows in the language of the page, with the `files` behind them where they are given."""
    section = BY_CODE[code]
    if not section.many:
        return Told(section, facts_of(code, rows[0] if rows else {}), [], [])
    names = ROW_TABLES[code][1]
    headers = [Cell(str(label_of(code, name)), name in MONEY) for name in names]
    told = [[Cell(text_of(name, row[name]), name in MONEY) for name in names] for row in rows]
    if files is not None:
        headers.append(Cell(_("증빙")))
        told = [[*cells, _file(row, files)] for cells, row in zip(told, rows, strict=True)]
    return Told(section, [], headers, told)


def facts_of(code: str, row: Row) -> list[tuple[Text, str]]:
    """A section of single values as pairs of label and text."""
    if code == "technology":
        return _technologies(row.get("held", []))
    if code == "ai":
        return _abilities(row.get("cells", []))
    if code == "regions":
        return [(_("활동 지역"), ", ".join(_place(one) for one in row.get("regions", [])))]
    return [(label_of(code, name), text_of(name, value)) for name, value in row.items()]


def differences(before: Mapping[str, Rows], after: Mapping[str, Rows]) -> list[tuple[Section, list[Difference]]]:
    """What a change changes, section by section."""
    return [(BY_CODE[code], _differences(code, before.get(code, []), rows)) for code, rows in after.items()]


def text_of(name: str, value: Any) -> str:
    """One value in words."""
    if value in (None, "", []):
        return ""
    if name in TERMS:
        return term(TERMS[name], str(value)).label
    if name in CHOICES:
        return str(dict(CHOICES[name].choices).get(value, value))
    if name in DAYS:
        return day_text(date.fromisoformat(str(value)))
    if name in MONEY:
        return f"{int(value):,}"
    return _special(name, value)


def row_summary(code: str, typed: Row) -> str:
    """A typed row in a few words, whatever its faults."""
    said = (
        term(TERMS[name], typed.get(name, "")).label if name in TERMS else typed.get(name, "")
        for name in IN_SHORT[code]
    )
    return " · ".join(text for text in said if text)


def label_of(code: str, name: str) -> Text:
    """What a field is called."""
    if name in OWN_LABELS:
        return OWN_LABELS[name]
    table = ROW_TABLES[code][0] if code in ROW_TABLES else Supplier
    label: Text = table._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return label


def _file(row: Row, files: Files) -> Cell:
    version = files.get(row.get(EVIDENCE, ""))
    return Cell(version.name if version else "", version=version)


def _special(name: str, value: Any) -> str:
    if name == "further_types":
        return ", ".join(str(SupplierType(kind).label) for kind in value)
    if name == "region_code":
        return region_name(str(value), clock.today())
    if name == EVIDENCE:
        return _("증빙 있음")
    if name == "corporate_number":
        return format_corporate_number(str(value))
    return str(value)


def _place(code: str) -> str:
    return _("전국") if code == NATIONWIDE else region_name(code, clock.today())


def _technologies(held: list[str]) -> list[tuple[Text, str]]:
    modes: dict[str, list[str]] = {}
    for one in held:
        code, _mark, mode = one.partition(MARK)
        modes.setdefault(code, []).extend([term("mode", mode).label] if mode else [])
    found: list[tuple[Text, str]] = []
    for group in terms("technology_group"):
        names = [_with_modes(one.label, modes[one.code]) for one in terms("technology") if _is_in(one, group, modes)]
        if names:
            found.append((group.label, ", ".join(names)))
    return found


def _is_in(one: Any, group: Any, modes: Mapping[str, list[str]]) -> bool:
    return one.group == group.code and one.code in modes


def _with_modes(label: str, modes: list[str]) -> str:
    return f"{label}({', '.join(modes)})" if modes else label


def _abilities(cells: list[str]) -> list[tuple[Text, str]]:
    """By process, the functions that can be applied to it."""
    found: list[tuple[Text, str]] = []
    for process in terms("ai_process"):
        functions = [one.label for one in terms("ai_function") if f"{one.code}{MARK}{process.code}" in cells]
        if functions:
            found.append((process.label, ", ".join(functions)))
    return found


def _differences(code: str, before: Rows, after: Rows) -> list[Difference]:
    if BY_CODE[code].many:
        old, new = ([_line(row) for row in rows] for rows in (before, after))
        gone = [Difference(_("빠짐"), line, "") for line in old if line not in new]
        return gone + [Difference(_("추가"), "", line) for line in new if line not in old]
    old_facts, new_facts = (dict(facts_of(code, rows[0] if rows else {})) for rows in (before, after))
    labels = dict.fromkeys([*old_facts, *new_facts])
    pairs = [Difference(label, old_facts.get(label, ""), new_facts.get(label, "")) for label in labels]
    return [pair for pair in pairs if pair.before != pair.after]


def _line(row: Row) -> str:
    return " · ".join(text for name, value in row.items() if (text := text_of(name, value)))
