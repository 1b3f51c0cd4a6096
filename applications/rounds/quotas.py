"""How many companies the scheme lets a round take, after what other rounds of the year were given."""

from dataclasses import dataclass

from django.db.models import Sum

from applications.rounds.models import RoundTrack
from applications.rounds.wording import named
from grading.values import Origin, Scheme, Track

YEARLY = "year"


@dataclass(frozen=True)
class Allowance:
    """A track's quota with its source, and the seats that other rounds hold of it."""

    track: Track
    elsewhere: int
    origin: Origin

    @property
    def name(self) -> str:
        """The track's name in the language of the page."""
        return named(self.track)

    @property
    def quota(self) -> int:
        return self.track.quota.companies

    @property
    def left(self) -> int:
        """The most seats that the round may have; never below zero, although a quota may have been cut."""
        return max(0, self.quota - self.elsewhere)


def allowances(scheme: Scheme, *, year: int, code: str) -> dict[str, Allowance]:
    """What each track of the scheme leaves to the round of that code, by one query.

    A yearly quota is shared by all rounds of the year, whichever scheme each of them follows.
    """
    others = RoundTrack.objects.filter(round__year=year).exclude(round__code=code).order_by()
    given = dict(others.values_list("track").annotate(Sum("seats")))
    return {
        track.code: Allowance(
            track,
            given.get(track.code, 0) if track.quota.scope == YEARLY else 0,
            scheme.origin(f"{track.quota.place}/companies"),
        )
        for track in scheme.tracks.values()
    }
