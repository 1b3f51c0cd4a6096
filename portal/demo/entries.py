"""What the suppliers of the demonstration have registered: technology, regions, AI matrix, projects, consents."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import models

from applications.documents.queries import latest_versions
from applications.suppliers.entry.changes.models import EntryChange
from applications.suppliers.entry.models import (
    NATIONWIDE,
    AiAbility,
    DirectoryConsent,
    FinanceYear,
    FurtherType,
    Product,
    ServedRegion,
    StaffPerson,
    Technology,
    TrackRecord,
    WrittenSection,
)
from applications.suppliers.entry.tables import standing_rows
from applications.suppliers.entry.vocabulary import codes
from applications.suppliers.models import Member, PoolState, Standing, Supplier, SupplierType, TechnologyField
from applications.suppliers.regions import current_code, regions_on
from portal.demo import words
from portal.demo.names import person_name, stem
from portal.demo.people import NEWCOMER

# Shares are an assumption of the demonstration.
TECHNOLOGY = {
    TechnologyField.INFORMATION: ("MES", "ERP", "MES", "APS", "SCM", "PLM", "FEMS", "SAAS", "SW_OTHER"),
    TechnologyField.AUTOMATION: ("CONTROL", "ROBOT", "CONTROL", "MACHINE_VISION", "SENSOR", "SAFETY", "HW_OTHER"),
    TechnologyField.CONNECTION: ("SENSOR", "RFID", "CONTROL", "FIVE_G", "SECURITY", "OPC_UA", "AAS"),
    TechnologyField.INTELLIGENCE: ("AI_VISION", "AI_GENERATIVE", "AI_OTHER", "AI_PHYSICAL", "DIGITAL_TWIN", "CPS"),
}
AI_SHARE = {
    TechnologyField.INFORMATION: 0.25,
    TechnologyField.AUTOMATION: 0.2,
    TechnologyField.CONNECTION: 0.15,
    TechnologyField.INTELLIGENCE: 1.0,
}
REACHED = ("BASIC",) * 6 + ("MIDDLE1",) * 5 + ("MIDDLE2",) * 2 + ("ADVANCED",)
INDUSTRIES = ("29", "30", "25", "26", "22", "20", "10", "28", "24", "13", "21", "27")
NATIONWIDE_SHARE, CONSENT_SHARE, FURTHER_TYPE_SHARE = 0.25, 0.8, 0.12
SOFTWARE = frozenset({"SCM", "ERP", "PLM", "APS", "MES", "FEMS", "SW_OTHER"})
RECORDS = (0, 0, 1, 1, 2, 2, 3, 4, 6)
IN_QUEUE = (PoolState.SUBMITTED, PoolState.SUPPLEMENT)
CHANGES = 3
NEW_TECHNOLOGY = ("OPC_UA:", "SAAS:")
BATCH = 2000


def load_entries(rng: Random, suppliers: Sequence[Supplier], now: datetime) -> None:
    """The entries of approved suppliers, with one insert a table; the demo supplier, the first, is told in full."""
    waiting = list(Supplier.objects.filter(pool_state__in=IN_QUEUE).order_by("pk"))
    owners = dict(Member.objects.filter(standing=Standing.OWNER).values_list("supplier", "user"))
    today = now.date()
    _store(row for supplier in (*suppliers, *waiting) for row in _technologies(rng, supplier))
    _store(row for supplier in (*suppliers, *waiting) for row in _regions(rng, supplier))
    _store(row for supplier in suppliers for row in _abilities(rng, supplier))
    _store(_further_type(rng, supplier) for supplier in suppliers if rng.random() < FURTHER_TYPE_SHARE)
    others = [*suppliers[1:], *waiting]
    _store(row for supplier in others for row in _staff(rng, supplier, rng.sample(words.STAFF, k=2)))
    _store(row for supplier in others for row in _finance(supplier, today.year - 1))
    _store(row for supplier in suppliers[1:] for row in _records(rng, supplier, today, rng.choice(RECORDS)))
    agreeing = [supplier for supplier in suppliers[1:] if rng.random() < CONSENT_SHARE]
    _store(_consent(supplier, owners[supplier.pk]) for supplier in (suppliers[0], *agreeing))
    _store(row for supplier in waiting for row in _records(rng, supplier, today, rng.randint(1, 4)))
    _ask_for_changes(suppliers[1 : 1 + CHANGES], owners, now)
    _load_demo_supplier(rng, suppliers[0], today)
    newcomer = Supplier.objects.get(members__user__email=NEWCOMER)
    if not newcomer.track_records.exists():  # whoever logs in finds a whole entry
        _store(_records(rng, newcomer, today, 2))


def put_files_behind_rows(supplier: Supplier) -> None:
    """The newest papers of the demo supplier's store stand behind its first projects."""
    versions = latest_versions(supplier.pk)[:4]
    for row, version in zip(supplier.track_records.all(), versions, strict=False):
        row.evidence = version
        row.save(update_fields=["evidence"])


def _store(rows: Iterable[Any]) -> None:
    made: list[models.Model] = list(rows)
    if made:
        type(made[0])._default_manager.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)


def _technologies(rng: Random, supplier: Supplier) -> Iterator[Technology]:
    pool = TECHNOLOGY[TechnologyField(supplier.technology_field)]
    for code in dict.fromkeys(rng.choices(pool, k=rng.randint(1, 4))):
        modes = rng.choice((("STANDALONE",), ("STANDALONE",), ("CLOUD",), ("STANDALONE", "CLOUD")))
        for mode in modes if code in SOFTWARE or code.startswith("AI_") else ("",):
            yield Technology(supplier=supplier, code=code, mode=mode)


def _regions(rng: Random, supplier: Supplier) -> Iterator[ServedRegion]:
    if rng.random() < NATIONWIDE_SHARE:
        yield ServedRegion(supplier=supplier, region_code=NATIONWIDE)
        return
    day = supplier.pool_since.date()
    others = rng.sample([place.code for place in regions_on(day)], k=rng.randint(0, 2))
    for code in dict.fromkeys((current_code(supplier.region_code, day), *others)):
        yield ServedRegion(supplier=supplier, region_code=code)


def _abilities(rng: Random, supplier: Supplier) -> Iterator[AiAbility]:
    if rng.random() >= AI_SHARE[TechnologyField(supplier.technology_field)]:
        return
    functions = rng.sample(codes("ai_function"), k=rng.randint(1, 2))
    processes = dict.fromkeys(rng.choices(("PRODUCTION", "PRODUCTION", *codes("ai_process")), k=rng.randint(1, 2)))
    for function in functions:
        for process in processes:
            yield AiAbility(supplier=supplier, function=function, process=process)


def _further_type(rng: Random, supplier: Supplier) -> FurtherType:
    others = [kind for kind in SupplierType if kind != supplier.supplier_type]
    return FurtherType(supplier=supplier, supplier_type=rng.choice(others))


def _records(rng: Random, supplier: Supplier, today: date, count: int) -> Iterator[TrackRecord]:
    pool = TECHNOLOGY[TechnologyField(supplier.technology_field)]
    for position in range(count):
        ended = today - timedelta(days=rng.randint(40, 1500))
        technology, industry = rng.choice(pool), rng.choice(INDUSTRIES)
        customer = stem(rng) + stem(rng) + rng.choice(words.CUSTOMER_SUFFIXES)
        yield TrackRecord(
            supplier=supplier,
            position=position,
            project=f"{customer} {rng.choice(words.PROJECTS)}",
            customer=customer,
            industry=industry,
            began_on=ended - timedelta(days=rng.randint(90, 330)),
            ended_on=ended,
            amount=rng.randint(30, 420) * 1000,
            technology=technology,
            reached=rng.choice(REACHED),
        )


def _consent(supplier: Supplier, owner: int) -> DirectoryConsent:
    return DirectoryConsent(supplier=supplier, given_at=supplier.pool_since, given_by_id=owner)


def _ask_for_changes(suppliers: Sequence[Supplier], owners: dict[int, int], now: datetime) -> None:
    """A few approved companies have a new technology that the operator has not approved yet."""
    for supplier in suppliers:
        before = standing_rows(supplier)["technology"]
        after = [{"held": sorted({*before[0]["held"], *NEW_TECHNOLOGY})}]
        asked = {"supplier": supplier, "asked_at": now - timedelta(days=2, hours=3), "since": now - timedelta(days=2)}
        EntryChange.objects.create(
            **asked, before={"technology": before}, after={"technology": after}, asked_by_id=owners[supplier.pk]
        )
        WrittenSection.objects.create(
            supplier=supplier, code="technology", rows=after, ready=after, waits=True, saved_by_id=owners[supplier.pk]
        )


def _load_demo_supplier(rng: Random, supplier: Supplier, today: date) -> None:
    _store(_records(rng, supplier, today, 8))
    _store(_staff(rng, supplier, words.STAFF))
    _store(_finance(supplier, today.year - 1))
    _store(AiAbility(supplier=supplier, function=one, process="PRODUCTION") for one in ("PERCEIVE", "PREDICT"))
    _store(
        Product(supplier=supplier, position=place, name=name, technology=code, released_year=year, description=said)
        for place, (name, code, year, said) in enumerate(words.PRODUCTS)
    )


def _staff(rng: Random, supplier: Supplier, told: Sequence[words.Person]) -> Iterator[StaffPerson]:
    for position, (role, education, major, years, career, certificates) in enumerate(told):
        yield StaffPerson(
            supplier=supplier,
            position=position,
            name=person_name(rng),
            role=role,
            education=education,
            major=major,
            career_years=years,
            career=career,
            certificates=certificates,
        )


def _finance(supplier: Supplier, last: int) -> Iterator[FinanceYear]:
    """Three years of a size that fits the number of employees."""
    share = Decimal((supplier.employees or 1) + 2) / 36
    told = [[int(figure * share) for figure in year] for year in words.FINANCE]
    for back, (sales, operating, net, assets, liabilities, research) in enumerate(told):
        yield FinanceYear(
            supplier=supplier,
            year=last - back,
            sales=sales,
            operating_profit=operating,
            net_profit=net,
            assets=assets,
            liabilities=liabilities,
            research_cost=research,
        )
