"""Which suppliers a person may see, and what is told about one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.audit.models import Event
from applications.audit.words import act_text
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role
from applications.suppliers.entry.changes.models import ChangeState, EntryChange
from applications.suppliers.entry.models import DirectoryConsent, FurtherType, Technology
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import section_labels
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.regions import codes_of

DIGITS_TO_SEARCH = 3
UNTOLD = ("entry.saved", "entry.staff_read")  # too many to read; the audit pages have them


@dataclass(frozen=True)
class Happening:
    """One line of a supplier's history."""

    at: datetime
    what: str | Promise
    role: str | Promise
    reason: str
    sections: str = ""
    due_on: date | None = None


def suppliers_for(user: User) -> QuerySet[Supplier]:
    """Own company for suppliers, all for those who run or inspect, none for others."""
    if user.role in SEES_EVERY_CASE:
        return Supplier.objects.all()
    if user.role == Role.SUPPLIER:
        return Supplier.objects.filter(members__user=user)
    return Supplier.objects.none()


def filed_suppliers(user: User) -> QuerySet[Supplier]:
    """The same with `listed_since`, when the consent was given to be shown in the directory, None without one."""
    consent = DirectoryConsent.objects.filter(supplier=OuterRef("pk"), revoked_at=None).values("given_at")[:1]
    return suppliers_for(user).annotate(listed_since=Subquery(consent))


class Todo(models.TextChoices):
    """Kinds of work that a company's place in the POOL may ask of the operator."""

    CHANGE = "change", _("변경 승인할 것")
    OVERDUE = "overdue", _("보완 기한이 지난 것")
    REFRESH = "refresh", _("갱신 기한이 다가온 것")


def found(suppliers: QuerySet[Supplier], **criteria: str) -> QuerySet[Supplier]:
    """Suppliers that meet all criteria (q, state, todo, supplier_type, technology, region); longest waiting first."""
    for name, value in criteria.items():
        if value := value.strip():
            suppliers = suppliers.filter(CRITERIA[name](value))
    return suppliers.order_by("pool_since", "pk")


def _named(text: str) -> Q:
    wanted = Q(name__icontains=text)
    digits = "".join(mark for mark in text if mark.isdecimal())
    return wanted | Q(business_number__contains=digits) if len(digits) >= DIGITS_TO_SEARCH else wanted


def _of_type(kind: str) -> Q:
    further = FurtherType.objects.filter(supplier=OuterRef("pk"), supplier_type=kind)
    return Q(supplier_type=kind) | Q(Exists(further))


def _with_technology(code: str) -> Q:
    return Q(Exists(Technology.objects.filter(supplier=OuterRef("pk"), code=code)))


def _in_region(code: str) -> Q:
    """Seats of today's region; those recorded under a code that became it belong to it."""
    return Q(region_code__in=codes_of(code, clock.today()))


def _to_do(kind: str) -> Q:
    today = clock.today()
    if kind == Todo.CHANGE:
        waiting = EntryChange.objects.filter(supplier=OuterRef("pk"), state=ChangeState.SUBMITTED)
        return Q(Exists(waiting))
    if kind == Todo.OVERDUE:
        return Q(pool_state=PoolState.SUPPLEMENT, pool_due_on__lt=today)
    soon = today + timedelta(days=max(requirements().refresh_remind_days))
    return Q(pool_state=PoolState.APPROVED, refresh_due_on__lte=soon)


CRITERIA: dict[str, Callable[[str], Q]] = {
    "q": _named,
    "state": lambda state: Q(pool_state=state),
    "todo": _to_do,
    "supplier_type": _of_type,
    "technology": _with_technology,
    "region": _in_region,
}


def counts_by_state(suppliers: QuerySet[Supplier]) -> dict[str, int]:
    """How many stand in each state, zeros included."""
    rows = suppliers.order_by().values_list("pool_state").annotate(Count("pk"))
    return dict.fromkeys(PoolState.values, 0) | dict(rows)


def history_of(supplier: Supplier) -> list[Happening]:
    """What happened to the supplier in the POOL, oldest first."""
    told = Event.objects.filter(stream=stream_of(supplier)).exclude(verb__in=UNTOLD)
    return list(_told(told.order_by("number")))


def stream_of(supplier: Supplier) -> str:
    """The name of the supplier's audit stream."""
    return f"supplier:{supplier.business_number}"


def _told(events: Iterable[Event]) -> Iterable[Happening]:
    for event in events:
        data = event.data
        due = date.fromisoformat(data["due_on"]) if "due_on" in data and "to" in data else None
        about = section_labels(data["sections"]) if "to" in data and data.get("sections") else []
        role = Role(event.actor_role).label
        yield Happening(event.at, act_text(event.verb), role, data.get("reason", ""), ", ".join(about), due)
