"""Writing the audit chain; every service calls it once inside its own transaction."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from applications import clock
from applications.audit.models import Event, Stream
from applications.people.models import User
from applications.roles import Role


@dataclass(frozen=True)
class Entry:
    """One act to be recorded. stream names the thing, such as `application:26-1-I-0001`."""

    stream: str
    verb: str
    by: User | None
    at: datetime
    data: Mapping[str, Any]


def record(stream: str, verb: str, *, by: User | None, data: Mapping[str, Any] | None = None) -> Event:
    """Append one event to its stream; call it inside the transaction of the change. by=None is the portal."""
    return record_all([Entry(stream, verb, by, clock.now(), data or {})])[0]


@transaction.atomic
def record_all(entries: list[Entry]) -> list[Event]:
    """Append many events in order, each to its own stream, with one lock and one insert."""
    heads = _lock_streams({entry.stream for entry in entries})
    events = [_chain(heads[entry.stream], entry) for entry in entries]
    Event.objects.bulk_create(events, batch_size=2000)
    Stream.objects.bulk_update(heads.values(), ["length", "head"], batch_size=500)
    return events


def digest_of(event: Event) -> str:
    """SHA-256 over everything the event says and the digest before it."""
    body = {
        "stream": event.stream,
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": [event.actor_id, event.actor_role],
        "verb": event.verb,
        "data": event.data,
        "previous": event.previous,
    }
    text = json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _lock_streams(names: set[str]) -> dict[str, Stream]:
    Stream.objects.bulk_create([Stream(name=name) for name in sorted(names)], ignore_conflicts=True)
    found: dict[str, Stream] = {}
    ordered = sorted(names)
    for start in range(0, len(ordered), 500):
        part = Stream.objects.select_for_update().filter(name__in=ordered[start : start + 500])
        found |= {stream.name: stream for stream in part.order_by("name")}
    return found


def _chain(stream: Stream, entry: Entry) -> Event:
    data = json.loads(json.dumps(dict(entry.data), cls=DjangoJSONEncoder))
    event = Event(
        stream=stream.name,
        number=stream.length + 1,
        at=entry.at,
        actor_id=entry.by.pk if entry.by else None,
        actor_role=entry.by.role if entry.by else Role.SYSTEM,
        verb=entry.verb,
        data=data,
        previous=stream.head,
    )
    event.digest = digest_of(event)
    stream.length, stream.head = event.number, event.digest
    return event
