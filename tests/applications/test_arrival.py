"""When a request was here in whole: after its last byte, or as a trusted proxy stamped it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from applications import clock
from applications.arrival import SMALL, ArrivalMiddleware, arrived_at

NOW = clock.now()


class SlowBody(BytesIO):
    """A body whose last byte comes a minute after the head of the request."""

    def __init__(self, content: bytes, hands: list) -> None:
        super().__init__(content)
        self.hands = hands

    def read(self, size: int = -1) -> bytes:
        self.hands[0] = NOW + timedelta(minutes=1)
        return super().read(size)


@pytest.fixture
def hands(monkeypatch) -> list:
    """The hands of the clock; whoever holds them sets the time."""
    kept = [NOW]
    monkeypatch.setattr(clock, "now", lambda: kept[0])
    return kept


def form(body: bytes = b"a=1", **headers: str) -> HttpRequest:
    return RequestFactory().post("/", body, content_type="application/x-www-form-urlencoded", headers=headers)


def taken(request: HttpRequest):
    ArrivalMiddleware(lambda _request: None)(request)
    return arrived_at(request)


def stamped(ago: timedelta) -> dict[str, str]:
    return {"X-Request-Start": f"t={(NOW - ago).timestamp():.3f}"}


def test_a_form_arrives_with_its_last_byte(hands):
    request = form()
    request._stream = SlowBody(b"a=1", hands)

    assert taken(request) == NOW + timedelta(minutes=1)
    assert request.POST["a"] == "1"


def test_later_work_does_not_move_the_instant(hands):
    request = form()
    taken(request)
    hands[0] = NOW + timedelta(hours=1)

    assert arrived_at(request) == NOW


@pytest.mark.parametrize(
    "request_",
    [
        form(b"a=" + b"1" * SMALL),
        RequestFactory().post("/", {"a": "1"}),
        RequestFactory().get("/"),
    ],
)
def test_what_is_not_a_small_form_counts_when_it_is_asked_about(hands, request_):
    ArrivalMiddleware(lambda _request: None)(request_)
    hands[0] = NOW + timedelta(hours=1)

    assert arrived_at(request_) == NOW + timedelta(hours=1)


def test_a_form_that_breaks_off_has_not_arrived(hands):
    class Broken(BytesIO):
        def read(self, size: int = -1) -> bytes:
            raise OSError

    request = form()
    request._stream = Broken()

    ArrivalMiddleware(lambda _request: None)(request)
    hands[0] = NOW + timedelta(hours=1)

    assert arrived_at(request) == NOW + timedelta(hours=1)
    assert dict(request.POST) == {}


def test_the_stamp_of_a_trusted_proxy_counts_and_of_any_other_does_not(hands, settings):
    for trusted, seconds in ((True, 7), (False, 0)):
        settings.TRUST_REQUEST_START = trusted
        found = NOW - taken(form(**stamped(timedelta(seconds=7))))
        assert abs(found - timedelta(seconds=seconds)) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    "headers",
    [stamped(timedelta(seconds=61)), stamped(timedelta(seconds=-1))]
    + [{"X-Request-Start": value} for value in ("", "t=", "t=NaN", "t=Infinity", "t=1e99", "yesterday")],
)
def test_a_stamp_that_cannot_be_true_is_not_believed(hands, settings, headers):
    settings.TRUST_REQUEST_START = True

    assert taken(form(**headers)) == NOW
