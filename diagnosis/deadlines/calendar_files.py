"""Calendar files (RFC 5545): the dates of rounds, and a person's own deadlines."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from applications import clock
from applications.rounds.models import Round
from diagnosis.deadlines.deadline import Deadline

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_of(rounds: Iterable[Round], deadlines: Iterable[Deadline]) -> bytes:
    """One calendar in the language of the moment; an event keeps its name when its day moves."""
    calendar = Calendar()
    calendar.add("prodid", "-//supplier diagnosis portal//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("공급기업 역량진단"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for event in [*_of_rounds(rounds), *map(_of_deadline, deadlines)]:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _of_rounds(rounds: Iterable[Round]) -> Iterable[Event]:
    for one in rounds:
        link = f"/rounds/{one.code}/"
        yield _event(f"round-opens:{one.code}", _("%(round)s 접수 시작") % {"round": one.name}, link, one.opens_at)
        yield _event(f"round-closes:{one.code}", _("%(round)s 접수 마감") % {"round": one.name}, link, one.closes_at)


def _of_deadline(deadline: Deadline) -> Event:
    when = deadline.on or deadline.ends
    return _event(deadline.key, deadline.said, deadline.link, when)


def _event(key: str, summary: str, link: str, when: object) -> Event:
    event = Event()
    event.add("uid", f"{key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", when)
    event.add("summary", summary)
    event.add("url", settings.SITE_URL + link)
    event.add("transp", "TRANSPARENT")
    return event
