"""From what companies registered and what was published about them to the rows of the directory."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from applications import clock
from applications.suppliers.entry.models import (
    NATIONWIDE,
    AiAbility,
    FurtherType,
    Product,
    ServedRegion,
    Technology,
    TrackRecord,
)
from applications.suppliers.models import Supplier
from applications.suppliers.regions import current_code, regions_on
from diagnosis.directory.models import TextKind
from diagnosis.directory.terms import DIAGNOSED, level_labels
from diagnosis.results.standing import standings_of
from diagnosis.scoring.models import Outcome

UNRANKED = -1
Said = tuple[TextKind, str]


@dataclass(frozen=True)
class Entry:
    """What the directory says about one company."""

    supplier: Supplier
    outcome_id: int | None
    level: str
    level_rank: int
    records: int
    terms: str
    said: tuple[Said, ...]


def entries(suppliers: Sequence[Supplier]) -> list[Entry]:
    """The entries of companies; a fixed number of queries for any number of them."""
    today = clock.today()
    terms, records = _registered(suppliers, today), _records(suppliers)
    results, diagnosed = _standing_results(suppliers, today)
    said = _said(suppliers)
    return [
        _entry(one, terms[one.pk] | set(records[one.pk]), sum(records[one.pk].values()), results.get(one.pk),
               one.pk in diagnosed, said[one.pk])
        for one in suppliers
    ]  # fmt: skip


def _entry(
    supplier: Supplier, terms: set[str], records: int, result: Outcome | None, is_diagnosed: bool, said: Iterable[Said]
) -> Entry:
    ladder = level_labels()[::-1]
    level = result.level if result else ""
    rank = ladder.index(level) + 1 if level in ladder else (0 if level else UNRANKED)
    terms |= {f"level:{label}" for label in ladder[: max(rank, 0)]}
    terms |= {DIAGNOSED} if is_diagnosed else set()
    outcome = result.pk if result else None
    return Entry(supplier, outcome, level, rank, records, " ".join(sorted(terms)), tuple(said))


def _registered(suppliers: Sequence[Supplier], today: date) -> dict[int, set[str]]:
    """Types, regions, technologies and AI abilities of each company."""
    found = {one.pk: {f"type:{one.supplier_type}"} for one in suppliers}
    everywhere = {f"region:{place.code}" for place in regions_on(today)}
    for pk, kind in FurtherType.objects.filter(supplier__in=found).values_list("supplier", "supplier_type"):
        found[pk].add(f"type:{kind}")
    for pk, code in ServedRegion.objects.filter(supplier__in=found).values_list("supplier", "region_code"):
        found[pk] |= everywhere if code == NATIONWIDE else {f"region:{current_code(code, today)}"}
    for pk, code in Technology.objects.filter(supplier__in=found).values_list("supplier", "code"):
        found[pk].add(f"technology:{code}")
    for pk, function, process in AiAbility.objects.filter(supplier__in=found).values_list(
        "supplier", "function", "process"
    ):
        found[pk] |= {f"function:{function}", f"process:{process}"}
    for one in suppliers:
        if not any(term.startswith("region:") for term in found[one.pk]):
            found[one.pk].add(f"region:{current_code(one.region_code, today)}")
    return found


def _records(suppliers: Sequence[Supplier]) -> dict[int, dict[str, int]]:
    """How many projects each company carried out, by the term of the customer's industry."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pk, industry in TrackRecord.objects.filter(supplier__in=suppliers).values_list("supplier", "industry"):
        found[pk][f"industry:{industry}"] += 1
    return found


def _standing_results(suppliers: Sequence[Supplier], today: date) -> tuple[dict[int, Outcome], set[int]]:
    """The newest result with a Level that is valid today by company, and the companies whose AI result is."""
    outcomes = (
        Outcome.objects.filter(application__supplier__in=suppliers, current=True, fault="", published_at__isnull=False)
        .select_related("application")
        .defer("snapshot", "sections")
        .order_by("published_at", "pk")
    )
    standing = standings_of(outcomes, today)
    valid = [one for one in outcomes if standing[one.pk].is_valid]
    with_level = {one.application.supplier_id: one for one in valid if one.level}
    return with_level, {one.application.supplier_id for one in valid if one.ai is not None}


def _said(suppliers: Sequence[Supplier]) -> dict[int, list[Said]]:
    """Every name a company may be looked for by."""
    found = {one.pk: [(TextKind.NAME, name) for name in (one.name, one.name_en) if name] for one in suppliers}
    for pk, name in Product.objects.filter(supplier__in=found).values_list("supplier", "name"):
        found[pk].append((TextKind.PRODUCT, name))
    return found
