"""The suppliers of the POOL with their owners and how each came to be approved."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from applications.audit.services import Entry
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.models import (
    CompanySize,
    LegalForm,
    Member,
    PoolState,
    Standing,
    Supplier,
    SupplierType,
    TechnologyField,
)
from applications.suppliers.pool import BY_NAME, PoolMove
from applications.suppliers.queries import stream_of
from applications.suppliers.regions import current_code, region
from portal.demo import words
from portal.demo.calendar import office_hour, some_days_after
from portal.demo.names import address, business_numbers, company_names, corporate_number, person_name
from portal.demo.people import Cast, nameless_logins
from portal.demo.plan import IN_POOL_QUEUE, Plan

# Shares are an assumption of the demonstration; the codes are those of the day on which a company registered.
REGIONS = {
    "11": 21, "41": 27, "28": 7, "26": 6, "27": 5, "47": 5, "48": 7, "30": 5, "44": 4,
    "43": 3, "29": 3, "31": 2, "52": 2, "51": 1.4, "46": 1.2, "36": 0.4, "50": 0.2,
}  # fmt: skip
TYPES = {SupplierType.SMART_MFG: 72, SupplierType.SMART_SERVICE: 22, SupplierType.SMART_WORKSHOP: 6}
FIELDS = {
    TechnologyField.INFORMATION: 52,
    TechnologyField.AUTOMATION: 24,
    TechnologyField.INTELLIGENCE: 14,
    TechnologyField.CONNECTION: 10,
}
SIZES = {CompanySize.MICRO: 18, CompanySize.SMALL: 55, CompanySize.MEDIUM: 24, CompanySize.MIDSIZE: 3}
STAFF = {
    CompanySize.MICRO: (2, 9),
    CompanySize.SMALL: (8, 49),
    CompanySize.MEDIUM: (35, 240),
    CompanySize.MIDSIZE: (210, 820),
}
FIRST_DAY, LAST_DAY = date(2022, 1, 10), date(2026, 3, 27)
QUEUE = (PoolState.SUBMITTED,) * 11 + (PoolState.SUPPLEMENT,) * 5 + (PoolState.REFUSED, PoolState.DRAFT) * 2
QUEUE_MOVES = {
    PoolState.DRAFT: (),
    PoolState.SUBMITTED: ("submit",),
    PoolState.SUPPLEMENT: ("submit", "request_supplement"),
    PoolState.REFUSED: ("submit", "refuse"),
    PoolState.APPROVED: ("submit", "approve"),
}
REASONS = {
    PoolState.SUPPLEMENT: words.POOL_SUPPLEMENT_REASON,
    PoolState.REFUSED: words.POOL_REFUSAL_REASON,
}


def load_suppliers(rng: Random, plan: Plan, cast: Cast, now: datetime) -> tuple[list[Supplier], list[Entry]]:
    """The approved suppliers in the order of registration (the demo supplier first), and the POOL's history.

    Those who still wait for a decision came in the last weeks before `now` and are not among the first value.
    """
    states = [PoolState.APPROVED] * plan.suppliers + list(QUEUE[:IN_POOL_QUEUE])
    suppliers = _companies(rng, states, now)
    _flatter(suppliers[0])
    steps = [_steps(rng, supplier, now) for supplier in suppliers]
    Supplier.objects.bulk_create(suppliers, batch_size=500)
    joined = [supplier.registered_at for supplier in suppliers]
    owners = _owners(rng, cast, joined, _newcomer(suppliers[: plan.suppliers]))
    members = [
        Member(supplier=supplier, user=owner, standing=Standing.OWNER, joined_at=supplier.registered_at)
        for supplier, owner in zip(suppliers, owners, strict=True)
    ]
    Member.objects.bulk_create(members, batch_size=500)
    pairs = zip(members, steps, strict=True)
    return suppliers[: plan.suppliers], [entry for pair in pairs for entry in _history(*pair, cast.operator)]


def _newcomer(approved: Sequence[Supplier]) -> int:
    """The place of a company whose type only the second round takes."""
    return max(place for place, one in enumerate(approved) if one.supplier_type == SupplierType.SMART_WORKSHOP)


def _owners(rng: Random, cast: Cast, joined: Sequence[datetime], newcomer: int) -> list[User]:
    """Who acts for each company: the two who log in for the first and for the newcomer, the nameless for the rest."""
    others = [at for place, at in enumerate(joined) if place not in (0, newcomer)]
    owners = [cast.by_role[Role.SUPPLIER], *nameless_logins(rng, Role.SUPPLIER, "owner", others)]
    owners.insert(newcomer, cast.newcomer)
    for place in (0, newcomer):
        User.objects.filter(pk=owners[place].pk).update(joined_at=joined[place])
    return owners


def _companies(rng: Random, states: Sequence[PoolState], now: datetime) -> list[Supplier]:
    fields = _drawn(rng, FIELDS, len(states))
    names = company_names(rng, fields)
    numbers = business_numbers(rng, len(states))
    days = sorted(_day(rng, FIRST_DAY, LAST_DAY) for _ in states)
    rows = zip(states, names, numbers, fields, days, strict=True)
    return [_company(rng, now, *row) for row in rows]


def _company(rng: Random, now: datetime, state: PoolState, name: str, number: str, field: str, day: date) -> Supplier:
    is_new = state != PoolState.APPROVED
    registered_at = office_hour(rng, now.date() - timedelta(days=rng.randint(4, 24)) if is_new else day)
    code = current_code(_drawn(rng, REGIONS, 1)[0], registered_at.date())
    size = CompanySize(_drawn(rng, SIZES, 1)[0])
    founded = registered_at.date() - timedelta(days=rng.randint(200, 9000))
    return Supplier(
        business_number=number,
        name=name,
        representative=person_name(rng),
        supplier_type=_drawn(rng, TYPES, 1)[0],
        technology_field=field,
        company_size=size,
        region_code=code,
        address=address(rng, region(code).name),
        phone=f"070-0000-{rng.randrange(10_000):04d}",
        ksic_code=words.KSIC[field],
        legal_form=LegalForm.CORPORATION,
        corporate_number=corporate_number(rng),
        address_on=registered_at.date(),
        homepage="https://www.example.com/",
        employees=rng.randint(*STAFF[size]),
        founded_on=founded,
        pool_state=state,
        pool_reason=REASONS.get(state, ""),
        registered_at=registered_at,
    )


def _flatter(supplier: Supplier) -> None:
    """What a visitor sees first is a company like most, of a type and region that has many."""
    supplier.supplier_type, supplier.technology_field = SupplierType.SMART_MFG, TechnologyField.INFORMATION
    supplier.region_code, supplier.address = "41", f"{region('41').name} 새담로 27"
    supplier.company_size, supplier.employees = CompanySize.SMALL, 34
    supplier.name, supplier.name_en = "도람채슬시스템", "Doram Chaeseul Systems"
    supplier.ksic_code = words.KSIC[TechnologyField.INFORMATION]


def _steps(rng: Random, supplier: Supplier, now: datetime) -> list[tuple[PoolMove, datetime]]:
    """The moves that led to the supplier's state; stamps it with the last one."""
    at, steps = supplier.registered_at, []
    for name in QUEUE_MOVES[PoolState(supplier.pool_state)]:
        filed = name == "submit"
        at = at + timedelta(minutes=rng.randint(15, 90)) if filed else some_days_after(rng, at, 1, 3)
        steps.append((BY_NAME[name], at))
    supplier.pool_since = at
    if supplier.pool_state == PoolState.APPROVED:
        supplier.confirmed_on = now.date() - timedelta(days=rng.randint(5, 350))
        supplier.refresh_due_on = requirements().refresh_due(supplier.confirmed_on)
    elif supplier.pool_state == PoolState.SUPPLEMENT:
        supplier.pool_sections = ["records"]
        supplier.pool_due_on = now.date() + timedelta(days=rng.randint(2, 12))
    return steps


def _history(member: Member, steps: list[tuple[PoolMove, datetime]], operator: User) -> list[Entry]:
    supplier, owner = member.supplier, member.user
    stream = stream_of(supplier)
    entries = [Entry(stream, "supplier.registered", owner, supplier.registered_at, {"name": supplier.name})]
    for move, at in steps:
        told = {"from": move.start.value, "to": move.end.value}
        told |= {"reason": supplier.pool_reason} if move.asks_reason else {}
        if move.end == PoolState.SUPPLEMENT and supplier.pool_due_on:
            told |= {"sections": supplier.pool_sections, "due_on": supplier.pool_due_on.isoformat()}
        by = operator if move.by == Role.OPERATOR else owner
        entries.append(Entry(stream, f"supplier.{move.name}", by, at, told))
    return entries


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def _drawn(rng: Random, shares: Mapping[Any, float], count: int) -> list[str]:
    return rng.choices(list(shares), weights=list(shares.values()), k=count)
