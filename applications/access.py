"""Routes closed by default: each states who may knock, the row it has in docs/permissions.md."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from applications.roles import PEOPLE, Role

PUBLIC: frozenset[str] = frozenset({"public"})
SIGNED_IN: frozenset[str] = frozenset(PEOPLE)
View = Callable[..., HttpResponseBase]


def guarded(view: View, who: Iterable[str]) -> View:
    """The view behind its door: anonymous people are sent to log in, other roles get a 403 that says why.

    An address with a NUL in it names nothing; PostgreSQL would refuse even to look.
    """
    allowed = frozenset(who)

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if allowed != PUBLIC:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.user.role not in allowed:
                raise PermissionDenied(_("이 화면은 %(roles)s만 이용할 수 있습니다.") % {"roles": _names(allowed)})
        if "\0" in request.path:
            raise Http404
        return view(request, *args, **kwargs)

    door.who = allowed  # type: ignore[attr-defined]
    return door


def route(where: str, view: View, *, name: str, who: Iterable[str]) -> URLPattern:
    """A path() with its door; `who` is PUBLIC, SIGNED_IN or a set of roles."""
    return path(where, guarded(view, who), name=name)


def _names(roles: frozenset[str]) -> str:
    return ", ".join(str(Role(role).label) for role in Role if role in roles)
