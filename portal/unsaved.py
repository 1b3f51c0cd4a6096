"""Answers to a form that could not be taken: what was typed is shown again, so that nobody has to write it twice."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

# Shorter values without a Korean letter are numbers, codes and choices, which a page asks for again faster than they
# are copied.
WORTH_KEEPING = 10
KEPT_TO_ITSELF = ("password", "token", "csrf", "code", "login", "email", "next", "shown")


class UnsavedMiddleware:
    """Show the texts of a form that met a lost log-in beside the way back in; say where an address only takes forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        if request.method == "POST" and _asks_to_log_in(request, response) and not _is_sent_by_script(request):
            return log_in_again(request)
        return response


def log_in_again(request: HttpRequest) -> HttpResponse:
    """The texts of a form that came without a log-in; a form without texts leads straight to the log-in page."""
    texts, back = list(texts_of(request)), _page_of(request)
    if not texts:
        return redirect_to_login(back)
    return render(request, "401.html", {"texts": texts, "back": back}, status=401)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The texts of a form whose page was opened under another log-in; Django fixes the name `reason`."""
    return render(request, "403_csrf.html", {"texts": list(texts_of(request))}, status=403)


def texts_of(request: HttpRequest) -> Iterator[str]:
    """What was typed at length, in the order of the page; nothing that is secret or names a person's account."""
    for name, values in request.POST.lists():
        if not any(part in name.lower() for part in KEPT_TO_ITSELF):
            yield from (value for value in values if len(value.strip()) >= WORTH_KEEPING or not value.isascii())


def _asks_to_log_in(request: HttpRequest, response: HttpResponse) -> bool:
    """A form on the log-in page, such as its language, leads back there too, but not from there to its own address."""
    if response.status_code != 302:
        return False
    there = urlsplit(response["Location"])
    return there.path == resolve_url(settings.LOGIN_URL) and parse_qs(there.query).get("next") == [
        request.get_full_path()
    ]


def _is_sent_by_script(request: HttpRequest) -> bool:
    return "X-Autosave" in request.headers or "HX-Request" in request.headers


def _page_of(request: HttpRequest) -> str:
    """The page that the form stood on, which unlike the form's own address can be opened; home where it is not told."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return resolve_url("workspace")
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
