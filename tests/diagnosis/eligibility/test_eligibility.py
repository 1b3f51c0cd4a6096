"""Before starting: every condition with its answer, one reckoning for page and start, a dated trail."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.roles import Role
from applications.sanctions import services as sanctions
from applications.suppliers.entry.models import FurtherType
from applications.suppliers.models import PoolState, Standing, SupplierType
from applications.taxation.models import TaxState
from applications.taxation.services import verify_by_hand
from diagnosis.eligibility.conditions import ANSWERS, NO, Condition
from diagnosis.eligibility.models import EligibilityCheck
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
PAGE, START = "/applications/start/2026-1/INTEGRATED/", {"round": "2026-1", "track": "INTEGRATED"}


def excluded(supplier):
    given = {
        "business_number": supplier.business_number,
        "company": supplier.name,
        "begins_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=30),
        "reason": "협약 포기",
        "source": "문서 12호",
    }
    sanctions.confirm(sanctions.propose(given, by=make_user(Role.OPERATOR)), by=make_user(Role.AGENCY))


def looked_up(supplier, state):
    verify_by_hand(supplier, state=state, evidence="홈택스", by=make_user(Role.OPERATOR))


CASES = {
    "not_approved": (lambda s: type(s).objects.update(pool_state=PoolState.SUBMITTED), "POOL에 승인된 기업만"),
    "type_later": (
        lambda s: type(s).objects.update(supplier_type=SupplierType.SMART_WORKSHOP),
        "스마트공방 공급기업은 2026-2 회차부터 신청할 수 있습니다",
    ),
    "excluded": (excluded, "사유: 협약 포기 (근거: 문서 12호)"),
    "suspended": (lambda s: looked_up(s, TaxState.SUSPENDED), "휴업으로 등록되어"),
    "closed": (lambda s: looked_up(s, TaxState.CLOSED), "폐업으로 등록되어"),
    "unregistered": (lambda s: looked_up(s, TaxState.UNREGISTERED), "등록되지 않은 사업자등록번호"),
}


@pytest.mark.parametrize("answer", CASES)
def test_each_no_is_told_leads_on_holds_at_the_start_and_stays_written(client, answer: str):
    make_round()
    supplier = make_supplier()
    client.force_login(make_member(supplier))
    spoil, told = CASES[answer]
    spoil(supplier)

    page = client.get(PAGE).content.decode()
    start = client.post("/applications/start/", START)

    assert (told in page, str(ANSWERS[answer].label) in page) == (True, True)
    assert (start.status_code, told in start.content.decode()) == (403, True)
    kept = EligibilityCheck.objects.get()
    assert (kept.passed, answer in [one["answer"] for one in kept.findings]) == (False, True)
    assert client.get(PAGE).content.decode().count(told) > page.count(told)
    assert not Application.objects.exists()


def test_a_good_company_starts_and_the_trail_says_what_was_found(client):
    make_round()
    supplier = make_supplier()
    user = make_member(supplier)
    client.force_login(user)
    looked_up(supplier, TaxState.ACTIVE)
    assert "모든 조건에 맞아요" in client.get(PAGE).content.decode()

    client.post("/applications/start/", START)

    kept = EligibilityCheck.objects.get()
    assert (kept.passed, kept.by, kept.occasion) == (True, user, "start")
    assert [one["answer"] for one in kept.findings] == [
        "may_write",
        "approved",
        "type_admitted",
        "clear",
        "active",
        "not_repeated",
        "not_applied",
        "open",
    ]


@pytest.mark.parametrize(("required", "status"), [(False, 302), (True, 403)])
def test_who_was_not_looked_up_is_let_in_unless_the_operator_of_the_portal_says_otherwise(
    client, settings, required: bool, status: int
):
    settings.TAX_STATUS_REQUIRED = required
    make_round()
    client.force_login(make_member(make_supplier()))

    assert ("확인 전" in client.get(PAGE).content.decode()) == (not required)
    assert client.post("/applications/start/", START).status_code == status


def test_a_stale_answer_is_pending_and_a_stale_closure_stays_a_no(client, settings):
    settings.TAX_STATUS_DAYS = -1
    make_round()
    supplier = make_supplier()
    client.force_login(make_member(supplier))

    looked_up(supplier, TaxState.ACTIVE)
    assert "확인한 지 오래되었습니다" in client.get(PAGE).content.decode()
    looked_up(supplier, TaxState.CLOSED)
    assert client.post("/applications/start/", START).status_code == 403


def test_a_further_type_lets_in_too(client):
    make_round()
    supplier = make_supplier(supplier_type=SupplierType.SMART_WORKSHOP)
    FurtherType.objects.create(supplier=supplier, supplier_type=SupplierType.SMART_SERVICE)
    client.force_login(make_member(supplier))

    assert client.post("/applications/start/", START).status_code == 302


@pytest.mark.parametrize(("state", "told"), [(State.DRAFT, "이어서 쓰기"), (State.SUBMITTED, "이미 신청했습니다")])
def test_what_was_begun_or_filed_before_is_shown_and_led_to(client, state: State, told: str):
    round_, supplier = make_round(), make_supplier()
    application = make_application(supplier=supplier, round_=round_, state=state)
    client.force_login(supplier.members.get().user)

    page = client.get(PAGE).content.decode()

    assert told in page
    assert client.post("/applications/start/", START)["Location"] == f"/applications/{application.code}/"
    assert Application.objects.count() == 1


def test_a_viewer_reads_the_page_and_does_not_start(client):
    make_round()
    client.force_login(make_member(make_supplier(), Standing.VIEWER))

    assert "열람 권한만 있어" in client.get(PAGE).content.decode()
    assert client.post("/applications/start/", START).status_code == 403


def test_somebody_without_a_company_is_told_where_to_go(client):
    make_round()
    client.force_login(make_user())

    page = client.get(PAGE)

    assert (page.status_code, "소속된 기업이 없습니다" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("address", ["1999-1/INTEGRATED", "2026-1/NONE"])
def test_unknown_rounds_and_tracks_are_not_found(client, address: str):
    make_round()
    client.force_login(make_member(make_supplier()))

    assert client.get(f"/applications/start/{address}/").status_code == 404


def test_the_trail_of_another_company_is_not_shown(client):
    make_round()
    client.force_login(make_member(make_supplier(pool_state=PoolState.SUSPENDED)))
    client.post("/applications/start/", START)

    client.force_login(make_member(make_supplier()))

    assert "POOL에 승인된 기업만" not in client.get(PAGE).content.decode()


def test_every_condition_can_be_a_no_and_each_no_leads_somewhere():
    refusing = {one.condition for one in ANSWERS.values() if one.state == NO}

    assert refusing == set(Condition)
    assert [name for name, one in ANSWERS.items() if one.state == NO and not one.page] == []
    assert all(reverse(one.page) for one in ANSWERS.values() if one.page and one.page != "submissions:detail")
