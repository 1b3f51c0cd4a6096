"""Who holds a seat, who waits, and where an application stands in the order of arrival."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.rounds.models import Round, RoundTrack

UNDECIDED = (State.SUBMITTED, State.SUPPLEMENT, State.ELIGIBLE)
IN_LINE = (*UNDECIDED, State.WAITING)


@dataclass(frozen=True)
class Place:
    """Where an application stands: within the seats, or at which place of the waiting list.

    `decided` is false while the document check may still change it; `waiting_number` is None within the seats.
    """

    order_number: int
    waiting_number: int | None
    decided: bool


def contenders(application: Application) -> QuerySet[Application]:
    """All that asked for the same seats: same round, same track."""
    return Application.objects.filter(round_id=application.round_id, track=application.track)


def ahead_of(application: Application) -> QuerySet[Application]:
    """Those whose claim to a seat goes before this one's.

    Whoever holds a seat, and whoever arrived earlier and is neither turned away nor withdrawn: an application
    that is checked sooner must not take the seat of one that arrived sooner.
    """
    earlier = Q(state__in=IN_LINE, order_number__lt=application.order_number)
    return contenders(application).filter(Q(holds_seat=True) | earlier).exclude(pk=application.pk)


def seats_of(application: Application) -> int:
    """How many seats the operator gave this round's track."""
    row = RoundTrack.objects.filter(round_id=application.round_id, track=application.track)
    return row.values_list("seats", flat=True).get()


def has_seat_for(application: Application) -> bool:
    """Whether a seat is left for it once everybody ahead has theirs."""
    return ahead_of(application).count() < seats_of(application)


def waiting_on(round_track: RoundTrack) -> QuerySet[Application]:
    """The waiting list in its order."""
    waiting = Application.objects.filter(round_id=round_track.round_id, track=round_track.track, state=State.WAITING)
    return waiting.order_by("order_number")


def waiting_counts(round_: Round) -> dict[str, int]:
    """How many wait for each track of the round; tracks on which nobody waits are left out."""
    waiting = round_.applications.filter(state=State.WAITING).order_by()
    return dict(waiting.values_list("track").annotate(Count("pk")))


def place_of(application: Application) -> Place | None:
    """The place in line, provisional until the document check; None for one that is not in line."""
    if application.order_number is None:
        return None
    if application.holds_seat:
        return Place(application.order_number, None, decided=True)
    if application.state not in IN_LINE:
        return None
    beyond = ahead_of(application).count() - seats_of(application)
    waiting_number = beyond + 1 if beyond >= 0 else None
    return Place(application.order_number, waiting_number, decided=application.state == State.WAITING)
