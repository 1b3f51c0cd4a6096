"""Checking the chain: every digest computed anew, every number in its place, every stream as long as its head says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.audit.models import Event, Stream
from applications.audit.services import digest_of
from applications.audit.words import stream_text

Row = TypeVar("Row", Event, Stream)
CHUNK = 2000
CHANGED = "changed"
MISSING = "missing"
TAIL = "tail"
HEADLESS = "headless"
REASONS: dict[str, str | Promise] = {
    CHANGED: _("기록의 내용이 저장된 지문과 맞지 않습니다. 기록이 고쳐졌습니다."),
    MISSING: _("앞 기록과 이어지지 않습니다. 사이의 기록이 지워지거나 바뀌었습니다."),
    TAIL: _("마지막 기록이 대상의 머리 정보와 다릅니다. 끝의 기록이 지워지거나 덧붙었습니다."),
    HEADLESS: _("대상의 머리 정보가 없습니다. 대상이 통째로 지워지거나 끼워 넣어졌습니다."),
}


@dataclass(frozen=True)
class Break:
    """The first event of a stream at which the chain does not hold; number is the first that cannot be trusted."""

    stream: str
    number: int
    kind: str

    @property
    def about(self) -> str:
        """What the stream belongs to."""
        return stream_text(self.stream)

    @property
    def reason(self) -> str:
        return str(REASONS[self.kind])


@dataclass
class Check:
    """How far a check is and what it found; `total` is what was there when it began."""

    total: int
    events: int = 0
    streams: int = 0
    breaks: list[Break] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.breaks


def verify(stream: str = "") -> Iterator[Check]:
    """Check one stream, or all when no name is given; yields the same Check as it goes on, the last time finished.

    Events that are appended meanwhile are checked too, or left to the next check: heads are read before the events,
    and once more where a stream has grown since.
    """
    heads = {one.name: one for one in _named(Stream.objects.all(), "name", stream)}
    events = _named(Event.objects.order_by("stream", "number"), "stream", stream)
    check = Check(events.count())
    seen = set()
    for name, chain in groupby(events.iterator(chunk_size=CHUNK), key=lambda event: event.stream):
        seen.add(name)
        yield from _check_stream(check, name, chain, heads.get(name))
    for name in sorted(heads.keys() - seen):
        if heads[name].length and not Event.objects.filter(stream=name).exists():
            check.breaks.append(Break(name, 1, TAIL))
    yield check


def _named(rows: QuerySet[Row], column: str, stream: str) -> QuerySet[Row]:
    return rows.filter(**{column: stream}) if stream else rows


def _check_stream(check: Check, name: str, chain: Iterator[Event], head: Stream | None) -> Iterator[Check]:
    number, digest, broken = 0, "", None
    for event in chain:
        broken = broken or _fault(event, number + 1, digest)
        number, digest = event.number, event.digest
        check.events += 1
        if check.events % CHUNK == 0:
            yield check
    check.streams += 1
    broken = broken or _fault_of_end(name, number, digest, head)
    if broken:
        check.breaks.append(broken)


def _fault(event: Event, expected: int, previous: str) -> Break | None:
    if event.number != expected or event.previous != previous:
        return Break(event.stream, min(expected, event.number), MISSING)
    return None if digest_of(event) == event.digest else Break(event.stream, event.number, CHANGED)


def _fault_of_end(name: str, number: int, digest: str, head: Stream | None) -> Break | None:
    """Compare the last event with the head; a stream that was written to since is judged by its head of now."""
    if head is not None and (head.length, head.head) == (number, digest):
        return None
    now = Stream.objects.filter(name=name).first()
    if now is None:
        return Break(name, 1, HEADLESS)
    if (now.length, now.head) == (number, digest):
        return None
    grew = head is not None and head.length <= number < now.length
    return None if grew else Break(name, min(number, now.length) + 1, TAIL)
