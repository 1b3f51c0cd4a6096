"""Writing the audit chain; every service calls it once inside its own transaction."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from applications import clock, rows
from applications.audit.models import Event, Stream
from applications.people.models import User
from applications.roles import Role

COLUMNS = ("stream", "number", "at", "actor_id", "actor_role", "verb", "data", "previous", "digest")
SLICE = 5000
PLAIN = DjangoJSONEncoder()
SORTED = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Entry:
    """One act to be recorded. stream names the thing, such as `application:26-1-I-0001`."""

    stream: str
    verb: str
    by: User | None
    at: datetime
    data: Mapping[str, Any]


@transaction.atomic
def record(stream: str, verb: str, *, by: User | None, data: Mapping[str, Any] | None = None) -> Event:
    """Append one event to its stream; call it inside the transaction of the change. by=None is the portal."""
    head = _lock_streams({stream})[stream]
    event = _chain(head, Entry(stream, verb, by, clock.now(), data or {}))
    event.save(force_insert=True)
    head.save(update_fields=["length", "head"])
    return event


@transaction.atomic
def record_all(entries: list[Entry]) -> None:
    """Append many events in order, each to its own stream, with one lock and one insert."""
    heads = _lock_streams({entry.stream for entry in entries})
    events = [_chain(heads[entry.stream], entry) for entry in entries]
    rows.insert(Event, COLUMNS, (_row(event) for event in events))
    rows.update(Stream, ["length", "head"], [(head.pk, head.length, head.head) for head in heads.values()])


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
    return hashlib.sha256(SORTED.encode(body).encode()).hexdigest()


def _lock_streams(names: set[str]) -> dict[str, Stream]:
    """The heads of all streams, held until the transaction ends; new streams begin here."""
    found = _locked(sorted(names))
    if missing := sorted(names - found.keys()):
        Stream.objects.bulk_create([Stream(name=name) for name in missing], ignore_conflicts=True)
        found |= _locked(missing)
    return found


def _locked(names: list[str]) -> dict[str, Stream]:
    found: dict[str, Stream] = {}
    for start in range(0, len(names), SLICE):
        part = Stream.objects.select_for_update().filter(name__in=names[start : start + SLICE])
        found |= {stream.name: stream for stream in part.order_by("name")}
    return found


def _chain(stream: Stream, entry: Entry) -> Event:
    event = Event(
        stream=stream.name,
        number=stream.length + 1,
        at=entry.at,
        actor_id=entry.by.pk if entry.by else None,
        actor_role=entry.by.role if entry.by else Role.SYSTEM,
        verb=entry.verb,
        data=json.loads(PLAIN.encode(dict(entry.data))),
        previous=stream.head,
    )
    event.digest = digest_of(event)
    stream.length, stream.head = event.number, event.digest
    return event


def _row(event: Event) -> list[Any]:
    return [PLAIN.encode(event.data) if name == "data" else getattr(event, name) for name in COLUMNS]
