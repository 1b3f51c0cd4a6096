"""Writing the register: sign-up, colleagues, POOL moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User, spoken
from applications.roles import Role
from applications.suppliers.entry.changes.services import end_open_change
from applications.suppliers.entry.progress import missing
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.services import let_waiting_stand
from applications.suppliers.letters import tell_owners_of_move
from applications.suppliers.models import Member, PoolState, Standing, Supplier
from applications.suppliers.pool import BY_NAME, PoolMove
from applications.suppliers.queries import stream_of


class AlreadyRegistered(Exception):
    """A company of that business number is there already."""


class EmailTaken(Exception):
    """Somebody with that address is there already."""


class MovedAlready(Exception):
    """Somebody was first: the supplier is no longer in the state that the move starts from."""


class NotComplete(Exception):
    """The profile lacks something; the first argument lists the labels."""


@dataclass(frozen=True)
class NewPerson:
    """Who comes in; the password is in the clear and never stored so, None for one to be set later."""

    email: str
    password: str | None
    name: str
    phone: str


@transaction.atomic
def register_supplier(person: NewPerson, company: Mapping[str, Any]) -> Member:
    """Make the company, the person, and the person's place in it as its owner.

    `company` holds fields of Supplier. Raises AlreadyRegistered when the business number is taken and EmailTaken
    when the address is, also by somebody who was a moment faster; then nothing is made.
    """
    supplier = _new_supplier(company)
    user = new_person(person)
    member = Member.objects.create(supplier=supplier, user=user, standing=Standing.OWNER)
    record(stream_of(supplier), "supplier.registered", by=user, data={"name": supplier.name})
    return member


@transaction.atomic
def move_pool(
    supplier: Supplier,
    move_name: str,
    *,
    by: User | None,
    reason: str = "",
    sections: Sequence[str] = (),
    due_on: date | None = None,
) -> Supplier:
    """Make one move of the POOL table as a conditional update and tell the company's owners.

    `sections` and `due_on` say what a supplement is about; by=None is the portal itself. Raises NotComplete where
    an entry with gaps is submitted, MovedAlready when the supplier has left the move's start. Permission is the
    caller's question (suppliers.permissions.may_pool_move).
    """
    move = BY_NAME[move_name]
    if move.end == PoolState.SUBMITTED and (gaps := missing(supplier)):
        raise NotComplete(gaps)
    now = {"pool_state": move.end, "pool_since": clock.now(), "pool_reason": reason}
    fields = now | {"pool_sections": list(sections), "pool_due_on": due_on} | _renewed(move)
    if not Supplier.objects.filter(pk=supplier.pk, pool_state=move.start).update(**fields):
        raise MovedAlready(move_name)
    for name, value in fields.items():
        setattr(supplier, name, value)
    _settle_writing(supplier, move)
    data: dict[str, Any] = {"from": move.start.value, "to": move.end.value}
    data |= {"reason": reason} if reason else {}
    data |= {"sections": list(sections)} if sections else {}
    data |= {"due_on": due_on.isoformat()} if due_on else {}
    event = record(stream_of(supplier), f"supplier.{move.name}", by=by, data=data)
    if move.by in (Role.OPERATOR, Role.SYSTEM):
        tell_owners_of_move(supplier, move, reason=reason, number=event.number)
    return supplier


def _renewed(move: PoolMove) -> dict[str, date]:
    """What approval and renewal say about the year to come."""
    if move.name not in ("approve", "renew"):
        return {}
    today = clock.today()
    return {"confirmed_on": today, "refresh_due_on": requirements().refresh_due(today)}


def _settle_writing(supplier: Supplier, move: PoolMove) -> None:
    """Bring what was being written in line with the new state."""
    if move.end == PoolState.SUBMITTED:
        let_waiting_stand(supplier)
    elif move.start == PoolState.APPROVED and move.end != PoolState.LAPSED:
        end_open_change(supplier)


def _new_supplier(company: Mapping[str, Any]) -> Supplier:
    try:
        with transaction.atomic():
            return Supplier.objects.create(**company)
    except IntegrityError:
        if Supplier.objects.filter(business_number=company["business_number"]).exists():
            raise AlreadyRegistered from None
        raise


def new_person(person: NewPerson) -> User:
    """The account of somebody of a supplier; joins the caller's transaction. Raises EmailTaken."""
    try:
        with transaction.atomic():
            return User.objects.create_user(
                person.email,
                person.password,
                name=person.name,
                phone=person.phone,
                role=Role.SUPPLIER,
                language=spoken(),
            )
    except IntegrityError:
        if User.objects.filter(email__iexact=person.email).exists():
            raise EmailTaken from None
        raise
