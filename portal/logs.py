"""Logging: one JSON object a line, a number for each request, and no personal data.

Neither query strings nor raw paths (they can hold one-time keys), nor exception texts (a database error quotes the row)
are written: a request is named by its route, an exception by its type and the lines it passed.
"""

import json
import logging
import re
import time
import traceback
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str] = ContextVar("request_id", default="")

_PLAIN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_requests = logging.getLogger("portal.requests")


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON: time, level, logger, message, request, and where an exception came from."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request": request_id.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    # Django's own words about a failed request quote its path, Celery's about a failed task the exception.
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        return f"{request.method} {_route(request)}"
    if isinstance(record.args, Mapping) and "exc" in record.args:
        return f"task {record.args.get('name')} {record.args.get('id')} {record.args.get('description', 'failed')}"
    return record.getMessage()


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else "(no route)"


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


class RequestIdMiddleware:
    """Give every request a number, return it in `X-Request-ID`, and log route, status and milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if _PLAIN_ID.fullmatch(given) else uuid.uuid4().hex)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            _log(request, response, started)
            return response
        finally:
            request_id.reset(token)


def _log(request: HttpRequest, response: HttpResponse, started: float) -> None:
    route = _route(request)
    if not route.startswith("health/"):
        facts = {"status": response.status_code, "ms": round((time.monotonic() - started) * 1000)}
        _requests.info("%s %s", request.method, route, extra={"facts": facts})
