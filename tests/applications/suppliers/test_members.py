import re

import pytest
from django.core import mail
from django.urls import reverse

from applications.audit.models import Event
from applications.notices.models import Notice
from applications.people.models import User
from applications.suppliers.models import Member, PoolState, Standing
from applications.suppliers.permissions import may_invite
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
ADDRESS = "/suppliers/profile/members/"
COLLEAGUE = {"member_name": "한동료", "email": "han@example.org", "standing": "editor"}


def test_the_owner_brings_a_colleague_in_with_one_event_and_one_notice(client):
    supplier = make_supplier()
    client.force_login(make_member(supplier))

    response = client.post(ADDRESS, COLLEAGUE)

    member = Member.objects.select_related("user").get(user__email="han@example.org")
    assert response.status_code == 302
    assert (member.supplier_id, member.standing, member.user.name) == (supplier.pk, Standing.EDITOR, "한동료")
    assert not member.user.has_usable_password()
    assert [event.verb for event in Event.objects.all()] == ["supplier.invited"]
    assert Notice.objects.get().recipient == member.user


def test_the_colleague_sets_a_password_and_reads_the_company(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    client.force_login(make_member(make_supplier(name="새벽로봇")))
    client.post(ADDRESS, COLLEAGUE)
    client.logout()

    client.post(reverse("account_reset_password"), {"email": "han@example.org"})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body).group()
    form = client.get(link)["Location"]
    client.post(form, {"password1": "푸른바다거북-7812", "password2": "푸른바다거북-7812"})
    client.post(reverse("account_login"), {"login": "han@example.org", "password": "푸른바다거북-7812"})

    assert "새벽로봇" in client.get(reverse("suppliers:profile")).content.decode()


def test_only_the_owner_of_a_company_in_the_pool_invites():
    supplier, removed = make_supplier(), make_supplier(pool_state=PoolState.REMOVED)
    people = {standing: make_member(supplier, standing) for standing in Standing.values}

    assert {name for name, person in people.items() if may_invite(person, supplier)} == {"owner"}
    assert not may_invite(make_member(make_supplier()), supplier)
    assert not may_invite(make_member(removed), removed)


@pytest.mark.parametrize("standing", [Standing.EDITOR, Standing.VIEWER])
def test_others_read_the_list_and_are_refused_the_invitation(client, standing):
    client.force_login(make_member(make_supplier(), standing))

    assert (client.get(ADDRESS).status_code, client.post(ADDRESS, COLLEAGUE).status_code) == (200, 403)
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "Taken@example.org"}, "이 이메일로는 초대할 수 없습니다"),
        ({"email": "nobody"}, "올바른 이메일 주소를 입력"),
        ({"standing": "owner"}, "올바르게 선택해"),
        ({"member_name": ""}, "필수 항목입니다"),
    ],
)
def test_wrong_input_makes_nobody(client, changes, sentence):
    make_user(email="taken@example.org")
    client.force_login(make_member(make_supplier()))
    before = User.objects.count()

    response = client.post(ADDRESS, COLLEAGUE | changes)

    assert sentence in response.content.decode()
    assert User.objects.count() == before
