"""Calling colleagues in: an invitation has one living link, runs out, may be sent again and taken back."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import get_random_string

from applications import clock
from applications.audit.services import record
from applications.membership.models import Invitation
from applications.people.models import User, spoken
from applications.people.queries import is_taken
from applications.roles import Role
from applications.suppliers.models import Member, Standing, Supplier
from applications.suppliers.queries import stream_of

VALID = timedelta(days=7)
OPEN_AT_MOST, LETTERS_AT_MOST = 20, 5


class AlreadyInvited(Exception):
    """An invitation to that address is open, or the address belongs to somebody who cannot join."""


class TooMany(Exception):
    """So many invitations are open, or so many letters went to one address, that no further one leaves."""


class NotOpen(Exception):
    """The invitation was used, taken back, replaced or has run out."""


@transaction.atomic
def invite(supplier: Supplier, *, email: str, name: str, standing: Standing, by: User) -> Invitation:
    """Open an invitation; letters.send_invitation mails it. Raises AlreadyInvited, TooMany."""
    email = email.lower()
    if not _may_come(email):
        raise AlreadyInvited
    Supplier.objects.select_for_update().get(pk=supplier.pk)
    if Invitation.objects.filter(supplier=supplier, closed_at=None).count() >= OPEN_AT_MOST:
        raise TooMany
    fields = {"name": name, "standing": standing, "invited_by": by, "sent_at": clock.now()}
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(supplier=supplier, email=email, **fields, **_link())
    except IntegrityError:
        raise AlreadyInvited from None
    record(stream_of(supplier), "supplier.invited", by=by, data={"standing": standing.value, "of": invitation.pk})
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> Invitation:
    """A new link, valid anew; the old one dies. Raises NotOpen, TooMany."""
    if invitation.letters >= LETTERS_AT_MOST:
        raise TooMany
    open_ = Invitation.objects.filter(pk=invitation.pk, closed_at=None, letters=invitation.letters)
    if not open_.update(letters=F("letters") + 1, sent_at=clock.now(), **_link()):
        raise NotOpen
    record(stream_of(invitation.supplier), "supplier.invited_again", by=by, data={"of": invitation.pk})
    return Invitation.objects.select_related("supplier", "invited_by").get(pk=invitation.pk)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> None:
    """Let the link die. Raises NotOpen."""
    if not Invitation.objects.filter(pk=invitation.pk, closed_at=None).update(closed_at=clock.now()):
        raise NotOpen
    record(stream_of(invitation.supplier), "supplier.uninvited", by=by, data={"of": invitation.pk})


@transaction.atomic
def accept_anew(invitation: Invitation, *, name: str, phone: str, password: str) -> Member:
    """Make the account of who came with the link, whose address it proves, and let them in. Raises NotOpen."""
    try:
        with transaction.atomic():
            person = User.objects.create_official(
                invitation.email, password, name=name, phone=phone, role=Role.SUPPLIER, language=spoken()
            )
    except IntegrityError:
        raise NotOpen from None
    return accept(invitation, by=person)


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Member:
    """Let a person without a company in. Raises NotOpen, also for somebody who joined another meanwhile."""
    now = clock.now()
    open_ = Invitation.objects.filter(pk=invitation.pk, nonce=invitation.nonce, closed_at=None, expires_at__gt=now)
    if not open_.update(closed_at=now, accepted_by=by):
        raise NotOpen
    try:
        with transaction.atomic():
            member = Member.objects.create(
                supplier=invitation.supplier, user=by, standing=invitation.standing, joined_at=now
            )
    except IntegrityError:
        raise NotOpen from None
    told = {"user": by.pk, "standing": invitation.standing}
    record(stream_of(invitation.supplier), "supplier.joined", by=by, data=told)
    return member


def has_account(email: str) -> bool:
    """Whether somebody of a supplier without a company has this address, and so logs in to accept."""
    return User.objects.filter(email__iexact=email).exists()


def _may_come(email: str) -> bool:
    free = User.objects.filter(email__iexact=email, role=Role.SUPPLIER, member=None, is_active=True)
    return not is_taken(email) or free.exists()


def _link() -> dict[str, object]:
    return {"nonce": get_random_string(32), "expires_at": clock.now() + VALID}
