"""Which suppliers a person may see, and what is told about one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from applications.audit.models import Event
from applications.audit.words import act_text
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role
from applications.suppliers.models import PoolState, Supplier

FIELDS_TO_REGISTER = ("address", "phone", "founded_on", "employees", "ksic_code")
DIGITS_TO_SEARCH = 3


@dataclass(frozen=True)
class Happening:
    """One line of a supplier's history."""

    at: datetime
    what: str | Promise
    role: str | Promise
    reason: str


def suppliers_for(user: User) -> QuerySet[Supplier]:
    """Own company for suppliers, all for those who run or inspect, none for others."""
    if user.role in SEES_EVERY_CASE:
        return Supplier.objects.all()
    if user.role == Role.SUPPLIER:
        return Supplier.objects.filter(members__user=user)
    return Supplier.objects.none()


def found(suppliers: QuerySet[Supplier], *, text: str = "", state: str = "") -> QuerySet[Supplier]:
    """Suppliers whose name or number holds the text; who has waited longest comes first."""
    if text := text.strip():
        wanted = Q(name__icontains=text)
        digits = "".join(mark for mark in text if mark.isdecimal())
        if len(digits) >= DIGITS_TO_SEARCH:
            wanted |= Q(business_number__contains=digits)
        suppliers = suppliers.filter(wanted)
    if state in PoolState.values:
        suppliers = suppliers.filter(pool_state=state)
    return suppliers.order_by("pool_since", "pk")


def counts_by_state(suppliers: QuerySet[Supplier]) -> dict[str, int]:
    """How many stand in each state, zeros included."""
    rows = suppliers.order_by().values_list("pool_state").annotate(Count("pk"))
    return dict.fromkeys(PoolState.values, 0) | dict(rows)


def missing(supplier: Supplier) -> list[str]:
    """Labels of what the profile still lacks before it can be submitted to the POOL."""
    fields = (Supplier._meta.get_field(name) for name in FIELDS_TO_REGISTER)
    return [str(field.verbose_name) for field in fields if getattr(supplier, field.name) in (None, "")]  # type: ignore[union-attr]


def history_of(supplier: Supplier) -> list[Happening]:
    """What happened to the supplier in the POOL, oldest first."""
    return list(_told(Event.objects.filter(stream=stream_of(supplier)).order_by("number")))


def stream_of(supplier: Supplier) -> str:
    """The name of the supplier's audit stream."""
    return f"supplier:{supplier.business_number}"


def _told(events: Iterable[Event]) -> Iterable[Happening]:
    for event in events:
        yield Happening(event.at, act_text(event.verb), Role(event.actor_role).label, event.data.get("reason", ""))
