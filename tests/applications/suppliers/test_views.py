import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.audit.models import Event
from applications.roles import PEOPLE, SEES_EVERY_CASE, Role
from applications.suppliers.models import PoolState, Standing, Supplier
from tests.applications.suppliers.test_pool import WHOLE
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
PROFILE = {
    "name": "한빛공정",
    "representative": "김대표",
    "supplier_type": "SMART_MFG",
    "technology_field": "INFORMATION",
    "company_size": "small",
    "region_code": "41",
    "address": "경기도 성남시",
    "phone": "031-000-0000",
    "founded_on": "2015-03-02",
    "employees": "12",
    "ksic_code": "58222",
    "name_en": "",
    "homepage": "",
}


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
    ],
)
def test_the_list_is_searched_by_name_number_and_state(client, query, names):
    make_supplier(name="새벽로봇", pool_state=PoolState.SUBMITTED)
    make_supplier(name="번호기업", business_number="1234567891")
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


def test_the_owner_writes_the_profile_and_submits_it(client):
    supplier = make_supplier(pool_state=PoolState.DRAFT)
    client.force_login(make_member(supplier))

    client.post(reverse("suppliers:profile"), PROFILE)
    client.post(reverse("suppliers:pool_move", args=[supplier.business_number, "submit"]))

    stored = Supplier.objects.get()
    assert (stored.name, stored.employees, stored.pool_state) == ("한빛공정", 12, PoolState.SUBMITTED)
    assert list(Event.objects.values_list("verb", flat=True)) == ["supplier.edited", "supplier.submit"]


def test_saving_an_unchanged_profile_leaves_no_event(client):
    supplier = make_supplier(pool_state=PoolState.DRAFT)
    client.force_login(make_member(supplier))
    client.post(reverse("suppliers:profile"), PROFILE)
    client.post(reverse("suppliers:profile"), PROFILE)

    assert Event.objects.count() == 1


def test_what_identifies_an_approved_company_stays(client):
    supplier = make_supplier(pool_state=PoolState.APPROVED, **WHOLE)
    client.force_login(make_member(supplier))

    client.post(reverse("suppliers:profile"), PROFILE | {"name": "다른이름", "phone": "031-111-1111"})

    stored = Supplier.objects.get()
    assert (stored.name, stored.phone) == (supplier.name, "031-111-1111")
    assert client.get(reverse("suppliers:profile")).content.decode().count("변경 확인을 요청해 주세요") == 1


def test_a_company_that_waits_is_shown_its_profile_and_told_why_it_stays(client):
    client.force_login(make_member(make_supplier(pool_state=PoolState.SUBMITTED, **WHOLE)))

    page = client.get(reverse("suppliers:profile")).content.decode()

    assert "승인 대기 상태에서는 기업 정보를 고칠 수 없습니다." in page
    assert WHOLE["phone"] in page
    assert 'name="phone"' not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ksic_code": "5822"}, "업종코드는 다섯 자리 숫자입니다"),
        ({"founded_on": "2999-01-01"}, "설립일은 오늘보다 늦을 수 없습니다"),
        ({"founded_on": "어제"}, "올바른 날짜를 입력하세요"),
        ({"employees": "-1"}, "0 이상"),
        ({"name": "가" * 101}, "100"),
        ({"homepage": "주소"}, "올바른 URL"),
    ],
)
def test_wrong_values_are_said_beside_the_field_and_others_are_kept(client, changes, sentence):
    supplier = make_supplier(pool_state=PoolState.DRAFT)
    client.force_login(make_member(supplier))

    page = client.post(reverse("suppliers:profile"), PROFILE | changes).content.decode()

    assert sentence in page
    assert 'value="경기도 성남시"' in page
    assert Supplier.objects.get().address == ""


def test_a_viewer_reads_and_does_not_write(client):
    supplier = make_supplier(pool_state=PoolState.DRAFT)
    client.force_login(make_member(supplier, Standing.VIEWER))

    read, written = client.get(reverse("suppliers:profile")), client.post(reverse("suppliers:profile"), PROFILE)

    assert (read.status_code, written.status_code) == (200, 403)
    assert Supplier.objects.get().address == ""
