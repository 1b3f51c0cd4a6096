"""Reading the chain and checking it."""

from collections.abc import Iterator
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods

from applications.audit.accesses import note_check
from applications.audit.forms import CheckForm, FilterForm
from applications.audit.models import Event
from applications.audit.permissions import may_inspect
from applications.audit.queries import events_for, last_check_for, lines_of, narrowed, verbs_of
from applications.audit.verification import Check, verify
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require

PAGE = 50
BREAKS_SHOWN = 50
HERE = "<!-- check -->"


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """The events that meet the filters, newest first; the look itself becomes an event (AuditorReadingMiddleware)."""
    user = user_of(request)
    require(may_inspect(user))
    events = events_for(user)
    form = FilterForm(request.GET or {}, verbs=verbs_of(events))
    form.is_valid()
    wanted = form.wanted()
    page = Paginator(narrowed(events, wanted), PAGE).get_page(request.GET.get("page"))
    lines = lines_of(cast("list[Event]", page.object_list))
    return render(request, "audit/list.html", {"form": form, "page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
def verify_chain(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Ask for a check, or make it: the page is sent while the check runs, so that its progress is seen."""
    user = user_of(request)
    require(may_inspect(user))
    form = CheckForm(request.POST or request.GET or None)
    if request.method == "POST" and form.is_valid():
        return _streamed(request, user, form)
    return render(request, "audit/verify.html", {"form": form, "last": last_check_for(user)})


def _streamed(request: HttpRequest, user: User, form: CheckForm) -> StreamingHttpResponse:
    page = render_to_string("audit/verify.html", {"form": form, "checking": True, "here": HERE}, request)
    head, tail = page.split(HERE)
    response = StreamingHttpResponse(_pieces(head, tail, form.cleaned_data["stream"], user))
    response["X-Accel-Buffering"] = "no"
    return response


def _pieces(head: str, tail: str, stream: str, user: User) -> Iterator[str]:
    yield head
    check: Check | None = None
    for check in verify(stream):
        yield render_to_string("audit/_progress.html", {"check": check})
    assert check is not None  # verify always ends with the finished check
    event = note_check(check, stream=stream, by=user)
    context = {"check": check, "stream": stream, "event": event, "breaks": check.breaks[:BREAKS_SHOWN]}
    yield render_to_string("audit/_verdict.html", context)
    yield tail
