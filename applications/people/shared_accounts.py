"""The log-ins of the demonstration are shared by everybody who looks at it, so nobody may change how they log in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications.people.models import User

KEPT = ("/accounts/password/change/", "/accounts/password/set/", "/accounts/email/", "/accounts/2fa/")
OPEN = ("/accounts/2fa/authenticate/", "/accounts/2fa/reauthenticate/")


class SharedAccountMiddleware:
    """Refuses changes of password, address and second factor of a demo account; stands after MessageMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not _is_shared(request.user) or not _is_kept(request.path):
            return self.get_response(request)
        messages.error(request, _("여럿이 함께 쓰는 시연 계정이라 로그인 정보는 바꿀 수 없습니다."))
        return redirect(request.path)


def _is_shared(user: object) -> bool:
    return settings.DEMO and isinstance(user, User) and user.is_demo


def _is_kept(path: str) -> bool:
    return path.startswith(KEPT) and not path.startswith(OPEN)
