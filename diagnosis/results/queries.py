"""Which result a person may read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from applications.people.models import User
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.queries import outcomes_for
from grading.load import load_scheme


def results_for(user: User) -> QuerySet[Outcome]:
    """The results to be read today, one for each application, within what this person may see.

    A published result stays the one to be read until the next is published; before the first, officials read the
    confirmed one.
    """
    newest = published_of(OuterRef("application")).order_by("-published_at", "-pk").values("pk")[:1]
    unopened = Q(current=True, published_at=None) & ~Exists(published_of(OuterRef("application")))
    return outcomes_for(user).filter(Q(pk=Subquery(newest)) | unopened, fault="")


def published_of(application: OuterRef) -> QuerySet[Outcome]:
    """Every outcome of an application that was ever opened, oldest first."""
    return Outcome.objects.filter(application=application, published_at__isnull=False).order_by("published_at", "pk")


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
