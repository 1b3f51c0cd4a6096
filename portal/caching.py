"""What browsers and proxies may keep of the answers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PRIVATE = "private, no-store"


class PrivateAnswersMiddleware:
    """Forbids keeping what somebody with a session is shown, so that nothing is left on a shared machine after log-out.

    It looks at the cookie alone: no answer costs a query for it. An answer that says itself how long it lasts is left.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response
