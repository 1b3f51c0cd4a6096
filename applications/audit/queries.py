"""The audit chain as an auditor reads it: filtered, in pages, each event with the name of who acted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from applications import clock
from applications.audit.models import Event, Stream
from applications.audit.permissions import may_inspect
from applications.audit.words import Text, act_text, facts_text, stream_text, streams_named
from applications.people.models import User
from applications.roles import Role

LAST_DAYS = 7


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for; empty means all. `stream` is a name or its beginning, `until` is included."""

    stream: str = ""
    verb: str = ""
    actor: str = ""
    role: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """An event with the name of the person who acted, empty for the portal itself, and what it tells."""

    event: Event
    actor: str
    role: str

    @property
    def about(self) -> str:
        """What the event happened to."""
        return stream_text(self.event.stream)

    @property
    def act(self) -> Text:
        return act_text(self.event.verb)

    @property
    def facts(self) -> str:
        """Everything the event tells, as one line."""
        return facts_text(self.event.stream, self.event.data)


@dataclass(frozen=True)
class Chain:
    """How much the chain holds, and what happened in the last days."""

    streams: int
    events: int
    recent: int
    latest: list[Line]


def events_for(user: User) -> QuerySet[Event]:
    """Every event for auditors, none for others; newest first."""
    events = Event.objects.order_by("-at", "-pk")
    return events if may_inspect(user) else events.none()


def narrowed(events: QuerySet[Event], wanted: Wanted) -> QuerySet[Event]:
    """The events that meet every filter; a name or address of a person finds what that person did."""
    if wanted.stream:
        events = events.filter(Q(stream__startswith=wanted.stream) | Q(stream__in=streams_named(wanted.stream)))
    if wanted.verb:
        events = events.filter(verb=wanted.verb)
    if wanted.role:
        events = events.filter(actor_role=wanted.role)
    if wanted.actor:
        people = User.objects.filter(Q(email__iexact=wanted.actor) | Q(name=wanted.actor))
        events = events.filter(actor_id__in=people.values("pk"))
    if wanted.since:
        events = events.filter(at__gte=_beginning(wanted.since))
    return events.filter(at__lt=_beginning(wanted.until + timedelta(days=1))) if wanted.until else events


def verbs_of(events: QuerySet[Event]) -> list[str]:
    """Every verb that occurs, in order."""
    return sorted(events.order_by().values_list("verb", flat=True).distinct())


def lines_of(events: Iterable[Event]) -> list[Line]:
    """The events with their actors' names, read with one query."""
    shown = list(events)
    names = dict(User.objects.filter(pk__in={one.actor_id for one in shown}).values_list("pk", "name"))
    return [Line(one, names.get(one.actor_id, "") if one.actor_id else "", _role(one.actor_role)) for one in shown]


def chain_for(user: User) -> Chain:
    """The chain in figures with its newest events, in four queries."""
    events = events_for(user)
    since = clock.now() - timedelta(days=LAST_DAYS)
    counts = events.order_by().aggregate(all=Count("pk"), recent=Count("pk", filter=Q(at__gte=since)))
    streams = Stream.objects.count() if may_inspect(user) else 0
    return Chain(streams, counts["all"], counts["recent"], lines_of(events[:10]))


def last_check_for(user: User) -> Event | None:
    """When the chain was last checked as a whole, and with what result."""
    return events_for(user).filter(stream="audit", verb="audit.verified", data__stream="").first()


def _role(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
