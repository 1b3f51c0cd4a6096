"""What auditors look at is itself written into the chain."""

from collections.abc import Mapping
from typing import Any

from applications.audit.models import Event
from applications.audit.services import record
from applications.audit.verification import Check
from applications.people.models import User

STREAM = "audit"
BREAKS_KEPT = 20


def note_reading(user: User, what: str, data: Mapping[str, Any] | None = None) -> Event:
    """Write down that the auditor opened a page, with the filters used."""
    return record(STREAM, f"audit.{what}", by=user, data=data)


def note_check(check: Check, *, stream: str, by: User | None) -> Event:
    """Write down a finished check with what it found; by=None is the command line."""
    found = [f"{one.stream}#{one.number} {one.kind}" for one in check.breaks[:BREAKS_KEPT]]
    data = {
        "stream": stream,
        "events": check.events,
        "streams": check.streams,
        "broken": len(check.breaks),
        "first": found,
    }
    return record(STREAM, "audit.verified", by=by, data=data)
