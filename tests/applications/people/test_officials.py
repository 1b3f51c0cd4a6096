import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.audit.models import Event
from applications.people.models import User
from applications.people.services import ChangedAlready, EmailTaken, LastOfTheAgency, appoint, deactivate
from applications.roles import NEEDS_SECOND_FACTOR, OFFICIALS, PEOPLE, Role
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
LIST, NEW = "/people/officials/", "/people/officials/new/"
SOMEBODY = {"person_name": "윤담당", "email": "yoon@example.org", "role": "operator"}
PASSWORD = "푸른바다거북-7812"


def address(name: str, person: User) -> str:
    return reverse(f"people:{name}", args=[person.pk])


def signed_in(client: Client, role: Role = Role.AGENCY) -> User:
    person = make_user(role)
    client.force_login(person)
    return person


def link_in(letter) -> str:
    return re.search(r"/accounts/password/reset/key/\S+", letter.body).group()


def set_password(client: Client, link: str) -> None:
    form = client.get(link)["Location"]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_only_the_agency_keeps_accounts(client, role):
    person = make_user(Role.OPERATOR)
    signed_in(client, role)

    opened = {where: client.get(where).status_code for where in (LIST, NEW, address("official", person))}
    done = client.post(address("deactivate", person), {"reason": "퇴직"}).status_code

    assert set(opened.values()) == ({200} if role == Role.AGENCY else {403})
    assert done == (302 if role == Role.AGENCY else 403)
    assert User.objects.get(pk=person.pk).is_active is (role != Role.AGENCY)


@pytest.mark.parametrize("role", sorted(OFFICIALS))
def test_an_official_is_brought_in_with_one_event_and_one_letter(client, role):
    agency = signed_in(client)

    response = client.post(NEW, SOMEBODY | {"role": role, "email": "Yoon@Example.org"}, follow=True)

    person, event = User.objects.get(email="yoon@example.org"), Event.objects.get()
    assert (person.name, person.role, person.has_usable_password()) == ("윤담당", role, False)
    assert (event.stream, event.verb, event.actor_id) == (f"user:{person.pk}", "user.appointed", agency.pk)
    assert [letter.to for letter in mail.outbox] == [["yoon@example.org"]]
    assert "초대 메일을 보냈습니다" in response.content.decode()


def test_the_letters_link_sets_a_password_once_and_leads_through_the_second_factor(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    signed_in(client)
    client.post(NEW, SOMEBODY)
    person, link = Client(), link_in(mail.outbox[0])

    set_password(person, link)
    logged_in = person.post(reverse("account_login"), {"login": "yoon@example.org", "password": PASSWORD})

    assert logged_in["Location"] == reverse("workspace")
    assert person.get(reverse("workspace"))["Location"] == reverse("mfa_activate_totp")
    again = Client().get(link)
    assert (again.status_code, "Location" in again) == (200, False)


def test_who_has_no_password_yet_is_invited_again_and_nobody_else(client):
    signed_in(client)
    client.post(NEW, SOMEBODY)
    person = User.objects.get(email="yoon@example.org")
    client.post(address("invite", person))
    assert len(mail.outbox) == 2

    set_password(Client(), link_in(mail.outbox[1]))

    letters = len(mail.outbox)
    assert client.post(address("invite", person)).status_code == 403
    assert len(mail.outbox) == letters
    assert list(Event.objects.values_list("verb", flat=True)) == ["user.appointed", "user.invited_again"]


def test_a_letter_that_does_not_leave_is_said(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    signed_in(client)

    page = client.post(NEW, SOMEBODY, follow=True).content.decode()

    assert "초대 메일을 보내지 못했습니다" in page
    assert "초대 메일 다시 보내기" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "Taken@example.org"}, "이 이메일을 쓰는 계정이 이미 있습니다"),
        ({"email": "nobody"}, "올바른 이메일 주소를 입력"),
        ({"role": "supplier"}, "올바르게 선택해"),
        ({"role": "assessor"}, "올바르게 선택해"),
        ({"role": ""}, "역할을 골라 주세요"),
        ({"person_name": ""}, "필수 항목입니다"),
    ],
)
def test_wrong_input_is_refused_beside_the_field_and_makes_nobody(client, changes, sentence):
    make_user(email="taken@example.org")
    signed_in(client)
    before = User.objects.count()

    response = client.post(NEW, SOMEBODY | changes)

    assert (response.status_code, User.objects.count(), len(mail.outbox)) == (422, before, 0)
    assert sentence in response.content.decode()


def test_an_address_taken_in_the_meantime_is_the_same_refusal():
    agency = make_user(Role.AGENCY, email="taken@example.org")

    with pytest.raises(EmailTaken):
        appoint(email="Taken@example.org", name="윤담당", role=Role.OPERATOR, by=agency)

    assert Event.objects.count() == 0


def test_a_further_address_of_somebody_is_taken_too(client):
    agency = signed_in(client)
    company = make_user(Role.SUPPLIER)
    company.emailaddress_set.create(email="yoon@example.org", verified=True)

    page = client.post(NEW, SOMEBODY).content.decode()

    assert "이 이메일을 쓰는 계정이 이미 있습니다" in page
    with pytest.raises(EmailTaken):
        appoint(email="yoon@example.org", name="윤담당", role=Role.OPERATOR, by=agency)


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_a_stopped_account_is_out_at_the_next_request_and_back_when_opened(client, settings, role):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    agency, person, theirs = signed_in(client), make_user(role), Client()
    theirs.force_login(person)
    assert theirs.get("/people/account/").status_code == 200

    client.post(address("deactivate", person), {"reason": "전보"})

    assert theirs.get("/people/account/")["Location"].startswith(reverse("account_login"))
    log_in = {"login": person.email, "password": "열려라-참깨-2026"}
    assert Client().post(reverse("account_login"), log_in)["Location"] == reverse("account_inactive")
    client.post(address("reactivate", person), {"reason": "복귀"})
    assert Client().post(reverse("account_login"), log_in)["Location"] == reverse("mfa_authenticate")
    events = Event.objects.filter(stream=f"user:{person.pk}")
    assert [(one.verb, one.data["reason"], one.actor_id) for one in events.order_by("number")] == [
        ("user.deactivated", "전보", agency.pk),
        ("user.reactivated", "복귀", agency.pk),
    ]


def test_a_reason_is_asked(client):
    signed_in(client)
    person = make_user(Role.OPERATOR)

    response = client.post(address("deactivate", person), {"reason": " "})

    assert (response.status_code, "사유를 적어 주세요." in response.content.decode()) == (422, True)
    assert User.objects.get(pk=person.pk).is_active


def test_nobody_stops_the_own_account(client):
    agency = signed_in(client)
    make_user(Role.AGENCY)

    response = client.post(address("deactivate", agency), {"reason": "실수"})

    assert response.status_code == 403
    assert "스스로 중지할 수 없습니다" in response.content.decode()


def test_the_last_who_can_log_in_for_the_agency_stays():
    last, other = make_user(Role.AGENCY), make_user(Role.AGENCY)
    appoint(email="yoon@example.org", name="윤담당", role=Role.AGENCY, by=last)
    deactivate(other, reason="전보", by=last)

    with pytest.raises(LastOfTheAgency):
        deactivate(last, reason="전보", by=other)

    assert User.objects.get(pk=last.pk).is_active


def test_an_account_is_stopped_once():
    agency, person = make_user(Role.AGENCY), make_user(Role.OPERATOR)
    deactivate(User.objects.get(pk=person.pk), reason="전보", by=agency)

    with pytest.raises(ChangedAlready):
        deactivate(person, reason="전보", by=agency)

    assert Event.objects.count() == 1


def test_suppliers_accounts_are_not_kept_here(client):
    signed_in(client)
    company = make_user(Role.SUPPLIER, name="회사사람")

    assert "회사사람" not in client.get(LIST).content.decode()
    assert client.get(address("official", company)).status_code == 404
    assert client.post(address("deactivate", company), {"reason": "x"}).status_code == 404


def test_the_list_is_searched_and_filtered(client):
    agency = signed_in(client)
    operator = make_user(Role.OPERATOR, name="노운영", email="noh@example.org")
    stopped = make_user(Role.ASSESSOR, name="진위원", is_active=False)
    invited = appoint(email="yoon@example.org", name="윤담당", role=Role.AUDITOR, by=agency)

    def listed(query: str) -> set[User]:
        return {line["person"] for line in client.get(LIST + query).context["lines"]}

    assert listed("") == {agency, operator, stopped, invited}
    assert listed("?q=노운") == listed("?q=NOH@") == listed("?role=operator") == {operator}
    assert listed("?standing=stopped") == {stopped}
    assert listed("?standing=invited") == {invited}
    assert listed("?standing=in_use") == {agency, operator}
    assert listed("?role=nonsense&page=99") == {agency, operator, stopped, invited}


def test_the_list_costs_the_same_for_any_number_of_people(client):
    signed_in(client)
    counts = []
    for number in (1, 9, 40):
        for _one in range(number):
            make_user(Role.ASSESSOR)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(LIST).status_code == 200
        counts.append(len(seen))

    assert len(set(counts)) == 1
    assert counts[0] <= 15


def test_the_first_account_of_the_agency_comes_from_the_shell_and_reaches_its_home(client, monkeypatch, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email="first@example.org", name="첫담당", verbosity=0)
    first = User.objects.get()

    logged_in = client.post(reverse("account_login"), {"login": "first@example.org", "password": PASSWORD})
    blocked = client.get(reverse("workspace"))
    first.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    home = client.get(reverse("workspace"))

    assert (first.role, logged_in["Location"]) == (Role.AGENCY, reverse("workspace"))
    assert blocked["Location"] == reverse("mfa_activate_totp")
    assert (home.status_code, home.templates[0].name) == (200, "homes/agency.html")
