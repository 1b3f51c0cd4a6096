"""The instant at which a request was here in whole: it decides about deadlines and about the order of filings."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from applications import clock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SMALL = 64 * 1024  # bytes; a filing has a few hundred
OLDEST = timedelta(seconds=60)
"""How long before it is worked on a request may have reached the proxy; an older stamp is not believed."""


class ArrivalMiddleware:
    """Takes the instant before anything else is done, once a small form is here to its last byte.

    Whoever sends the head of a request before a deadline and the body after it has not filed in time. Where the proxy
    is trusted to stamp requests it has received in whole (TRUST_REQUEST_START), its stamp counts, so that nobody loses
    a second in a queue of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_small_form(request):
            try:
                request.body  # noqa: B018  reads it to the end
            except UnreadablePostError:
                return self.get_response(request)
            request.arrived_at = _stamp(request) or clock.now()  # type: ignore[attr-defined]
        return self.get_response(request)


def arrived_at(request: HttpRequest) -> datetime:
    """When the complete request was here; this instant for one that was not taken in at the door."""
    return getattr(request, "arrived_at", None) or clock.now()


def _is_small_form(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_form = request.content_type == "application/x-www-form-urlencoded"
    return request.method == "POST" and is_form and length.isdigit() and int(length) <= SMALL


def _stamp(request: HttpRequest) -> datetime | None:
    """The proxy's `X-Request-Start: t=1780045199.999` (seconds), when it is trusted and can be true."""
    if not settings.TRUST_REQUEST_START:
        return None
    now = clock.now()
    try:
        seconds = Decimal(request.headers.get("X-Request-Start", "").removeprefix("t="))
        stamp = EPOCH + timedelta(microseconds=int(seconds * 10**6))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return stamp if now - OLDEST <= stamp <= now else None
