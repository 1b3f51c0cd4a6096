import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.urls import reverse

from applications.people.second_factor import must_set_up
from applications.roles import NEEDS_SECOND_FACTOR, PEOPLE, Role
from tests.factories.people import make_user
from tests.flows.browsing import SECRET
from tests.flows.entrance import one_time_code

pytestmark = pytest.mark.django_db
OWN_PAGE = "people:account"
NOON = 1_800_000_000.0


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_assessors_and_officials_set_up_a_second_factor_before_anything_else(client, role):
    client.force_login(make_user(role, second_factor=False))

    response = client.get(reverse(OWN_PAGE))

    if role in NEEDS_SECOND_FACTOR:
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))
    else:
        assert response.status_code == 200


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_with_a_second_factor_the_same_page_opens(client, role):
    client.force_login(make_user(role))

    assert client.get(reverse(OWN_PAGE)).status_code == 200


def test_recovery_codes_alone_are_no_second_factor():
    person = make_user(Role.ASSESSOR, second_factor=False)
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert must_set_up(person)


@pytest.mark.parametrize("address", ["/accounts/2fa/totp/activate/", "/accounts/logout/", "/health/live"])
def test_the_way_to_set_it_up_and_out_stays_open(client, address):
    client.force_login(make_user(Role.OPERATOR, second_factor=False))

    assert client.get(address).get("Location") != reverse("mfa_activate_totp")


@pytest.mark.parametrize(("demo", "is_demo", "must"), [(True, True, False), (True, False, True), (False, True, True)])
def test_only_demo_people_of_the_demo_are_exempt(settings, demo, is_demo, must):
    settings.DEMO = demo

    assert must_set_up(make_user(Role.OPERATOR, second_factor=False, is_demo=is_demo)) is must


def test_the_last_authenticator_stays_with_those_who_need_one():
    official, company = make_user(Role.OPERATOR), make_user(Role.SUPPLIER)
    only = Authenticator.objects.get(user=official)
    free = Authenticator.objects.create(user=company, type=Authenticator.Type.TOTP, data={"secret": "A"})
    may_delete = get_adapter().can_delete_authenticator

    assert [may_delete(only), may_delete(free)] == [False, True]

    Authenticator.objects.create(user=official, type=Authenticator.Type.WEBAUTHN, data={})

    assert may_delete(only)


@pytest.mark.parametrize(("seconds_ago", "taken"), [(0, True), (30, True), (60, False)])
def test_a_code_that_ran_out_while_it_was_typed_is_taken(monkeypatch, seconds_ago, taken):
    monkeypatch.setattr(time, "time", lambda: NOON - seconds_ago)
    code = one_time_code(SECRET)
    monkeypatch.setattr(time, "time", lambda: NOON)

    assert validate_totp_code(SECRET, code) is taken
