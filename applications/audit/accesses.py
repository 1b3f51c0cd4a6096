"""What auditors look at is itself written into the chain."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from applications.audit.models import Event
from applications.audit.services import record
from applications.audit.verification import Check
from applications.people.models import User
from applications.roles import Role

STREAM = "audit"
BREAKS_KEPT = 20
LONGEST = 200


class AuditorReadingMiddleware:
    """Notes every page that an auditor is shown: which route, of which thing, with which filters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match, user = request.resolver_match, request.user
        if match and response.status_code == 200 and isinstance(user, User) and user.role == Role.AUDITOR:
            things, asked = _storable(match.kwargs), _storable(request.GET)
            record(STREAM, "audit.read", by=user, data={"page": match.view_name, "of": things, "asked": asked})
        return response


def _storable(said: Mapping[str, object]) -> dict[str, str]:
    """What was asked for, as short text; PostgreSQL stores no NUL in JSON."""
    pairs = {name: str(value).replace("\0", "") for name, value in said.items()}
    return {name.replace("\0", "")[:50]: value[:LONGEST] for name, value in pairs.items() if value}


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
