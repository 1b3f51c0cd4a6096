"""What is material waits for approval while the old content stands; the rest stands at once."""

import pytest
from django.urls import reverse

from applications.audit.models import Event
from applications.notices.models import Notice
from applications.roles import Role
from applications.suppliers.entry.changes.models import EntryChange
from applications.suppliers.entry.changes.services import ChangeMovedAlready, ask_for_change, move_change
from applications.suppliers.entry.models import WrittenSection
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.services import move_pool
from tests.factories.entries import make_entry
from tests.factories.people import make_member, make_user

pytestmark = pytest.mark.django_db
TECHNOLOGY = reverse("suppliers:section", args=["technology"])
BOTH = {"held": ["MES:STANDALONE", "ERP:CLOUD"]}


@pytest.fixture
def supplier():
    return make_entry()


@pytest.fixture
def owner(client, supplier):
    person = make_member(supplier)
    client.force_login(person)
    return person


def held(supplier: Supplier) -> set[str]:
    return set(supplier.technologies.values_list("code", flat=True))


def test_what_is_material_waits_and_contacts_stand_at_once(client, supplier, owner):
    client.post(TECHNOLOGY, BOTH)
    client.post(reverse("suppliers:section", args=["contact"]), {"phone": "02-111-1111", "employees": "9"})

    assert (held(supplier), Supplier.objects.get().phone) == ({"MES"}, "02-111-1111")
    assert [one.code for one in WrittenSection.objects.filter(waits=True)] == ["technology"]


def test_an_approved_change_stands_and_the_owner_hears(client, supplier, owner):
    client.post(TECHNOLOGY, BOTH)
    client.post(reverse("suppliers:ask_change"))
    assert client.post(TECHNOLOGY, BOTH).status_code == 403
    client.force_login(make_user(Role.OPERATOR))
    page = client.get(reverse("suppliers:detail", args=[supplier.business_number])).content.decode()
    assert "ERP(클라우드형)" in page

    client.post(reverse("suppliers:change_move", args=[supplier.business_number, "approve"]))

    assert (held(supplier), Supplier.objects.get().pool_state) == ({"MES", "ERP"}, PoolState.APPROVED)
    assert not WrittenSection.objects.filter(waits=True).exists()
    assert "변경 승인" in Notice.objects.get(recipient=owner).body


def test_a_supplement_names_sections_and_a_day_and_comes_back(client, supplier, owner):
    client.post(TECHNOLOGY, BOTH)
    change = ask_for_change(supplier, by=owner)
    client.force_login(make_user(Role.OPERATOR))
    address = reverse("suppliers:change_move", args=[supplier.business_number, "request_supplement"])
    assert client.post(address, {"reason": "사유", "due_on": "2999-01-01"}).status_code == 422
    client.post(address, {"reason": "증빙", "due_on": "2999-01-01", "sections": ["technology"]})
    client.force_login(owner)
    assert "증빙" in client.get(reverse("suppliers:profile")).content.decode()

    client.post(TECHNOLOGY, {"held": ["MES:STANDALONE", "SCM:CLOUD"], "version": "1"})
    client.post(reverse("suppliers:change_move", args=[supplier.business_number, "resubmit"]))

    change.refresh_from_db()
    assert (change.state, change.after["technology"][0]["held"]) == ("submitted", ["MES:STANDALONE", "SCM:CLOUD"])


def test_a_refused_change_leaves_what_stood_and_can_be_taken_back(client, supplier, owner):
    client.post(TECHNOLOGY, BOTH)
    change = ask_for_change(supplier, by=owner)
    move_change(change, "refuse", by=make_user(Role.OPERATOR), reason="근거 없음")
    assert (held(supplier), WrittenSection.objects.get().waits) == ({"MES"}, True)

    client.post(reverse("suppliers:take_back"))

    assert not WrittenSection.objects.exists()


def test_a_change_is_asked_for_once_and_decided_once(client, supplier, owner):
    client.post(TECHNOLOGY, BOTH)
    change = ask_for_change(supplier, by=owner)
    with pytest.raises(ChangeMovedAlready):
        ask_for_change(supplier, by=owner)
    stale = EntryChange.objects.get()
    move_change(change, "refuse", by=make_user(Role.OPERATOR), reason="늦음")

    with pytest.raises(ChangeMovedAlready):
        move_change(stale, "approve", by=make_user(Role.OPERATOR))

    assert (held(supplier), Event.objects.filter(verb__startswith="change.").count()) == ({"MES"}, 2)


def test_nothing_is_asked_for_while_a_fault_is_left(client, supplier, owner):
    client.post(TECHNOLOGY, {})

    page = client.post(reverse("suppliers:ask_change"), follow=True).content.decode()

    assert "고칠 곳이 남아 있습니다" in page
    assert not EntryChange.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENCY, Role.AUDITOR, Role.SUPPLIER])
def test_nobody_but_the_operator_decides(client, supplier, owner, role):
    client.post(TECHNOLOGY, BOTH)
    ask_for_change(supplier, by=owner)
    if role != Role.SUPPLIER:
        client.force_login(make_user(role))

    answer = client.post(reverse("suppliers:change_move", args=[supplier.business_number, "approve"]))

    assert (answer.status_code, held(supplier)) == (403, {"MES"})


def test_a_check_of_the_operator_overtakes_a_change(client, supplier, owner):
    client.post(TECHNOLOGY, BOTH)
    ask_for_change(supplier, by=owner)
    move_pool(supplier, "recheck", by=make_user(Role.OPERATOR), reason="확인", sections=["technology"])
    assert EntryChange.objects.get().state == "withdrawn"

    move_pool(supplier, "resubmit", by=owner)

    assert held(supplier) == {"MES", "ERP"}
