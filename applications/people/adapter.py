"""Where allauth asks for the manners of this portal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from applications.people.backend import is_shut_out
from applications.people.language import has_chosen, speaking
from applications.people.models import User
from applications.roles import NEEDS_SECOND_FACTOR

RECOVERY = Authenticator.Type.RECOVERY_CODES


class AccountAdapter(DefaultAccountAdapter):
    """Leads to one's own workspace after log-in; turns demo accounts away outside the demo."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("workspace")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("workspace")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if is_shut_out(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        answer = super().post_login(request, user, **kwargs)
        return answer if has_chosen(request) else speaking(answer, user.language)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the last authenticator of those who must have one."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.user.role not in NEEDS_SECOND_FACTOR or authenticator.type == RECOVERY:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=RECOVERY).exists()
