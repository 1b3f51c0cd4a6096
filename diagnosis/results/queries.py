"""Which result a person may read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from applications.people.models import User
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.queries import outcomes_for
from grading.load import load_scheme


def results_for(user: User) -> QuerySet[Outcome]:
    """The outcomes that count today, one for each application, within what this person may see."""
    return (
        outcomes_for(user)
        .filter(current=True, fault="")
        .select_related("application__supplier", "application__round", "run")
    )


@dataclass(frozen=True)
class Wanted:
    """What the reader of the list asked for; empty means all."""

    round_code: str = ""
    level: str = ""
    words: str = ""


def narrowed(outcomes: QuerySet[Outcome], wanted: Wanted) -> QuerySet[Outcome]:
    """The published results that meet the filters, newest round first, then by company."""
    found = outcomes.exclude(published_at=None)
    if wanted.round_code:
        found = found.filter(application__round__code=wanted.round_code)
    if wanted.level:
        found = found.filter(level=wanted.level)
    if wanted.words:
        code = Q(application__code__icontains=wanted.words)
        found = found.filter(code | Q(application__supplier__name__icontains=wanted.words))
    return found.order_by("-application__round__opens_at", "application__supplier__name", "pk")


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    outcome: Outcome
    track: str

    @property
    def score(self) -> object:
        """The judged figure of the application's track."""
        return self.outcome.ai if self.outcome.total is None else self.outcome.total


def rows(outcomes: Iterable[Outcome], language: str) -> list[Row]:
    """Lines with the track's name in the reader's language."""
    return [Row(outcome, _track_name(outcome, language)) for outcome in outcomes]


def _track_name(outcome: Outcome, language: str) -> str:
    track = load_scheme(outcome.application.scheme_code).tracks[outcome.application.track]
    return track.name_en if language == "en" else track.name
