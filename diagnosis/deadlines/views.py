"""A person's dates: the page, the file, the private address that a calendar program reads."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from applications import clock
from applications.calendars.queries import feed_of, person_of
from applications.calendars.services import close_feed, open_feed
from applications.people.models import User
from applications.people.requests import user_of
from applications.rounds.models import Round
from diagnosis.deadlines.calendar_files import CONTENT_TYPE, calendar_of
from diagnosis.deadlines.queries import deadlines_for


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is to be done by when, the dates of rounds, and the ways to have them in a calendar."""
    return _page(request)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The person's calendar as a file."""
    return _file(_own(user_of(request)), "diagnosis.ics")


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """The dates of the rounds, for everybody."""
    return _file(calendar_of(Round.objects.all(), ()), "rounds.ics")


@require_GET
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads, in the person's language; a dead address is not found."""
    user = person_of(token)
    if user is None:
        raise Http404
    with translation.override(user.language):
        return _file(_own(user), "diagnosis.ics")


@require_POST
def opening(request: HttpRequest) -> HttpResponse:
    """A new private address, shown this once; the one before dies."""
    token = open_feed(user_of(request))
    return _page(request, settings.SITE_URL + reverse("deadlines:feed", args=[token]))


@require_POST
def closing(request: HttpRequest) -> HttpResponse:
    """Let the private address die."""
    close_feed(user_of(request))
    messages.success(request, _("구독 주소를 없앴습니다. 그 주소로는 더 읽을 수 없습니다."))
    return redirect("deadlines:list")


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    user, at = user_of(request), clock.now()
    shown = {
        "deadlines": deadlines_for(user, at),
        "rounds": list(Round.objects.filter(closes_at__gt=at).order_by("closes_at")),
        "feed": feed_of(user),
        "address": address,
    }
    answer = render(request, "deadlines/list.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


def _own(user: User) -> bytes:
    return calendar_of(Round.objects.all(), deadlines_for(user, clock.now()))


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=CONTENT_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
