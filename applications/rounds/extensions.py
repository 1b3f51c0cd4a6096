"""A later closing of a round that has opened: one official asks, another decides."""

from datetime import datetime

from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User
from applications.rounds import letters
from applications.rounds.models import Extension, Round
from applications.rounds.services import ChangedMeanwhile, ClosesInThePast, stream_of


class AskedAlready(Exception):
    """A request for this round waits for its decision."""


class DecidedAlready(Exception):
    """Somebody was first: the request is decided, or it is one's own and not one's to approve."""


class NotLater(Exception):
    """The new closing is not after the one that holds."""


@transaction.atomic
def ask_extension(round_: Round, *, closes_to: datetime, reason: str, by: User) -> Extension:
    """Ask for a later closing and tell the agency.

    Raises NotLater, ClosesInThePast, or AskedAlready, also when somebody was a moment faster; then nothing is made.
    """
    if closes_to <= round_.closes_at:
        raise NotLater
    if closes_to <= clock.now():
        raise ClosesInThePast
    try:
        with transaction.atomic():
            extension = Extension.objects.create(
                round=round_, closes_from=round_.closes_at, closes_to=closes_to, reason=reason, asked_by=by
            )
    except IntegrityError:
        raise AskedAlready from None
    data = {"from": round_.closes_at, "to": closes_to, "reason": reason}
    record(stream_of(round_), "round.extension_asked", by=by, data=data)
    letters.tell_asked(extension)
    return extension


@transaction.atomic
def approve_extension(extension: Extension, *, by: User) -> Extension:
    """Let the round close later; tell who asked and every company whose draft is open.

    Raises DecidedAlready, ClosesInThePast when the new closing has passed while the request waited, or
    ChangedMeanwhile when the round no longer closes as it did; then nothing is changed.
    """
    if extension.closes_to <= clock.now():
        raise ClosesInThePast
    _decide(extension, approved=True, by=by)
    kept = Round.objects.filter(pk=extension.round_id, closes_at=extension.closes_from)
    if not kept.update(closes_at=extension.closes_to):
        raise ChangedMeanwhile
    data = {"from": extension.closes_from, "to": extension.closes_to, "asked_by": extension.asked_by_id}
    record(stream_of(extension.round), "round.extended", by=by, data=data)
    letters.tell_extended(extension)
    return extension


@transaction.atomic
def refuse_extension(extension: Extension, *, reason: str, by: User) -> Extension:
    """Leave the closing as it is and tell who asked; one's own request is taken back so. Raises DecidedAlready."""
    _decide(extension, approved=False, by=by, reason=reason)
    data = {"to": extension.closes_to, "asked_by": extension.asked_by_id, "reason": reason}
    record(stream_of(extension.round), "round.extension_refused", by=by, data=data)
    letters.tell_refused(extension)
    return extension


def _decide(extension: Extension, *, approved: bool, by: User, reason: str = "") -> None:
    waiting = Extension.objects.filter(pk=extension.pk, decided_at=None)
    if approved:
        waiting = waiting.exclude(asked_by=by)
    fields = {"decided_by": by, "decided_at": clock.now(), "approved": approved, "decision_reason": reason}
    if not waiting.update(**fields):
        raise DecidedAlready(extension.pk)
    for name, value in fields.items():
        setattr(extension, name, value)
