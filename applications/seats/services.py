"""Giving and freeing seats. Every function here takes the lock of the round's track before it looks or writes,
so that two decisions never see the same last seat."""

from collections.abc import Mapping

from django.db import transaction

from applications.fees.refunds import owe, refund_due
from applications.fees.services import issue_statement
from applications.filing.models import Application
from applications.filing.services import UNFILED, advance
from applications.filing.workflow import State
from applications.people.models import User
from applications.rounds.models import Round, RoundTrack
from applications.rounds.services import set_seats
from applications.seats import letters
from applications.seats.queries import has_seat_for, waiting_on


@transaction.atomic
def accept(application: Application, *, by: User) -> Application:
    """Find the documents in order, then seat the application or put it on the waiting list."""
    lock_track(application)
    advance(application, "accept", by=by)
    return settle(application)


@transaction.atomic
def settle(application: Application) -> Application:
    """Seat and bill an eligible application, or queue it when the seats ahead of it are taken."""
    round_track = lock_track(application)
    if has_seat_for(application):
        advance(application, "seat", by=None, holds_seat=True)
        bill(application, by=None)
    else:
        advance(application, "queue", by=None)
        letters.tell_waiting(application)
    promote(round_track)
    return application


@transaction.atomic
def reject(application: Application, *, reason: str, by: User) -> Application:
    """Turn an application away; whoever waits behind it moves up."""
    round_track = lock_track(application)
    advance(application, "reject", by=by, reason=reason)
    letters.tell_rejected(application)
    promote(round_track)
    return application


@transaction.atomic
def withdraw(application: Application, *, by: User, reason: str) -> Application:
    """Take an application back for its company; it leaves the line, and its seat goes to the next.

    Should it be opened again, it files anew and takes a new order number, if the round still takes any. A draft is in
    no line; its first filing locks the application before the track, so the track must not be locked here before it.
    """
    if application.state == State.DRAFT:
        return advance(application, "withdraw_draft", by=by, reason=reason)
    round_track = lock_track(application)
    refund = refund_due(application)
    advance(application, f"withdraw_{application.state}", by=by, reason=reason, **UNFILED)
    owe(application, refund, by=by)
    promote(round_track)
    return application


@transaction.atomic
def lapse(application: Application, *, reason: str, by: User) -> Application:
    """Give up on an application whose share was not paid; its seat goes to the next."""
    round_track = lock_track(application)
    advance(application, "lapse", by=by, reason=reason, **UNFILED)
    letters.tell_lapsed(application)
    promote(round_track)
    return application


@transaction.atomic
def resize(round_: Round, seats: Mapping[str, int], *, reason: str, by: User) -> list[Application]:
    """Set the seats of the round's tracks and give the new ones to those who wait; the promoted come back.

    Raises QuotaExceeded or SeatsHeld of rounds.services; then nothing is changed.
    """
    set_seats(round_, seats, reason=reason, by=by)
    tracks = round_.tracks.filter(track__in=seats).order_by("track")
    return [promoted for round_track in tracks for promoted in promote(round_track)]


@transaction.atomic
def promote(round_track: RoundTrack) -> list[Application]:
    """Seat and bill those at the head of the waiting list for whom there is a seat now, in their order."""
    round_track = _locked(round_track.round_id, round_track.track)
    promoted = []
    for application in waiting_on(round_track).select_related("supplier", "round"):
        if not has_seat_for(application):
            break
        advance(application, "promote", by=None, holds_seat=True)
        bill(application, by=None)
        promoted.append(application)
    return promoted


@transaction.atomic
def bill(application: Application, *, by: User | None) -> Application:
    """Bill a seated application and tell its company; by=None where the rule does it."""
    letters.tell_seated(application, issue_statement(application, by=by))
    return application


def lock_track(application: Application) -> RoundTrack:
    """The row that everybody who changes seats on this round's track must hold until commit.

    PostgreSQL locks the row; SQLite begins every transaction as IMMEDIATE and so has one writer anyway.
    """
    return _locked(application.round_id, application.track)


def _locked(round_id: int, track: str) -> RoundTrack:
    return RoundTrack.objects.select_for_update().get(round_id=round_id, track=track)
