"""What surrounds the score in a scheme: fees, seats, rounds, people's terms, benefits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

KST = timezone(timedelta(hours=9), "KST")


@dataclass(frozen=True, slots=True)
class FeePart:
    """A step that is paid for by itself; `company_krw` is the supplier's share."""

    code: str
    name: str
    name_en: str
    company_krw: int


@dataclass(frozen=True, slots=True)
class Fee:
    """Both shares of the price in won; `vat` is None while no notice says how VAT is treated."""

    parts: tuple[FeePart, ...]
    government_share: Fraction
    vat: str | None
    due_days: int
    place: str

    @property
    def company_krw(self) -> int:
        return sum(part.company_krw for part in self.parts)

    @property
    def total_krw(self) -> int:
        return int(self.company_krw / (1 - self.government_share))

    @property
    def government_krw(self) -> int:
        return self.total_krw - self.company_krw


@dataclass(frozen=True, slots=True)
class Quota:
    """How many companies are supported; `scope` is `year` (over all rounds) or `round`."""

    companies: int
    scope: str
    place: str


@dataclass(frozen=True, slots=True)
class Panel:
    """How a panel is made up and when its marks must be reconciled."""

    default_size: int
    min_size: int
    max_item_gap: Decimal
    max_total_gap: Decimal
    reading_days: int
    conflict_years: int
    reassess_lowest_percent: int
    trim_from: int
    max_size: int
    on_item_gap: str
    on_total_gap: str
    after_reconcile: str
    extra_members: int
    place: str


@dataclass(frozen=True, slots=True)
class Round:
    """A call for applications; days and moments are None until a notice names them. All times are KST."""

    code: str
    name: str
    name_en: str
    announced_on: date | None
    opens_on: date | None
    opens_time: time
    closes_on: date | None
    closes_time: time
    place: str

    @property
    def opens_at(self) -> datetime | None:
        return datetime.combine(self.opens_on, self.opens_time, KST) if self.opens_on else None

    @property
    def closes_at(self) -> datetime | None:
        return datetime.combine(self.closes_on, self.closes_time, KST) if self.closes_on else None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who holds a part in the programme from a day on."""

    role: str
    role_name: str
    name: str
    name_en: str
    valid_from: date
    place: str


@dataclass(frozen=True, slots=True)
class SupplierType:
    """A kind of supplier, as the register distinguishes them."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class TechnologyField:
    """A field of supplier technology, as the register distinguishes them."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A question about a fact; a `threshold` of None where a test needs one is a blank figure."""

    fact: str
    test: str
    name: str
    name_en: str
    threshold: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What a later event does to a benefit.

    A lower later result takes over (`follows`) or leaves the earlier one its time (`kept`); a correction or
    revocation counts from the day it takes effect (`effective`) or from the first day (`start`).
    """

    downgrade: str
    correction: str
    revocation: str
    place: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a Level opens; `min_level` None means any Level."""

    code: str
    name: str
    name_en: str
    min_level: str | None
    all_of: tuple[Condition, ...]
    any_of: tuple[Condition, ...]
    points: Mapping[str, Decimal]
    cap_points: Decimal | None
    cap_items: int | None
    note: str
    note_en: str
    place: str
    after: Aftermath


@dataclass(frozen=True, slots=True)
class Terms:
    """Periods and shares around a result: validity, repeat, objection, refund."""

    validity_months: int
    same_year_limit: int
    next_year_allowed: bool
    objection_days: int
    reply_days: int
    extension_days: int
    refund_before_assignment: Fraction
    refund_after_assignment: Fraction
    refund_after_visit: Fraction
