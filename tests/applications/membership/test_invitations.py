"""Calling colleagues in: one living link, a limit, an end."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from applications import clock
from applications.membership import invitations
from applications.membership.models import Invitation
from applications.membership.permissions import may_invite
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Member, PoolState, Standing
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
PAGE = "/members/"
COLLEAGUE = {"member_name": "한동료", "email": "Han@example.org", "standing": "editor"}
ACCOUNT = {
    "person_name": "한동료",
    "person_phone": "02-000-0000",
    "password1": "푸른바다거북-7812",
    "password2": "푸른바다거북-7812",
    "agrees": "on",
}


@pytest.fixture
def supplier(client):
    supplier = make_supplier(name="새벽로봇")
    client.force_login(make_member(supplier))
    return supplier


def link_of_last_letter() -> str:
    return re.search(r"https?://[^/\s]+(/members/accept/\S+)", mail.outbox[-1].body)[1]


def test_the_colleague_opens_the_link_makes_an_account_and_is_in(client, supplier):
    client.post(f"{PAGE}invite/", COLLEAGUE)
    assert "han@example.org" in client.get(PAGE).content.decode()
    client.logout()

    link = link_of_last_letter()
    assert "새벽로봇" in client.get(link).content.decode()
    client.post(link, ACCOUNT)
    client.post(reverse("account_login"), {"login": "han@example.org", "password": ACCOUNT["password1"]})

    assert "새벽로봇" in client.get(reverse("suppliers:profile")).content.decode()
    member = Member.objects.get(user__email="han@example.org")
    assert (member.supplier, member.standing) == (supplier, Standing.EDITOR)
    client.logout()
    assert client.get(link).status_code == 410


def test_somebody_with_an_account_and_no_company_joins_with_it(client, supplier):
    person = make_user(email="han@example.org")
    client.post(f"{PAGE}invite/", COLLEAGUE)
    client.logout()
    link = link_of_last_letter()
    assert "/accounts/login/" in client.get(link)["Location"]

    client.force_login(person)
    client.post(link)

    assert Member.objects.get(user=person).supplier == supplier


def test_the_link_of_one_is_of_no_use_to_another(client, supplier):
    client.post(f"{PAGE}invite/", COLLEAGUE)
    client.force_login(make_user())

    page = client.post(link_of_last_letter())

    assert "앞으로 왔어요" in page.content.decode()
    assert Member.objects.count() == 1


def test_a_second_letter_kills_the_link_of_the_first(client, supplier):
    client.post(f"{PAGE}invite/", COLLEAGUE)
    first, invitation = link_of_last_letter(), Invitation.objects.get()
    client.post(f"{PAGE}invitations/{invitation.pk}/resend/")
    second = link_of_last_letter()
    client.logout()

    assert [client.get(link).status_code for link in (first, second)] == [410, 200]


@pytest.mark.parametrize("fate", ["revoked", "expired", "forged"])
def test_a_dead_link_says_so(client, supplier, fate: str):
    client.post(f"{PAGE}invite/", COLLEAGUE)
    link = link_of_last_letter()
    if fate == "revoked":
        client.post(f"{PAGE}invitations/{Invitation.objects.get().pk}/revoke/")
    elif fate == "expired":
        Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    else:
        link = link[:-3] + "xx/"
    client.logout()

    assert client.get(link).status_code == 410
    assert client.post(link, ACCOUNT).status_code == 410
    assert not User.objects.filter(email="han@example.org").exists()


def test_letters_to_one_and_open_invitations_are_limited(client, supplier, monkeypatch):
    client.post(f"{PAGE}invite/", COLLEAGUE)
    pk = Invitation.objects.get().pk
    for _letter in range(10):
        client.post(f"{PAGE}invitations/{pk}/resend/")
    assert len(mail.outbox) == invitations.LETTERS_AT_MOST

    monkeypatch.setattr(invitations, "OPEN_AT_MOST", 2)
    answers = [
        client.post(f"{PAGE}invite/", COLLEAGUE | {"email": f"p{number}@example.org"}).status_code for number in (1, 2)
    ]
    assert answers == [302, 422]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "Taken@example.org"}, "이 이메일로는 초대할 수 없습니다"),
        ({"email": "nobody"}, "올바른 이메일 주소를 입력"),
        ({"standing": "owner"}, "올바르게 선택해"),
        ({"member_name": ""}, "필수 항목입니다"),
    ],
)
def test_wrong_input_invites_nobody_and_keeps_the_rest(client, supplier, changes, sentence):
    make_member(make_supplier(), email="taken@example.org")

    response = client.post(f"{PAGE}invite/", COLLEAGUE | changes)

    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_a_weak_or_mistyped_password_is_told(client, supplier):
    client.post(f"{PAGE}invite/", COLLEAGUE)
    client.logout()
    link = link_of_last_letter()

    weak = client.post(link, ACCOUNT | {"password1": "1234", "password2": "1234"})
    other = client.post(link, ACCOUNT | {"password2": "다른비밀번호-1234"})

    assert (weak.status_code, other.status_code) == (422, 422)
    assert "두 비밀번호가 다릅니다" in other.content.decode()


def test_only_the_owner_of_a_company_in_the_pool_invites():
    supplier, removed = make_supplier(), make_supplier(pool_state=PoolState.REMOVED)
    people = {standing: make_member(supplier, standing) for standing in Standing.values}

    assert {name for name, person in people.items() if may_invite(person, supplier)} == {"owner"}
    assert not may_invite(make_member(make_supplier()), supplier)
    assert not may_invite(make_member(removed), removed)


def test_a_broken_mail_server_is_told_and_the_invitation_can_be_sent_again(client, supplier, settings):
    settings.EMAIL_BACKEND = "tests.applications.notices.test_preferences.Broken"

    page = client.post(f"{PAGE}invite/", COLLEAGUE, follow=True).content.decode()

    assert "초대 메일을 보내지 못했습니다" in page
    assert Invitation.objects.count() == 1


def test_an_official_is_not_invited(client, supplier):
    make_user(Role.OPERATOR, email="han@example.org")

    assert client.post(f"{PAGE}invite/", COLLEAGUE).status_code == 422
