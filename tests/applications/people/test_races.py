"""Two of the agency close each other's accounts at the same moment: one must stay; the control shows why it locks."""

from threading import Barrier

import pytest
from django.db import transaction

from applications.people.models import User
from applications.people.services import EmailTaken, LastOfTheAgency, appoint, deactivate
from applications.roles import Role
from tests.factories.people import make_user
from tests.threads import PATIENCE, at_once, needs_many_writers

pytestmark = [pytest.mark.django_db(transaction=True), needs_many_writers]


def refusals(acts):
    """The kind of refusal that each of these acts met, all let go together; None for none."""

    def run(act):
        try:
            act()
        except (LastOfTheAgency, EmailTaken) as refused:
            return type(refused)
        return None

    return at_once(run, acts)


def test_of_two_who_close_each_others_accounts_one_stays():
    one, other = make_user(Role.AGENCY), make_user(Role.AGENCY)

    results = refusals(
        [
            lambda: deactivate(other, reason="전보", by=one),
            lambda: deactivate(one, reason="전보", by=other),
        ]
    )

    assert results.count(LastOfTheAgency) == 1
    assert User.objects.filter(role=Role.AGENCY, is_active=True).count() == 1


def test_without_the_lock_nobody_is_left():
    one, other = make_user(Role.AGENCY), make_user(Role.AGENCY)
    looked = Barrier(2)

    def close(person):
        with transaction.atomic():
            others = User.objects.filter(role=Role.AGENCY, is_active=True).exclude(pk=person.pk).exists()
            looked.wait(timeout=PATIENCE)
            return others and User.objects.filter(pk=person.pk).update(is_active=False)

    refusals([lambda: close(other), lambda: close(one)])

    assert User.objects.filter(role=Role.AGENCY, is_active=True).count() == 0


def test_of_two_who_enter_one_address_one_makes_the_account():
    agency = make_user(Role.AGENCY)

    def enter():
        return appoint(email="yoon@example.org", name="윤담당", role=Role.OPERATOR, by=agency)

    results = refusals([enter, enter])

    assert results.count(EmailTaken) == 1
    assert User.objects.filter(email="yoon@example.org").count() == 1
