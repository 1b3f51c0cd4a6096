"""Between the tables of an entry and its rows as text: reading what stands, writing what was taken over."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Value

from applications import clock
from applications.documents.models import DocumentVersion
from applications.suppliers.entry.models import (
    AiAbility,
    FinanceYear,
    FurtherType,
    Product,
    ServedRegion,
    StaffPerson,
    Technology,
    TrackRecord,
)
from applications.suppliers.models import Supplier

Row = dict[str, Any]
Rows = list[Row]
COMPANY = (
    "name",
    "representative",
    "legal_form",
    "corporate_number",
    "founded_on",
    "supplier_type",
    "technology_field",
    "company_size",
    "region_code",
    "address",
    "ksic_code",
    "ksic_revision",
)
CONTACT = ("name_en", "phone", "homepage", "employees")
NEEDED = {
    "company": ("legal_form", "founded_on", "address", "ksic_code"),
    "contact": ("phone", "employees"),
}
STAFF = ("name", "role", "education", "major", "career_years", "career", "certificates")
RECORDS = ("project", "customer", "industry", "began_on", "ended_on", "amount", "technology", "reached")
FINANCE = ("year", "sales", "operating_profit", "net_profit", "assets", "liabilities", "research_cost")
PRODUCTS = ("name", "technology", "released_year", "description")
ROW_TABLES: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "staff": (StaffPerson, STAFF),
    "records": (TrackRecord, RECORDS),
    "finance": (FinanceYear, FINANCE),
    "products": (Product, PRODUCTS),
}
MARK = ":"
EVIDENCE = "evidence"


def standing_rows(supplier: Supplier) -> dict[str, Rows]:
    """All that stands for a company, by section, each row as the text of its fields; five queries."""
    return standing_with_files(supplier)[0]


def standing_with_files(supplier: Supplier) -> tuple[dict[str, Rows], dict[str, DocumentVersion]]:
    """The same with the files that the rows refer to, by key, with no query more."""
    files: dict[str, DocumentVersion] = {}
    chosen = _chosen(supplier)
    found: dict[str, Rows] = {
        "company": [_texts(supplier, COMPANY) | {"further_types": chosen["types"]}],
        "contact": [_texts(supplier, CONTACT)],
        "regions": [{"regions": chosen["regions"]}] if chosen["regions"] else [],
        "technology": [{"held": chosen["technology"]}] if chosen["technology"] else [],
        "ai": [{"cells": chosen["ai"]}] if chosen["ai"] else [],
    }
    for code, (table, names) in ROW_TABLES.items():
        rows = table._default_manager.filter(supplier=supplier).select_related("evidence__document")
        found[code] = [_texts(row, names) | {EVIDENCE: _key_of(row, files)} for row in rows]
    return found, files


def write_rows(supplier: Supplier, code: str, clean: Rows) -> None:
    """Let these rows stand for a section, inside the caller's transaction; `clean` are values of JSON."""
    if code in ROW_TABLES:
        table, _names = ROW_TABLES[code]
        clean = _with_versions(supplier, clean)
        table._default_manager.filter(supplier=supplier).delete()
        ordered = "position" in {field.name for field in table._meta.fields}
        places = [{"position": place} if ordered else {} for place in range(len(clean))]
        made = [table(supplier=supplier, **row, **place) for row, place in zip(clean, places, strict=True)]
        table._default_manager.bulk_create(made)
    elif code in ("company", "contact"):
        _write_company(supplier, clean[0])
    else:
        _write_chosen(supplier, code, clean[0] if clean else {})


def _write_company(supplier: Supplier, row: Row) -> None:
    values = dict(row)
    further = values.pop("further_types", None)
    if (values.get("address"), values.get("region_code")) != (supplier.address, supplier.region_code) and (
        "address" in values
    ):
        values["address_on"] = clock.today()
    for name, value in values.items():
        setattr(supplier, name, Supplier._meta.get_field(name).to_python(value))  # type: ignore[union-attr]
    supplier.save(update_fields=list(values))
    if further is not None:
        others = [FurtherType(supplier=supplier, supplier_type=kind) for kind in further]
        _replace(FurtherType, supplier, others)


def _write_chosen(supplier: Supplier, code: str, row: Row) -> None:
    if code == "regions":
        served = [ServedRegion(supplier=supplier, region_code=one) for one in row.get("regions", ())]
        _replace(ServedRegion, supplier, served)
    elif code == "technology":
        pairs = [one.partition(MARK) for one in row.get("held", ())]
        _replace(Technology, supplier, [Technology(supplier=supplier, code=pair[0], mode=pair[2]) for pair in pairs])
    else:
        pairs = [one.partition(MARK) for one in row.get("cells", ())]
        cells = [AiAbility(supplier=supplier, function=pair[0], process=pair[2]) for pair in pairs]
        _replace(AiAbility, supplier, cells)


def _replace(table: type[models.Model], supplier: Supplier, made: Iterable[Any]) -> None:
    table._default_manager.filter(supplier=supplier).delete()
    table._default_manager.bulk_create(made)


def _with_versions(supplier: Supplier, clean: Rows) -> Rows:
    """The rows with the company's own files behind them instead of their keys; a key of nothing is no file."""
    keys = {row[EVIDENCE] for row in clean if row.get(EVIDENCE)}
    held = (
        {str(one.key): one for one in DocumentVersion.objects.filter(supplier=supplier, key__in=keys)} if keys else {}
    )
    return [row | {EVIDENCE: held.get(row.get(EVIDENCE, ""))} for row in clean]


def _key_of(row: Any, files: dict[str, DocumentVersion]) -> str:
    """The key of the file behind a row, which is put beside the others; empty where there is none."""
    if not row.evidence:
        return ""
    files[str(row.evidence.key)] = row.evidence
    return str(row.evidence.key)


def _texts(thing: models.Model, names: Iterable[str]) -> Row:
    values = {name: getattr(thing, name) for name in names}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _chosen(supplier: Supplier) -> dict[str, list[str]]:
    """Types, regions, technologies and cells in one query, as the forms name them."""
    found: dict[str, list[str]] = {"types": [], "regions": [], "technology": [], "ai": []}
    parts = [
        _part("types", FurtherType, supplier, "supplier_type", Value("")),
        _part("regions", ServedRegion, supplier, "region_code", Value("")),
        _part("technology", Technology, supplier, "code", "mode"),
        _part("ai", AiAbility, supplier, "function", "process"),
    ]
    for kind, first, second in parts[0].union(*parts[1:], all=True):
        found[kind].append(f"{first}{MARK}{second}" if kind in ("technology", "ai") else first)
    return {kind: sorted(values) for kind, values in found.items()}


def _part(kind: str, table: type[models.Model], supplier: Supplier, first: str, second: Any) -> Any:
    return table._default_manager.filter(supplier=supplier).order_by().values_list(Value(kind), first, second)
