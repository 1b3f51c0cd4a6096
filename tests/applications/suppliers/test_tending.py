from datetime import timedelta

import pytest
from django.urls import reverse

from applications import clock
from applications.audit.models import Event
from applications.notices.models import Notice
from applications.roles import PEOPLE, SEES_EVERY_CASE, Role
from applications.suppliers.entry.queries import listed_suppliers
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sheets.models import SheetUpload
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.services import move_pool
from applications.suppliers.tending import tend_pool
from tests.factories.entries import make_entry
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def in_days(days: int):
    return clock.today() + timedelta(days=days)


def test_approval_begins_a_year_and_confirming_begins_it_anew(client):
    supplier = make_entry(pool_state=PoolState.SUBMITTED)
    move_pool(supplier, "approve", by=make_user(Role.OPERATOR))
    assert supplier.refresh_due_on == requirements().refresh_due(clock.today())
    Supplier.objects.update(refresh_due_on=in_days(5), confirmed_on=in_days(-360))
    client.force_login(make_member(supplier))
    assert "1년에 한 번" in client.get(reverse("suppliers:profile")).content.decode()

    for _turn in range(2):
        client.post(reverse("suppliers:confirm"))

    assert Supplier.objects.get().refresh_due_on == requirements().refresh_due(clock.today())
    assert Event.objects.filter(verb="entry.confirmed").count() == 1


@pytest.mark.parametrize(("due", "reminders"), [(31, 0), (30, 1), (12, 1), (6, 1), (-1, 0)])
def test_reminders_come_within_their_days_and_once(due, reminders):
    make_member(make_entry(refresh_due_on=in_days(due)))
    for _turn in range(2):
        tend_pool()

    assert Notice.objects.filter(key__startswith="pool-refresh").count() == reminders


def test_who_did_not_confirm_lapses_and_comes_back_by_confirming(client):
    late, kept, unset = (make_entry(refresh_due_on=day) for day in (in_days(-1), in_days(0), None))
    owner = make_member(late)

    assert (tend_pool(), tend_pool()) == (1, 0)

    states = [Supplier.objects.get(pk=one.pk).pool_state for one in (late, kept, unset)]
    assert states == [PoolState.LAPSED, PoolState.APPROVED, PoolState.APPROVED]
    client.force_login(owner)
    client.post(reverse("suppliers:pool_move", args=[late.business_number, "renew"]))
    assert Supplier.objects.get(pk=late.pk).pool_state == PoolState.APPROVED


def test_a_supplement_is_reminded_of_before_its_day():
    supplier = make_entry(pool_state=PoolState.SUBMITTED)
    make_member(supplier)
    operator = make_user(Role.OPERATOR)
    move_pool(supplier, "request_supplement", by=operator, reason="주소", sections=["company"], due_on=in_days(2))
    tend_pool()

    assert Notice.objects.filter(key__startswith="pool-supplement").count() == 1


def test_uploads_nobody_took_are_forgotten():
    supplier = make_supplier()
    person = make_member(supplier)
    for days in (1, 30):
        at = clock.now() - timedelta(days=days)
        SheetUpload.objects.create(supplier=supplier, code="staff", name="a", uploaded_by=person, uploaded_at=at)
    tend_pool()

    assert SheetUpload.objects.count() == 1


def test_consent_is_given_on_purpose_and_taken_back(client):
    supplier = make_entry()
    client.force_login(make_member(supplier))
    address = reverse("suppliers:listing")
    client.post(address, {})
    assert not listed_suppliers().exists()

    client.post(address, {"agree": "1"})
    client.post(address, {"agree": "1"})
    assert listed_suppliers().get() == supplier

    client.post(address, {"revoke": "1"})
    assert not listed_suppliers().exists()
    verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["consent.given", "consent.revoked"]


def test_reading_the_staff_of_a_company_is_written_down(client):
    supplier = make_entry()
    address = reverse("suppliers:staff", args=[supplier.business_number])
    file = reverse("suppliers:detail", args=[supplier.business_number])
    for role in sorted(PEOPLE):
        client.force_login(make_member(supplier) if role == Role.SUPPLIER else make_user(role))
        assert client.get(address).status_code == (200 if role in SEES_EVERY_CASE else 403)
    client.force_login(make_user(Role.OPERATOR))

    assert "김하늘" not in client.get(file).content.decode()
    assert Event.objects.filter(verb="entry.staff_read").count() == len(SEES_EVERY_CASE)


def test_pages_of_an_entry_cost_the_same_for_many_rows(client, django_assert_max_num_queries):
    supplier = make_entry()
    owner, operator = make_member(supplier), make_user(Role.OPERATOR)
    for number in range(40):
        supplier.staff.create(name=f"사람{number}", role="PM", education="OTHER", career_years=1)
    pages = {
        owner: ("suppliers:profile", "suppliers:listing"),
        operator: ("suppliers:detail", "suppliers:staff"),
    }
    for person, names in pages.items():
        client.force_login(person)
        for name in names:
            args = [supplier.business_number] if person == operator else []
            client.get(reverse(name, args=args))
            with django_assert_max_num_queries(15):
                assert client.get(reverse(name, args=args)).status_code == 200
