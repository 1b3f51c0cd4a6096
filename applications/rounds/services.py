"""Writing rounds: their instants and their seats."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User
from applications.rounds.models import Round, RoundTrack
from applications.rounds.queries import seats_taken


class ClosesInThePast(Exception):
    """The new closing instant is over already, which would shut out people who relied on the old one."""


class SeatsHeld(Exception):
    """More seats are held than would be left; the arguments are the track and how many are held."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the round since it was read."""


@transaction.atomic
def edit_round(
    round_: Round,
    *,
    opens_at: datetime,
    closes_at: datetime,
    seats: Mapping[str, int],
    reason: str,
    by: User,
) -> Round:
    """Set the round's instants and the seats of its tracks, on top of what `round_` was read as.

    Raises ClosesInThePast, SeatsHeld or ChangedMeanwhile; then nothing is changed.
    """
    if closes_at != round_.closes_at and closes_at <= clock.now():
        raise ClosesInThePast
    before = {"opens_at": round_.opens_at, "closes_at": round_.closes_at}
    after = {"opens_at": opens_at, "closes_at": closes_at}
    if not Round.objects.filter(pk=round_.pk, **before).update(**after):
        raise ChangedMeanwhile
    before_seats = dict(RoundTrack.objects.filter(round=round_).values_list("track", "seats"))
    for track, number in seats.items():
        _set_seats(round_, track, number)
    data = {"before": before | {"seats": before_seats}, "after": after | {"seats": dict(seats)}, "reason": reason}
    record(f"round:{round_.code}", "round.edited", by=by, data=data)
    round_.opens_at, round_.closes_at = opens_at, closes_at
    return round_


def _set_seats(round_: Round, track: str, number: int) -> None:
    # The update comes first: it locks the row that giving a seat locks too, so the count below stays true.
    RoundTrack.objects.filter(round=round_, track=track).update(seats=number)
    if (held := seats_taken(round_, track)) > number:
        raise SeatsHeld(track, held)
