"""Asking to be let in: whose address is confirmed is heard, the owner decides, both are told, nobody floods."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from applications.membership import services
from applications.membership.models import JoinRequest
from applications.notices.models import Notice
from applications.people.models import User
from applications.suppliers.models import Member, Standing
from tests.factories.people import make_member, make_user
from tests.factories.signup import PASSWORD, PERSON
from tests.factories.suppliers import business_number, make_supplier

pytestmark = pytest.mark.django_db
NUMBER = business_number(77)
FORM = PERSON | {"business_number": NUMBER, "message": "설계팀 박담당입니다.", "agrees": "on"}


@pytest.fixture
def supplier():
    return make_supplier(name="새벽로봇", business_number=NUMBER)


@pytest.fixture
def owner(supplier):
    return make_member(supplier)


@pytest.fixture
def asked(supplier, owner, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    return services.ask_to_join(supplier, message="설계팀", by=make_user(name="박담당"))


def test_the_owner_hears_of_it_once_the_address_is_confirmed(client, owner):
    client.post(reverse("membership:join"), FORM)
    person = User.objects.get(email=PERSON["email"])
    assert (person.has_usable_password(), Notice.objects.count()) == (True, 0)

    link = re.search(r"/accounts/confirm-email/\S+", mail.outbox[-1].body).group()
    client.post(link)

    told = Notice.objects.get()
    assert (told.recipient, "박담당" in told.body) == (owner, True)
    assert JoinRequest.objects.get().message == FORM["message"]


def test_who_is_let_in_reads_the_company_and_both_are_told(client, owner, asked):
    client.force_login(owner)
    assert "박담당 님이 합류를 요청했어요" in client.get("/members/").content.decode()

    client.post(reverse("membership:let_in", args=[asked.pk]), {"standing": "viewer"})

    assert Member.objects.get(user=asked.user).standing == Standing.VIEWER
    told = {notice.recipient_id: notice.body for notice in Notice.objects.filter(key__startswith="join-decided")}
    assert set(told) == {owner.pk, asked.user_id}
    client.force_login(asked.user)
    assert "새벽로봇" in client.get(reverse("suppliers:profile")).content.decode()


def test_a_refusal_needs_a_reason_that_the_person_reads(client, owner, asked):
    client.force_login(owner)
    address = reverse("membership:turn_away", args=[asked.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "모르는 분입니다."})

    client.force_login(asked.user)
    assert "모르는 분입니다." in client.get(reverse("membership:join")).content.decode()
    assert not Member.objects.filter(user=asked.user).exists()


def test_a_decision_is_made_once(owner, asked):
    again = JoinRequest.objects.get()
    services.let_in(asked, standing=Standing.EDITOR, by=owner)

    with pytest.raises(services.DecidedAlready):
        services.turn_away(again, reason="x", by=owner)

    assert Member.objects.filter(user=asked.user).count() == 1


def test_who_joined_another_company_meanwhile_is_not_let_in(owner, asked):
    Member.objects.create(supplier=make_supplier(), user=asked.user, standing=Standing.OWNER)

    with pytest.raises(services.DecidedAlready):
        services.let_in(asked, standing=Standing.EDITOR, by=owner)

    assert JoinRequest.objects.get().decided_at is None


@pytest.mark.parametrize("standing", [Standing.EDITOR, Standing.VIEWER])
def test_only_an_owner_decides(client, supplier, asked, standing: Standing):
    client.force_login(make_member(supplier, standing))

    assert client.post(reverse("membership:let_in", args=[asked.pk]), {"standing": "editor"}).status_code == 403
    assert "박담당 님이" not in client.get("/members/").content.decode()


def test_the_owner_of_another_company_finds_nothing(client, asked):
    client.force_login(make_member(make_supplier()))

    assert client.post(reverse("membership:let_in", args=[asked.pk]), {"standing": "editor"}).status_code == 404


def test_one_open_request_and_a_few_in_a_month(supplier, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    person = make_user()
    for _time in range(services.PER_PERSON):
        request = services.ask_to_join(supplier, message="", by=person)
        with pytest.raises(services.AskedAlready):
            services.ask_to_join(supplier, message="", by=person)
        services.take_back(request, by=person)

    with pytest.raises(services.AskedAlready):
        services.ask_to_join(supplier, message="", by=person)


def test_a_company_is_not_flooded(supplier, monkeypatch):
    monkeypatch.setattr(services, "PER_COMPANY", 1)
    services.ask_to_join(supplier, message="", by=make_user())

    with pytest.raises(services.TooMany):
        services.ask_to_join(supplier, message="", by=make_user())


def test_a_flooded_company_is_told_to_visitors_and_nobody_is_made(client, supplier, monkeypatch):
    monkeypatch.setattr(services, "PER_COMPANY", 0)

    page = client.post(reverse("membership:join"), FORM)

    assert (page.status_code, "너무 많습니다" in page.content.decode()) == (422, True)
    assert not User.objects.filter(email=PERSON["email"]).exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"business_number": business_number(78)}, "아직 등록되지 않은 기업"),
        ({"business_number": "1"}, "숫자 10자리"),
        ({"agrees": ""}, "동의해야"),
        ({"password2": PASSWORD + "x"}, ""),
    ],
)
def test_wrong_input_is_told_and_kept(client, supplier, changes, told: str):
    page = client.post(reverse("membership:join"), FORM | changes)

    content = page.content.decode()
    assert (page.status_code, told in content, FORM["message"] in content) == (422, True, True)
    assert not User.objects.filter(email=PERSON["email"]).exists()


def test_a_person_with_an_account_asks_and_takes_it_back(client, supplier, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    client.force_login(make_user())
    assert "합류 요청하기" in client.get(reverse("workspace")).content.decode()

    client.post(reverse("membership:join"), {"business_number": NUMBER, "message": ""})
    assert "결정을 기다리고 있어요" in client.get(reverse("membership:join")).content.decode()
    client.post(reverse("membership:take_back"))

    assert JoinRequest.objects.get().accepted is False


def test_who_has_a_company_or_is_no_supplier_does_not_ask(client, owner):
    client.force_login(owner)
    assert client.post(reverse("membership:join"), {"business_number": NUMBER}).status_code == 403


def test_a_registered_number_leads_from_sign_up_to_joining(client, supplier):
    shown = client.get(reverse("suppliers:number_check"), {"business_number": NUMBER}).content.decode()

    assert "이미 등록된 기업이에요" in shown
    assert reverse("membership:join") in shown
