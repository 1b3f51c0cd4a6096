"""Writing people: what they change about themselves, and the accounts that the agency keeps."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from applications.audit.services import record
from applications.people.models import User
from applications.people.queries import is_taken, stream_of
from applications.roles import Role


class EmailTaken(Exception):
    """Somebody with that address is there already."""


class LastOfTheAgency(Exception):
    """Nobody would be left at the agency who can log in."""


class ChangedAlready(Exception):
    """Somebody was first: the account is no longer as it was read."""


@transaction.atomic
def edit_account(user: User, changes: Mapping[str, str], *, by: User) -> User:
    """Write the changed fields; the event names them without their values, which are personal."""
    before = User.objects.get(pk=user.pk)
    different = {name: value for name, value in changes.items() if getattr(before, name) != value}
    if different:
        User.objects.filter(pk=user.pk).update(**different)
        record(stream_of(user), "user.edited", by=by, data={"fields": sorted(different)})
    return User.objects.get(pk=user.pk)


@transaction.atomic
def appoint(*, email: str, name: str, role: Role, by: User) -> User:
    """Make the account of an assessor or official, without a password; `send_invitation` tells how to set one.

    Raises EmailTaken, also when somebody was a moment faster; then nothing is made.
    """
    try:
        with transaction.atomic():
            person = User.objects.create_official(email, name=name, role=role)
    except IntegrityError:
        if is_taken(email):
            raise EmailTaken from None
        raise
    record(stream_of(person), "user.appointed", by=by, data={"role": role.value})
    return person


@transaction.atomic
def invite_again(person: User, *, by: User) -> User:
    """Write down that the letter goes out once more. Raises ChangedAlready when nobody waits for it."""
    current = User.objects.select_for_update().get(pk=person.pk)
    if not current.is_active or current.has_usable_password():
        raise ChangedAlready(person.pk)
    record(stream_of(person), "user.invited_again", by=by)
    return current


@transaction.atomic
def deactivate(person: User, *, reason: str, by: User) -> User:
    """Close the account: the person is out at the next request and cannot log in.

    Raises LastOfTheAgency when nobody else of the agency could log in, ChangedAlready when it is closed.
    """
    if person.role == Role.AGENCY and not _others_of_the_agency(person):
        raise LastOfTheAgency
    return _switch(person, active=False, verb="user.deactivated", reason=reason, by=by)


@transaction.atomic
def reactivate(person: User, *, reason: str, by: User) -> User:
    """Open a closed account again, with the password and second factor it had. Raises ChangedAlready."""
    return _switch(person, active=True, verb="user.reactivated", reason=reason, by=by)


def _switch(person: User, *, active: bool, verb: str, reason: str, by: User) -> User:
    if not User.objects.filter(pk=person.pk, is_active=not active).update(is_active=active):
        raise ChangedAlready(person.pk)
    person.is_active = active
    record(stream_of(person), verb, by=by, data={"reason": reason})
    return person


def _others_of_the_agency(person: User) -> list[User]:
    # Locked in order, so that two who close each other's accounts do it one after the other.
    agency = User.objects.select_for_update().filter(role=Role.AGENCY, is_active=True).order_by("pk")
    return [one for one in agency if one.pk != person.pk and one.has_usable_password()]
