"""Writing the register: sign-up, profile, POOL moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import clock
from applications.audit.services import record
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.people.models import User, spoken
from applications.roles import Role
from applications.suppliers.models import Member, Standing, Supplier
from applications.suppliers.pool import BY_NAME, PoolMove
from applications.suppliers.queries import missing, stream_of


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
def edit_profile(supplier: Supplier, changes: Mapping[str, Any], *, by: User) -> Supplier:
    """Write the changed fields; permission and which fields are open are the caller's questions."""
    different = {name: value for name, value in changes.items() if getattr(supplier, name) != value}
    if not different:
        return supplier
    before = {name: getattr(supplier, name) for name in different}
    Supplier.objects.filter(pk=supplier.pk).update(**different)
    for name, value in different.items():
        setattr(supplier, name, value)
    record(stream_of(supplier), "supplier.edited", by=by, data={"before": before, "after": different})
    return supplier


@transaction.atomic
def move_pool(supplier: Supplier, move_name: str, *, by: User | None, reason: str = "") -> Supplier:
    """Make one move of the POOL table as a conditional update and tell the company's owners.

    by=None is the portal itself. Raises NotComplete where a profile with gaps is submitted, MovedAlready when
    the supplier has left the move's start. Permission is the caller's question (suppliers.permissions.may_pool_move).
    """
    move = BY_NAME[move_name]
    if move_name in {"submit", "resubmit"} and (gaps := missing(supplier)):
        raise NotComplete(gaps)
    fields = {"pool_state": move.end, "pool_since": clock.now(), "pool_reason": reason}
    if not Supplier.objects.filter(pk=supplier.pk, pool_state=move.start).update(**fields):
        raise MovedAlready(move_name)
    for name, value in fields.items():
        setattr(supplier, name, value)
    data = {"from": move.start.value, "to": move.end.value} | ({"reason": reason} if reason else {})
    event = record(stream_of(supplier), f"supplier.{move.name}", by=by, data=data)
    if move.by in (Role.OPERATOR, Role.SYSTEM):
        _tell_owners(supplier, move, reason=reason, number=event.number)
    return supplier


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


def _tell_owners(supplier: Supplier, move: PoolMove, *, reason: str, number: int) -> None:
    owners = User.objects.filter(member__supplier=supplier, member__standing=Standing.OWNER, is_active=True)

    def body() -> str:
        names = {"name": supplier.name, "state": supplier.get_pool_state_display()}
        told = _("%(name)s의 공급기업 POOL 상태가 «%(state)s»(으)로 바뀌었습니다.") % names
        return f"{told}\n\n{_('사유')}: {reason}" if reason else told

    notify(
        owners,
        key=f"pool:{supplier.business_number}:{number}",
        subject=lambda: _("[공급기업 POOL] %(move)s 안내") % {"move": move.label},
        body=body,
        link=reverse("suppliers:profile"),
        kind=Kind.POOL,
    )
