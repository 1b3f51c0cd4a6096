"""The people of the demonstration: one log-in per role, and those whose names stand beside the acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.people.models import User
from applications.roles import Role
from portal.demo.calendar import moment
from portal.demo.names import person_name

LOGINS: dict[Role, str] = {
    role: f"{role.value}@example.kr"
    for role in (Role.SUPPLIER, Role.ASSESSOR, Role.OPERATOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR)
}

NEWCOMER = "newcomer@example.kr"
"""Of a company that has applied to nothing yet, where the other supplier has had its diagnosis of the year."""
APPLICANT = "applicant@example.kr"
"""Writes for a company that was asked to mend its application."""
ACCOUNTS: list[tuple[str | Promise, str]] = [
    (Role.SUPPLIER.label, LOGINS[Role.SUPPLIER]),
    (_("공급기업(첫 신청 전)"), NEWCOMER),
    (_("공급기업(보완 요청을 받음)"), APPLICANT),
    *((role.label, email) for role, email in LOGINS.items() if role != Role.SUPPLIER),
]

OFFICE_OPENED = moment(date(2022, 1, 3))  # before the first supplier asked to be registered


@dataclass(frozen=True)
class Cast:
    """Those who can log in, by role."""

    by_role: dict[Role, User]
    newcomer: User
    applicant: User

    @property
    def operator(self) -> User:
        return self.by_role[Role.OPERATOR]

    @property
    def agency(self) -> User:
        return self.by_role[Role.AGENCY]


def load_cast(rng: Random) -> Cast:
    """Make the log-ins with the printed password; their second factor is off while DEMO is on."""
    password = make_password(settings.DEMO_PASSWORD)
    people = [
        User(
            email=email,
            name=person_name(rng),
            role=role,
            password=password,
            is_demo=True,
            joined_at=OFFICE_OPENED,
        )
        for role, email in (*LOGINS.items(), (Role.SUPPLIER, NEWCOMER), (Role.SUPPLIER, APPLICANT))
    ]
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people]
    )
    *first, newcomer, applicant = people
    return Cast({Role(person.role): person for person in first}, newcomer, applicant)


def nameless_logins(rng: Random, role: Role, prefix: str, joined: Sequence[datetime]) -> list[User]:
    """One for each instant of joining; none logs in: no password fits, and no letter reaches a reserved address."""
    people = [
        User(
            email=f"{prefix}{number:04d}@people.example",
            name=person_name(rng),
            role=role,
            password=make_password(None),
            joined_at=joined_at,
        )
        for number, joined_at in enumerate(joined, 1)
    ]
    return User.objects.bulk_create(people, batch_size=500)


def has_cast() -> bool:
    """Whether the demonstration is loaded; it is stored in one transaction, so the log-ins stand for the rest."""
    return User.objects.filter(email=LOGINS[Role.SUPPLIER], is_demo=True).exists()


def demo_user(role: Role) -> User:
    """The log-in of a role."""
    return User.objects.get(email=LOGINS[role], is_demo=True)
