"""Where sessions are kept: in the database, and looked for only under keys that we could have given out."""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse


class SessionStore(DatabaseSessions):
    """Sessions in the database; named by SESSION_ENGINE."""

    def __init__(self, session_key: str | None = None) -> None:
        # A quoted cookie can hold any byte, and PostgreSQL refuses to look for a NUL.
        super().__init__(session_key if session_key and session_key.isalnum() else None)


class PatientSessionMiddleware(SessionMiddleware):
    """Sessions as Django keeps them, but no script's request takes the cookie of a lost session away.

    A page that saves by itself goes on asking under the lost one while its person logs in again in another window: an
    answer that came after the log-in would end the new session.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Drop the order to forget the cookie where a script asked."""
        response = super().process_response(request, response)
        said = response.cookies.get(settings.SESSION_COOKIE_NAME)
        by_script = "X-Autosave" in request.headers or "HX-Request" in request.headers
        if said is not None and not said.value and by_script:
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response
