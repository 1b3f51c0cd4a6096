"""Assessors and officials as those who keep their accounts see them."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.audit.models import Event
from applications.audit.words import act_text
from applications.people.models import User
from applications.people.permissions import may_keep_accounts
from applications.roles import NEEDS_SECOND_FACTOR

IN_USE, INVITED, STOPPED = "in_use", "invited", "stopped"
TONES = {IN_USE: "success", INVITED: "warning", STOPPED: "neutral"}


@dataclass(frozen=True)
class Happening:
    """One line of an account's history."""

    at: datetime
    what: str | Promise
    actor: str
    reason: str


def officials_for(user: User) -> QuerySet[User]:
    """Assessors and officials for the agency, nobody for others; each with `second_factor`, whether there is one."""
    if not may_keep_accounts(user):
        return User.objects.none()
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return User.objects.filter(role__in=NEEDS_SECOND_FACTOR).annotate(second_factor=Exists(factors))


def found(people: QuerySet[User], *, text: str = "", role: str = "", standing: str = "") -> QuerySet[User]:
    """People whose name or address holds the text, of one role, in one standing; by name."""
    if text := text.strip():
        people = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role in NEEDS_SECOND_FACTOR:
        people = people.filter(role=role)
    if standing:
        people = people.filter(_standings()[standing])
    return people.order_by("name", "pk")


def is_taken(email: str) -> bool:
    """Whether the address is somebody's, in any case of letters, as log-in name or further address."""
    taken = EmailAddress.objects.filter(email__iexact=email)
    return User.objects.filter(email__iexact=email).exists() or taken.exists()


def standing_of(person: User) -> str:
    """Whether the account is in use, waits for its owner to set a password, or is stopped."""
    if not person.is_active:
        return STOPPED
    return IN_USE if person.has_usable_password() else INVITED


def standing_name(standing: str) -> str:
    """What a standing is called."""
    return {IN_USE: _("사용 중"), INVITED: _("초대함"), STOPPED: _("사용 중지")}[standing]


def stream_of(person: User) -> str:
    """The name of a person's audit stream."""
    return f"user:{person.pk}"


def history_of(person: User) -> list[Happening]:
    """What happened to the account, newest first, in two queries."""
    events = list(Event.objects.filter(stream=stream_of(person)).order_by("-number"))
    names = dict(User.objects.filter(pk__in={event.actor_id for event in events}).values_list("pk", "name"))
    return [_told(event, names) for event in events]


def _told(event: Event, names: dict[int, str]) -> Happening:
    actor = names.get(event.actor_id, "") if event.actor_id else ""
    return Happening(event.at, act_text(event.verb), actor, event.data.get("reason", ""))


def _standings() -> dict[str, Q]:
    invited = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return {IN_USE: Q(is_active=True) & ~invited, INVITED: Q(is_active=True) & invited, STOPPED: Q(is_active=False)}
