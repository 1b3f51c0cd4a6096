"""A company's own page in the directory: what it agreed to show and what was published, never a score or a person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from applications import clock
from applications.suppliers.entry.models import AiAbility, Product, TrackRecord
from applications.suppliers.entry.queries import listed_suppliers
from applications.suppliers.entry.vocabulary import terms
from applications.suppliers.models import Supplier
from applications.suppliers.numbers import format_business_number
from applications.suppliers.regions import region_name
from diagnosis.directory.models import Listing
from diagnosis.directory.terms import DIAGNOSED, kind_labels, words
from diagnosis.results.standing import Standing, standing_of
from grading.load import load_scheme
from grading.values import Level

FACTS = ("type", "region", "technology")


@dataclass(frozen=True)
class Company:
    """Everything the page says; `matrix` has a row for each AI function with a yes or no for each process."""

    supplier: Supplier
    region: str
    level: Level | None
    standing: Standing | None
    is_diagnosed: bool
    facts: list[tuple[str, list[str]]]
    processes: list[str]
    matrix: list[tuple[str, list[bool]]]
    products: list[Product]
    industries: list[tuple[str, int]]
    reached: list[tuple[str, int]]
    records: int


def company(number: str) -> Company | None:
    """The company with a business number, or None where the directory does not show it (any more)."""
    chosen = Listing.objects.select_related("supplier", "outcome__application")
    listing = chosen.filter(supplier__in=listed_suppliers().filter(business_number=number)).first()
    return _told(listing) if listing else None


def _told(listing: Listing) -> Company:
    supplier, held = listing.supplier, set(listing.terms.split())
    records = list(TrackRecord.objects.filter(supplier=supplier).values_list("industry", "reached"))
    standing = standing_of(listing.outcome, clock.today()) if listing.outcome else None
    return Company(
        supplier=supplier,
        region=region_name(supplier.region_code, clock.today()),
        level=_level(listing) if standing and standing.is_valid else None,
        standing=standing if standing and standing.is_valid else None,
        is_diagnosed=DIAGNOSED in held,
        facts=_facts(held),
        processes=[one.label for one in terms("ai_process")],
        matrix=_matrix(supplier),
        products=list(Product.objects.filter(supplier=supplier)),
        industries=_counted("industry", [industry for industry, _reached in records]),
        reached=_counted("reached", [reached for _industry, reached in records]),
        records=len(records),
    )


def _level(listing: Listing) -> Level:
    assert listing.outcome is not None  # asked only of a listing with a result
    return load_scheme(listing.outcome.application.scheme_code).level(listing.outcome.level)


def _facts(held: set[str]) -> list[tuple[str, list[str]]]:
    named, kinds = words(), kind_labels()
    return [(kinds[kind], [word.label for word in named[kind] if word.term in held]) for kind in FACTS]


def _matrix(supplier: Supplier) -> list[tuple[str, list[bool]]]:
    cells = set(AiAbility.objects.filter(supplier=supplier).values_list("function", "process"))
    if not cells:
        return []
    processes = [one.code for one in terms("ai_process")]
    return [(one.label, [(one.code, process) in cells for process in processes]) for one in terms("ai_function")]


def _counted(kind: str, codes: list[str]) -> list[tuple[str, int]]:
    counts = Counter(codes)
    return [(one.label, counts[one.code]) for one in terms(kind) if counts[one.code]]


def linked_data(shown: Company, address: str) -> dict[str, Any]:
    """The company in the words of schema.org, for search engines."""
    supplier = shown.supplier
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": supplier.name,
        "url": supplier.homepage or address,
        "mainEntityOfPage": address,
        "taxID": format_business_number(supplier.business_number),
        "areaServed": next((names for _label, names in shown.facts[1:2]), []),
        "knowsAbout": next((names for _label, names in shown.facts[2:3]), []),
    }
    if supplier.name_en:
        data["alternateName"] = supplier.name_en
    if shown.level and shown.standing:
        data["hasCredential"] = _credential(shown.level, shown.standing.valid_until)
    return data


def _credential(level: Level, until: date | None) -> dict[str, Any]:
    credential = {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "certification",
        "name": f"Level {level.label}",
    }
    return credential | ({"expires": until.isoformat()} if until else {})
