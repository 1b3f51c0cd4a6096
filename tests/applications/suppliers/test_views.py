import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import clock
from applications.roles import PEOPLE, SEES_EVERY_CASE, Role
from applications.suppliers.entry.changes.models import EntryChange
from applications.suppliers.entry.models import FurtherType, Technology
from applications.suppliers.models import PoolState, Supplier
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_list_costs_the_same_for_any_number_of_rows(client):
    client.force_login(make_user(Role.OPERATOR))
    address = reverse("suppliers:list")
    counts = []
    for more in (1, 2, 57):
        for _ in range(more):
            make_supplier(pool_state=PoolState.SUBMITTED)
        counts.append(queries_of(client, address))

    assert len(set(counts)) == 1
    assert counts[0] <= 15


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "새벽"}, ["새벽로봇"]),
        ({"q": "123-45"}, ["번호기업"]),
        ({"state": "submitted"}, ["새벽로봇"]),
        ({"q": "새벽", "state": "approved"}, []),
        ({"state": "no-such-state"}, ["새벽로봇", "번호기업"]),
        ({"q": "x" * 500}, ["새벽로봇", "번호기업"]),
        ({"page": "nonsense"}, ["새벽로봇", "번호기업"]),
        ({"supplier_type": "SMART_WORKSHOP"}, ["새벽로봇"]),
        ({"technology": "MES"}, ["번호기업"]),
        ({"region": "12"}, ["새벽로봇"]),
        ({"todo": "change"}, ["번호기업"]),
        ({"todo": "refresh"}, ["번호기업"]),
        ({"todo": "overdue"}, []),
    ],
)
def test_the_list_is_searched_by_every_filter(client, query, names):
    waiting = make_supplier(name="새벽로봇", pool_state=PoolState.SUBMITTED, region_code="29")
    FurtherType.objects.create(supplier=waiting, supplier_type="SMART_WORKSHOP")
    approved = make_supplier(name="번호기업", business_number="1234567891", refresh_due_on=clock.today())
    Technology.objects.create(supplier=approved, code="MES", mode="CLOUD")
    EntryChange.objects.create(supplier=approved, asked_by=make_member(approved))
    client.force_login(make_user(Role.OPERATOR))

    response = client.get(reverse("suppliers:list"), query)

    assert [line["supplier"].name for line in response.context["lines"]] == names


def test_the_register_is_read_by_those_who_run_or_inspect_and_by_nobody_else(client):
    supplier = make_supplier()
    pages = (reverse("suppliers:list"), reverse("suppliers:detail", args=[supplier.business_number]))
    for role in PEOPLE:
        client.force_login(make_member(supplier) if role == Role.SUPPLIER else make_user(role))
        expected = 200 if role in SEES_EVERY_CASE else 403
        assert [client.get(page).status_code for page in pages] == [expected, expected]


def test_the_operator_approves_and_the_reader_does_not(client):
    supplier = make_supplier(pool_state=PoolState.SUBMITTED)
    address = reverse("suppliers:pool_move", args=[supplier.business_number, "approve"])
    client.force_login(make_user(Role.AGENCY))
    refused = client.post(address)
    client.force_login(make_user(Role.OPERATOR))

    made = client.post(address)

    assert (refused.status_code, made.status_code) == (403, 302)
    assert Supplier.objects.get().pool_state == PoolState.APPROVED


def test_a_move_without_its_reason_is_asked_for_it(client):
    supplier = make_supplier(pool_state=PoolState.SUBMITTED)
    client.force_login(make_user(Role.OPERATOR))

    response = client.post(reverse("suppliers:pool_move", args=[supplier.business_number, "refuse"]), {"reason": " "})

    assert response.status_code == 422
    assert "사유를 적어 주세요." in response.content.decode()
    assert Supplier.objects.get().pool_state == PoolState.SUBMITTED


@pytest.mark.parametrize("move", ["approve", "submit", "none-such"])
def test_another_company_is_out_of_sight(client, move):
    other = make_supplier(pool_state=PoolState.DRAFT)
    client.force_login(make_member(make_supplier()))

    assert client.post(reverse("suppliers:pool_move", args=[other.business_number, move])).status_code == 404


def test_a_company_cannot_approve_itself(client):
    supplier = make_supplier(pool_state=PoolState.SUBMITTED)
    client.force_login(make_member(supplier))

    response = client.post(reverse("suppliers:pool_move", args=[supplier.business_number, "approve"]))

    assert response.status_code == 403
    assert Supplier.objects.get().pool_state == PoolState.SUBMITTED
