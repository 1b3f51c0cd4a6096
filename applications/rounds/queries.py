"""Which rounds there are, and what each offers now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from applications.people.models import User
from applications.roles import SEES_EVERY_CASE
from applications.rounds.models import Extension, Round
from applications.rounds.wording import named
from grading.load import load_scheme
from grading.values import Scheme, Track

UPCOMING, OPEN, CLOSED = "upcoming", "open", "closed"
BEGUN = "draft"  # the state of an application that is not filed; the table of states stands above rounds


@dataclass(frozen=True)
class Offer:
    """A track of a round: what it costs, how many seats it has, how many are held or asked for."""

    track: Track
    seats: int
    taken: int
    filed: int
    supplier_types: tuple[str, ...]
    asked: tuple[str, ...]
    assumed_evidence: bool

    @property
    def name(self) -> str:
        """The track's name in the language of the page."""
        return named(self.track)

    @property
    def left(self) -> int:
        """Seats not yet given; never below zero, although a round's seats may have been cut."""
        return max(0, self.seats - self.taken)


@dataclass(frozen=True)
class Call:
    """A round with everything a reader asks of it at one instant."""

    round: Round
    scheme: Scheme
    phase: str
    offers: tuple[Offer, ...]

    @property
    def is_open(self) -> bool:
        return self.phase == OPEN


def open_rounds(at: datetime) -> QuerySet[Round]:
    """Rounds that take applications at this instant; who closes first comes first."""
    return Round.objects.filter(opens_at__lte=at, closes_at__gt=at).order_by("closes_at")


def calls(rounds: QuerySet[Round], at: datetime) -> list[Call]:
    """The rounds with their offers, by three queries whatever their number."""
    found = list(rounds.prefetch_related("tracks"))
    seats = _seats([round_.pk for round_ in found])
    return [_call(round_, at, seats) for round_ in found]


def call_of(round_: Round, at: datetime) -> Call:
    """One round with its offers."""
    return calls(Round.objects.filter(pk=round_.pk), at)[0]


def phase_of(round_: Round, at: datetime) -> str:
    """Whether the round is yet to open, open or closed at this instant."""
    if round_.is_open(at):
        return OPEN
    return UPCOMING if at < round_.opens_at else CLOSED


def seats_taken(round_: Round, track: str) -> int:
    """How many seats of the round's track are held now."""
    return _seats([round_.pk]).get((round_.pk, track), (0, 0))[0]


def extensions_for(user: User) -> QuerySet[Extension]:
    """Requests for a later closing, newest first, for those who run or inspect; none for others."""
    if user.role not in SEES_EVERY_CASE:
        return Extension.objects.none()
    return Extension.objects.select_related("round", "asked_by", "decided_by")


def people_with_drafts(round_: Round) -> QuerySet[User]:
    """Everybody of the companies that have begun an application to the round and not filed it."""
    begun = {"applications__round": round_, "applications__state": BEGUN}
    companies = {f"member__supplier__{name}": value for name, value in begun.items()}
    return User.objects.filter(is_active=True, **companies).distinct()


def _seats(keys: Sequence[int]) -> dict[tuple[int, str], tuple[int, int]]:
    """(round, track) → (seats held, applications filed); reads applications through the round alone."""
    rows = (
        Round.objects.filter(pk__in=keys, applications__isnull=False)
        .order_by()
        .values_list("pk", "applications__track")
        .annotate(
            taken=Count("applications", filter=Q(applications__holds_seat=True)),
            filed=Count("applications", filter=Q(applications__order_number__isnull=False)),
        )
    )
    return {(pk, track): (taken, filed) for pk, track, taken, filed in rows}


def _call(round_: Round, at: datetime, seats: dict[tuple[int, str], tuple[int, int]]) -> Call:
    scheme = load_scheme(round_.scheme_code)
    offers = []
    for row in round_.tracks.all():
        taken, filed = seats.get((round_.pk, row.track), (0, 0))
        offers.append(_offer(scheme, scheme.tracks[row.track], round_, (row.seats, taken, filed)))
    return Call(round_, scheme, phase_of(round_, at), tuple(offers))


def _offer(scheme: Scheme, track: Track, round_: Round, figures: tuple[int, int, int]) -> Offer:
    # A round that the scheme does not name admits whom no round excludes.
    codes = track.supplier_types.get(round_.code, ())
    return Offer(
        track,
        *figures,
        supplier_types=tuple(named(scheme.supplier_types[code]) for code in codes),
        asked=tuple(_once(name for item in track.items for name in item.evidence)),
        assumed_evidence=any(scheme.origin(item.place).assumption for item in track.items),
    )


def _once(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(names)
