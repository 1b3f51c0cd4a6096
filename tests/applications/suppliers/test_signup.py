import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from applications.audit.models import Event
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Member, PoolState, Standing, Supplier
from applications.suppliers.services import AlreadyRegistered, EmailTaken, NewPerson, register_supplier
from tests.factories.people import make_member, make_user
from tests.factories.signup import FORM, STORED
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    cache.clear()  # sign-ups from one address are limited by the minute


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), FORM | changes)


def made() -> tuple[int, int, int]:
    return User.objects.count(), Supplier.objects.count(), Member.objects.count()


def test_sign_up_makes_person_company_and_owner_with_one_event(client):
    response = sign_up(client)

    member = Member.objects.select_related("user", "supplier").get()
    event = Event.objects.get()
    assert response.status_code == 302
    assert (member.user.email, member.user.role, member.user.name) == ("park@example.org", Role.SUPPLIER, "박담당")
    assert (member.supplier.business_number, member.supplier.pool_state) == ("1234567891", PoolState.DRAFT)
    assert member.standing == Standing.OWNER
    assert (event.stream, event.verb, event.actor_id) == ("supplier:1234567891", "supplier.registered", member.user_id)


def test_a_confirmation_goes_to_the_address(client):
    sign_up(client)

    assert [letter.to for letter in mail.outbox] == [["park@example.org"]]


def test_a_company_registered_already_is_refused_without_naming_anybody(client):
    supplier = make_supplier(business_number="1234567891", name="먼저온기업", representative="최비밀")
    make_member(supplier, name="김비밀", email="secret@example.org")
    before = made()

    response = sign_up(client)

    page = response.content.decode()
    assert "이미 등록된 기업입니다. 동료라면" in page
    assert not any(word in page for word in ("먼저온기업", "최비밀", "김비밀", "secret@"))
    assert made() == before


def test_other_values_stay_when_one_is_wrong(client):
    response = sign_up(client, business_number="123-45-67890")

    page = response.content.decode()
    assert "사업자등록번호가 올바르지 않습니다" in page
    for kept in ("박담당", "park@example.org", "02-000-0000", "123-45-67890", "새벽공정", "이대표"):
        assert f'value="{kept}"' in page
    assert '<option value="12" selected>' in page
    assert made() == (0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password1": "짧다1", "password2": "짧다1"}, "이 비밀번호는 너무 짧습니다"),
        ({"password1": "12345678901", "password2": "12345678901"}, "비밀번호가 전부 숫자로 되어 있습니다"),
        ({"password1": "password1234", "password2": "password1234"}, "너무 흔히 사용되는 비밀번호입니다"),
        ({"password2": "다른비밀번호-7812"}, "동일한 비밀번호를 입력해야 합니다"),
        ({"email": "not-an-address"}, "올바른 이메일 주소를 입력"),
        ({"business_number": "000-00-00000"}, "사업자등록번호가 올바르지 않습니다"),
        ({"region_code": "29"}, "올바르게 선택해"),
        ({"agrees": ""}, "동의해야 가입할 수 있습니다"),
        ({"name": ""}, "필수 항목입니다"),
    ],
)
def test_wrong_input_is_answered_by_a_korean_sentence(client, changes, sentence):
    response = sign_up(client, **changes)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert made() == (0, 0, 0)


def test_the_same_form_posted_twice_makes_one_company(client):
    sign_up(client)
    second = sign_up(type(client)())

    assert made() == (1, 1, 1)
    assert "이미 등록된 기업입니다" in second.content.decode()


def test_an_address_in_use_makes_nothing_and_tells_only_its_owner(client):
    make_user(email="park@example.org")
    before = made()

    response = sign_up(client)

    assert response.status_code == 302
    assert made() == before
    assert [letter.to for letter in mail.outbox] == [["park@example.org"]]


def test_a_number_taken_between_check_and_write_leaves_no_person_behind():
    make_supplier(business_number="1234567891")
    before = made()

    with pytest.raises(AlreadyRegistered):
        register_supplier(NewPerson("a@example.org", "푸른바다거북-7812", "박담당", ""), STORED)

    assert made() == before


def test_an_address_taken_between_check_and_write_leaves_no_company_behind():
    make_user(email="park@example.org")
    before = made()

    with pytest.raises(EmailTaken):
        register_supplier(NewPerson("Park@example.org", "푸른바다거북-7812", "박담당", ""), STORED)

    assert made() == before


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("123-45-67891", "번호가 올바르고"),
        ("123-45-67890", "올바르지 않습니다"),
        ("", "필수"),
        ("123-45", "5자리를 적었어요"),
        ("0000000000", "올바르지 않습니다"),
    ],
)
def test_a_number_is_checked_while_it_is_typed(client, typed, answer):
    response = client.get(reverse("suppliers:number_check"), {"business_number": typed})

    assert answer in response.content.decode()
