from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.roles import Role

PERSON_ROLES = [choice for choice in Role.choices if choice[0] != Role.SYSTEM]


class Accounts(BaseUserManager["User"]):
    """Makes users; an e-mail address is the log-in name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The first person of the agency, made from the shell before any mail has to go out."""
        return self.create_official(email, password, is_staff=True, is_superuser=True, role=Role.AGENCY, **fields)

    def create_official(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Somebody whom another person vouches for, and so the address too: log-in asks for no second mail."""
        user = self.create_user(email, password, **fields)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user


def spoken() -> str:
    """The language of this request as the portal knows it."""
    language = (get_language() or "").partition("-")[0]
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can log in."""

    email = models.EmailField(_("이메일"), max_length=254, unique=True)
    name = models.CharField(_("이름"), max_length=100)
    phone = models.CharField(_("전화번호"), max_length=30, blank=True)
    role = models.CharField(_("역할"), max_length=20, choices=PERSON_ROLES, default=Role.SUPPLIER)
    language = models.CharField(
        _("알림과 메일의 언어"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("사용 중"), default=True)
    is_staff = models.BooleanField(_("관리 화면 사용"), default=False)
    is_demo = models.BooleanField(_("시연 계정"), default=False)
    joined_at = models.DateTimeField(_("가입 시각"), default=clock.now)

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("사용자")
        verbose_name_plural = _("사용자")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name
