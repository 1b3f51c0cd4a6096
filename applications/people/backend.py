"""Who can be authenticated at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from applications.people.models import User


def is_shut_out(user: User) -> bool:
    """Whether this is a demo account outside the demo, whose password is printed in the manual."""
    return user.is_demo and not settings.DEMO


class AccountBackend(AuthenticationBackend):
    """Log-in by e-mail; demo accounts neither log in nor keep a session outside the demo."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return super().user_can_authenticate(user) and not (isinstance(user, User) and is_shut_out(user))
