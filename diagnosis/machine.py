"""Addresses that programs read: whatever goes wrong is told as JSON too (application/problem+json, RFC 9457)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

KOREAN = {"ensure_ascii": False}


def machine_readable(pattern: URLPattern) -> URLPattern:
    """The route with its refusals as JSON: 401 to programs that are not logged in, 403, 404; people still log in."""
    door: Callable[..., HttpResponseBase] = pattern.callback

    @wraps(door)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and not request.accepts("text/html"):
            return problem(401, _("로그인이 필요합니다."))
        try:
            return door(request, *args, **kwargs)
        except PermissionDenied as refused:
            return problem(403, str(refused) or _("이 화면을 볼 권한이 없습니다."))
        except Http404:
            return problem(404, _("찾는 결과가 없거나 볼 수 있는 범위 밖에 있습니다."))

    pattern.callback = answer
    return pattern


def as_json(data: dict[str, Any]) -> JsonResponse:
    """An answer of the person's own data, kept by nobody on the way."""
    return JsonResponse(data, json_dumps_params=KOREAN, headers={"Cache-Control": "private, no-store"})


def problem(status: int, detail: str) -> JsonResponse:
    """What went wrong, as data: the status and a whole sentence."""
    said = {"type": "about:blank", "status": status, "detail": detail}
    return JsonResponse(said, status=status, content_type="application/problem+json", json_dumps_params=KOREAN)
