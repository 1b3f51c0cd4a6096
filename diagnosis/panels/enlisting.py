"""Writing the pool of assessors: who comes in, what the entry says, who gets no new cases."""

from collections.abc import Mapping

from django.db import transaction

from applications.audit.services import record
from applications.people.models import User
from applications.people.services import appoint
from applications.roles import Role
from diagnosis.panels.models import Assessor


class ChangedAlready(Exception):
    """Somebody was first: the entry is set aside, or taken back, already."""


@transaction.atomic
def enlist(*, email: str, name: str, entry: Mapping[str, str], by: User) -> Assessor:
    """Make an assessor's account and entry; `entry` holds columns of Assessor, `send_invitation` brings the letter.

    Raises people.services.EmailTaken; then nothing is made.
    """
    user = appoint(email=email, name=name, role=Role.ASSESSOR, by=by)
    assessor = Assessor.objects.create(user=user, **entry)
    record(stream_of(assessor), "assessor.enlisted", by=by, data={"user": user.pk} | dict(entry))
    return assessor


@transaction.atomic
def edit_entry(assessor: Assessor, changes: Mapping[str, str], *, by: User) -> Assessor:
    """Write the changed columns; nothing is recorded where nothing differs."""
    current = Assessor.objects.select_for_update().get(pk=assessor.pk)
    different = {name: value for name, value in changes.items() if getattr(current, name) != value}
    if different:
        before = {name: getattr(current, name) for name in different}
        Assessor.objects.filter(pk=current.pk).update(**different)
        record(stream_of(current), "assessor.edited", by=by, data={"before": before, "after": different})
    return Assessor.objects.get(pk=current.pk)


@transaction.atomic
def set_aside(assessor: Assessor, *, reason: str, by: User) -> Assessor:
    """Give the assessor no new cases; places on panels stay as they are. Raises ChangedAlready."""
    return _switch(assessor, enlisted=False, verb="assessor.set_aside", reason=reason, by=by)


@transaction.atomic
def take_back(assessor: Assessor, *, reason: str, by: User) -> Assessor:
    """Let the assessor get new cases again. Raises ChangedAlready."""
    return _switch(assessor, enlisted=True, verb="assessor.taken_back", reason=reason, by=by)


def stream_of(assessor: Assessor) -> str:
    """The name of an assessor's audit stream."""
    return f"assessor:{assessor.pk}"


def _switch(assessor: Assessor, *, enlisted: bool, verb: str, reason: str, by: User) -> Assessor:
    if not Assessor.objects.filter(pk=assessor.pk, is_enlisted=not enlisted).update(is_enlisted=enlisted):
        raise ChangedAlready(assessor.pk)
    assessor.is_enlisted = enlisted
    record(stream_of(assessor), verb, by=by, data={"reason": reason})
    return assessor
