"""Where sessions are kept: in the database, and looked for only under keys that we could have given out."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions


class SessionStore(DatabaseSessions):
    """Sessions in the database; named by SESSION_ENGINE."""

    def __init__(self, session_key: str | None = None) -> None:
        # A quoted cookie can hold any byte, and PostgreSQL refuses to look for a NUL.
        super().__init__(session_key if session_key and session_key.isalnum() else None)
