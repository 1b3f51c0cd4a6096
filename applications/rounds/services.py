"""Writing rounds: opening one, its instants before it opens, its seats."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User
from applications.rounds.models import Round, RoundTrack
from applications.rounds.queries import seats_taken
from applications.rounds.quotas import allowances
from grading.load import PUBLISHED, lives, load_scheme
from grading.values import Scheme


class CodeTaken(Exception):
    """A round of that code is there already."""


class NotPublished(Exception):
    """The scheme is a draft that may still change, or closed to anything new."""


class ClosesInThePast(Exception):
    """The closing instant is over already, which would shut out people who rely on the round."""


class QuotaExceeded(Exception):
    """More seats than the scheme's quota leaves; the argument is the track's `quotas.Allowance`."""


class SeatsHeld(Exception):
    """More seats are held than would be left; the arguments are the track and how many are held."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the round since it was read, or it has opened."""


@transaction.atomic
def open_round(
    scheme: Scheme,
    *,
    code: str,
    name: str,
    opens_at: datetime,
    closes_at: datetime,
    seats: Mapping[str, int],
    by: User,
) -> Round:
    """Make a round that follows the scheme; `seats` names every track of it.

    Raises NotPublished, CodeTaken, ClosesInThePast or QuotaExceeded; then nothing is made.
    """
    if closes_at <= clock.now():
        raise ClosesInThePast
    lock_rounds()
    # Asked behind the lock, which closing a scheme takes too.
    if lives()[scheme.code].state != PUBLISHED:
        raise NotPublished
    round_ = _new_round(scheme, code=code, name=name, opens_at=opens_at, closes_at=closes_at)
    _keep_quota(round_, seats)
    RoundTrack.objects.bulk_create([RoundTrack(round=round_, track=one, seats=seats[one]) for one in scheme.tracks])
    instants = {"opens_at": opens_at, "closes_at": closes_at}
    data = {"name": name, "scheme": scheme.code, "digest": scheme.digest, "seats": dict(seats)} | instants
    record(stream_of(round_), "round.opened", by=by, data=data)
    return round_


@transaction.atomic
def edit_round(round_: Round, *, name: str, opens_at: datetime, closes_at: datetime, reason: str, by: User) -> Round:
    """Set name and instants of a round that has not opened, on top of what `round_` was read as.

    Raises ClosesInThePast or ChangedMeanwhile; then nothing is changed.
    """
    if closes_at <= clock.now():
        raise ClosesInThePast
    before = {"name": round_.name, "opens_at": round_.opens_at, "closes_at": round_.closes_at}
    after = {"name": name, "opens_at": opens_at, "closes_at": closes_at}
    if not Round.objects.filter(pk=round_.pk, opens_at__gt=clock.now()).filter(**before).update(**after):
        raise ChangedMeanwhile
    record(stream_of(round_), "round.edited", by=by, data={"before": before, "after": after, "reason": reason})
    round_.name, round_.opens_at, round_.closes_at = name, opens_at, closes_at
    return round_


@transaction.atomic
def set_seats(round_: Round, seats: Mapping[str, int], *, reason: str, by: User) -> None:
    """Set the seats of the round's tracks; `seats.services.resize` also moves the waiting list up.

    Raises QuotaExceeded where more are asked for than the quota leaves, SeatsHeld where fewer than are held;
    then nothing is changed.
    """
    lock_rounds()
    before = dict(RoundTrack.objects.filter(round=round_).values_list("track", "seats"))
    raised = {track: number for track, number in seats.items() if number > before[track]}
    _keep_quota(round_, raised)
    for track, number in sorted(seats.items()):
        _set_seats(round_, track, number)
    data = {"before": before, "after": before | dict(seats), "reason": reason}
    record(stream_of(round_), "round.seats_set", by=by, data=data)


def stream_of(round_: Round) -> str:
    """The name of the round's audit stream."""
    return f"round:{round_.code}"


def lock_rounds() -> None:
    """Hold every round until commit, so that two decisions never share out the same rest of a yearly quota.

    NO KEY: applications, which refer to their round, go on being filed.
    """
    list(Round.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _new_round(scheme: Scheme, *, code: str, name: str, opens_at: datetime, closes_at: datetime) -> Round:
    fields = {"name": name, "year": int(code[:4]), "opens_at": opens_at, "closes_at": closes_at}
    try:
        with transaction.atomic():
            return Round.objects.create(code=code, scheme_code=scheme.code, scheme_digest=scheme.digest, **fields)
    except IntegrityError:
        if Round.objects.filter(code=code).exists():
            raise CodeTaken from None
        raise


def _keep_quota(round_: Round, seats: Mapping[str, int]) -> None:
    left = allowances(load_scheme(round_.scheme_code), year=round_.year, code=round_.code)
    for track, number in seats.items():
        if number > left[track].left:
            raise QuotaExceeded(left[track])


def _set_seats(round_: Round, track: str, number: int) -> None:
    # The update comes first: it locks the row that giving a seat locks too, so the count below stays true.
    RoundTrack.objects.filter(round=round_, track=track).update(seats=number)
    if (held := seats_taken(round_, track)) > number:
        raise SeatsHeld(track, held)
