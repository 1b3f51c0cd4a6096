"""Asking to be let into a company, deciding about it, and changing who does what in it."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.membership import letters
from applications.membership.models import JoinRequest
from applications.membership.queries import untold
from applications.people.models import User
from applications.people.queries import stream_of as person_stream
from applications.suppliers.models import Member, Standing, Supplier
from applications.suppliers.queries import stream_of

PER_PERSON, PER_COMPANY, PERIOD = 3, 30, timedelta(days=30)


class AskedAlready(Exception):
    """The person has an open request, or has asked too often lately."""


class TooMany(Exception):
    """So many requests wait at the company that no further one is taken."""


class DecidedAlready(Exception):
    """Somebody was first, or the person belongs to a company by now."""


class LastOwner(Exception):
    """Nobody would be left who decides for the company."""


@transaction.atomic
def ask_to_join(supplier: Supplier, *, message: str, by: User) -> JoinRequest:
    """Ask; the owners hear of it once the address of who asks is confirmed. Raises AskedAlready, TooMany."""
    recent = JoinRequest.objects.filter(user=by, asked_at__gt=clock.now() - PERIOD)
    if recent.count() >= PER_PERSON:
        raise AskedAlready
    Supplier.objects.select_for_update().get(pk=supplier.pk)
    if JoinRequest.objects.filter(supplier=supplier, decided_at=None).count() >= PER_COMPANY:
        raise TooMany
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(supplier=supplier, user=by, message=message, asked_at=clock.now())
    except IntegrityError:
        raise AskedAlready from None
    record(person_stream(by), "user.asked_to_join", by=by, data={"company": supplier.business_number})
    announce(by)
    return request


@transaction.atomic
def announce(user: User) -> None:
    """Tell the owners of what the person asks for, once, as soon as the address is confirmed."""
    for request in untold().filter(user=user).select_related("supplier", "user"):
        if JoinRequest.objects.filter(pk=request.pk, told_at=None).update(told_at=clock.now()):
            letters.tell_asked(request)


@transaction.atomic
def let_in(request: JoinRequest, *, standing: Standing, by: User) -> Member:
    """Take the person into the company. Raises DecidedAlready."""
    _decide(request, accepted=True, reason="", by=by)
    try:
        with transaction.atomic():
            member = Member.objects.create(
                supplier=request.supplier, user=request.user, standing=standing, joined_at=clock.now()
            )
    except IntegrityError:
        raise DecidedAlready from None
    told = {"user": request.user_id, "standing": standing.value}
    record(stream_of(request.supplier), "supplier.let_in", by=by, data=told)
    letters.tell_decided(request)
    return member


@transaction.atomic
def turn_away(request: JoinRequest, *, reason: str, by: User) -> JoinRequest:
    """Refuse, for a reason that the person reads. Raises DecidedAlready."""
    _decide(request, accepted=False, reason=reason, by=by)
    told = {"user": request.user_id, "reason": reason}
    record(stream_of(request.supplier), "supplier.turned_away", by=by, data=told)
    letters.tell_decided(request)
    return request


@transaction.atomic
def take_back(request: JoinRequest, *, by: User) -> None:
    """End one's own request. Raises DecidedAlready."""
    _decide(request, accepted=False, reason="", by=by)
    record(person_stream(by), "user.join_taken_back", by=by, data={"company": request.supplier.business_number})


@transaction.atomic
def set_standing(member: Member, standing: Standing, *, by: User) -> Member:
    """Change what a colleague may do. Raises LastOwner."""
    others = _other_owners(member)
    if member.standing == Standing.OWNER and standing != Standing.OWNER and not others:
        raise LastOwner
    if Member.objects.filter(pk=member.pk).exclude(standing=standing).update(standing=standing):
        member.standing = standing
        told = {"user": member.user_id, "standing": standing.value}
        record(stream_of(member.supplier), "supplier.standing_set", by=by, data=told)
        letters.tell_standing(member)
    return member


@transaction.atomic
def remove(member: Member, *, by: User) -> None:
    """Take a colleague out, or leave; what they wrote stays under their name. Raises LastOwner."""
    others = _other_owners(member)
    if member.standing == Standing.OWNER and not others:
        raise LastOwner
    Member.objects.filter(pk=member.pk).delete()
    verb = "supplier.left" if member.user_id == by.pk else "supplier.removed_member"
    record(stream_of(member.supplier), verb, by=by, data={"user": member.user_id})


def _decide(request: JoinRequest, *, accepted: bool, reason: str, by: User) -> None:
    fields = {"accepted": accepted, "reason": reason, "decided_at": clock.now(), "decided_by": by}
    if not JoinRequest.objects.filter(pk=request.pk, decided_at=None).update(**fields):
        raise DecidedAlready(request.pk)
    for name, value in fields.items():
        setattr(request, name, value)


def _other_owners(member: Member) -> int:
    # The company's row is locked, so that two owners who leave at once do it one after the other.
    Supplier.objects.select_for_update().get(pk=member.supplier_id)
    member.standing = Member.objects.values_list("standing", flat=True).get(pk=member.pk)
    owners = Member.objects.filter(supplier_id=member.supplier_id, standing=Standing.OWNER, user__is_active=True)
    return owners.exclude(pk=member.pk).count()
