import pytest
from django.core.cache import cache
from django.core.checks import Error, Tags, run_checks
from django.urls import reverse

from applications.roles import Role
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "열려라-참깨-2026"


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    cache.clear()  # log-ins are limited by the minute


def log_in(client, person):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return "_auth_user_id" in client.session and client.get(reverse("people:account")).status_code == 200


@pytest.mark.parametrize(
    ("demo", "is_demo", "enters"), [(True, True, True), (False, True, False), (False, False, True)]
)
def test_demo_accounts_enter_in_the_demo_only(client, settings, demo, is_demo, enters):
    settings.DEMO = demo
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"

    assert log_in(client, make_user(Role.SUPPLIER, is_demo=is_demo)) is enters


def test_a_session_from_the_demo_does_not_outlive_it(client, settings):
    settings.DEMO = True
    client.force_login(make_user(Role.SUPPLIER, is_demo=True))
    assert client.get(reverse("people:account")).status_code == 200

    settings.DEMO = False

    assert client.get(reverse("people:account")).status_code == 302


def test_log_in_leads_to_the_own_workspace(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    person = make_user(Role.SUPPLIER)

    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    assert response["Location"] == reverse("workspace")


@pytest.mark.parametrize(
    ("demo", "is_demo", "errors"), [(False, True, ["people.E001"]), (False, False, []), (True, True, [])]
)
def test_the_system_check_finds_demo_accounts_outside_the_demo(settings, demo, is_demo, errors):
    settings.DEMO = demo
    make_user(is_demo=is_demo)

    found = run_checks(tags=[Tags.database], databases=["default"])

    assert [message.id for message in found if isinstance(message, Error)] == errors
