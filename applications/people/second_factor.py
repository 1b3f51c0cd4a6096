"""Assessors and officials set up a second factor before anything else."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from applications.people.models import User
from applications.roles import NEEDS_SECOND_FACTOR

# Where somebody without a second factor may still go: to set it up, to change language, to be probed.
OPEN_PATHS = ("/accounts/", "/i18n/", "/static/", "/health/")


def must_set_up(user: User) -> bool:
    """Whether this person has to have a second factor and has none; demo people of the demo never do."""
    if user.role not in NEEDS_SECOND_FACTOR or (user.is_demo and settings.DEMO):
        return False
    return not Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


class SecondFactorMiddleware:
    """Sends whoever must still set up a second factor there; stands after AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PATHS) or not isinstance(request.user, User) or not must_set_up(request.user):
            return self.get_response(request)
        messages.warning(request, _("업무를 시작하기 전에 2단계 인증을 설정해 주세요."))
        return redirect("mfa_activate_totp")
