import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from applications.people.models import User
from applications.roles import Role
from tests.factories.people import make_user

OLD, NEW = "열려라-참깨-2026", "다른-열쇠말-2027"
CHANGE = {"oldpassword": OLD, "password1": NEW, "password2": NEW}


def client_of(*, is_demo: bool) -> Client:
    person = make_user(Role.SUPPLIER, is_demo=is_demo)
    person.set_password(OLD)
    person.save()
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_a_shared_account_keeps_its_password_and_address(settings):
    settings.DEMO = True
    client = client_of(is_demo=True)

    refused = client.post("/accounts/password/change/", CHANGE, follow=True)
    client.post("/accounts/email/", {"email": "other@company.example", "action_add": ""})

    assert "로그인 정보는 바꿀 수 없습니다" in refused.content.decode()
    assert User.objects.get().check_password(OLD)
    assert EmailAddress.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "is_demo"), [(True, False), (False, False)])
def test_everybody_else_changes_theirs(settings, demo, is_demo):
    settings.DEMO = demo

    client_of(is_demo=is_demo).post("/accounts/password/change/", CHANGE)

    assert User.objects.get().check_password(NEW)
