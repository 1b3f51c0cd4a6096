"""Writing the audit chain; every service calls it once inside its own transaction."""

import hashlib
import json
from collections.abc import Collection, Mapping
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
HEAD = ("pk", "name", "length", "head")
PLAIN = DjangoJSONEncoder()
SORTED = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False)


@dataclass(slots=True)
class Head:
    """Where a stream ends for now."""

    pk: int
    name: str
    length: int
    digest: str


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
    event = _event(_chain(head, Entry(stream, verb, by, clock.now(), data or {})))
    event.save(force_insert=True)
    Stream.objects.filter(pk=head.pk).update(length=head.length, head=head.digest)
    return event


@transaction.atomic
def record_all(entries: list[Entry]) -> None:
    """Append many events in order, each to its own stream, with one lock and one insert."""
    if not entries:
        return
    heads = _lock_streams({entry.stream for entry in entries})
    rows.insert(Event, COLUMNS, [_chain(heads[entry.stream], entry) for entry in entries])
    rows.update(Stream, ["length", "head"], [(head.pk, head.length, head.digest) for head in heads.values()])


def digest_of(event: Event) -> str:
    """SHA-256 over everything the event says and the digest before it."""
    actor = [event.actor_id, event.actor_role]
    return _digest(event.stream, event.number, event.at, actor, event.verb, event.data, event.previous)


def _digest(stream: str, number: int, at: datetime, actor: list[Any], verb: str, data: Any, previous: str) -> str:
    body = {
        "stream": stream,
        "number": number,
        "at": at.astimezone(UTC).isoformat(),
        "actor": actor,
        "verb": verb,
        "data": data,
        "previous": previous,
    }
    return hashlib.sha256(SORTED.encode(body).encode()).hexdigest()


def _lock_streams(names: set[str]) -> dict[str, Head]:
    """The heads of all streams, held until the transaction ends; new streams begin here."""
    found = _locked(names)
    if missing := sorted(names - found.keys()):
        Stream.objects.bulk_create([Stream(name=name) for name in missing], ignore_conflicts=True)
        found |= _locked(missing)
    return found


def _locked(names: Collection[str]) -> dict[str, Head]:
    held = Stream.objects.select_for_update().filter(name__in=rows.among(names)).order_by("name")
    return {name: Head(pk, name, length, head) for pk, name, length, head in held.values_list(*HEAD)}


def _chain(head: Head, entry: Entry) -> tuple[Any, ...]:
    """The next event of a stream, in the order of COLUMNS; the head moves on to it."""
    written = PLAIN.encode(dict(entry.data))
    actor = [entry.by.pk if entry.by else None, entry.by.role if entry.by else Role.SYSTEM.value]
    number, before = head.length + 1, head.digest
    digest = _digest(head.name, number, entry.at, actor, entry.verb, json.loads(written), before)
    head.length, head.digest = number, digest
    return head.name, number, entry.at, *actor, entry.verb, written, before, digest


def _event(row: tuple[Any, ...]) -> Event:
    said = dict(zip(COLUMNS, row, strict=True))
    return Event(**said | {"data": json.loads(said["data"])})
