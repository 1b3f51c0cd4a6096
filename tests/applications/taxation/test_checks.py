"""Look-ups: kept with their answers, refreshed by themselves, by hand where there is no key."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from applications import clock
from applications.audit.models import Event
from applications.roles import Role
from applications.suppliers.models import PoolState, Standing
from applications.taxation.models import Source, TaxCheck, TaxState
from applications.taxation.queries import STALE, UNKNOWN, due, status_of
from applications.taxation.services import ask_about_due, ask_office, verify_by_hand
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
SEEN = {"state": "active", "evidence": "홈택스 화면에서 보았습니다."}


def check(supplier, state=TaxState.ACTIVE, days=0):
    at = clock.now() - timedelta(days=days)
    return TaxCheck.objects.create(supplier=supplier, state=state, source=Source.OFFICE, at=at)


def test_the_answer_is_kept_as_it_came(office):
    supplier = make_supplier(founded_on=date(2012, 3, 2))
    office.knows(supplier.business_number, b_stt_cd="02", b_stt="휴업자")
    office.mismatched = {supplier.business_number}

    ask_office([supplier], by=None)

    kept = TaxCheck.objects.get()
    assert (kept.state, kept.source, kept.identity) == ("suspended", "office", False)
    assert kept.answer["b_stt"] == "휴업자"
    assert Event.objects.get().data == {"state": "suspended", "source": "office"}


def test_a_silent_office_is_kept_too_and_takes_no_answer_away(office):
    supplier = make_supplier()
    check(supplier, days=1)
    office.fault = "down"

    ask_office([supplier], by=None)

    assert TaxCheck.objects.first().state == "broken"
    assert status_of(supplier, clock.now()).state == "active"


@pytest.mark.parametrize(("days", "state"), [(0, "active"), (29, "active"), (31, STALE)])
def test_an_answer_grows_old(settings, days: int, state: str):
    settings.TAX_STATUS_DAYS = 30
    supplier = make_supplier()
    check(supplier, days=days)

    assert status_of(supplier, clock.now()).state == state


def test_who_was_never_looked_up_is_unknown():
    assert status_of(make_supplier(), clock.now()).state == UNKNOWN


def test_those_due_are_asked_in_one_question_and_not_again_at_once(office):
    fresh, stale, never, draft = (
        make_supplier(),
        make_supplier(),
        make_supplier(),
        make_supplier(pool_state=PoolState.DRAFT),
    )
    check(fresh, days=2)
    check(stale, days=40)
    office.knows(stale.business_number)

    assert [ask_about_due(), ask_about_due()] == [2, 0]

    asked = {number for path, body in office.asked if path == "/status" for number in body["b_no"]}
    assert asked == {stale.business_number, never.business_number}
    assert draft.business_number not in asked


def test_a_silent_office_is_asked_again_after_an_hour(office):
    supplier = make_supplier()
    office.fault = "down"
    ask_about_due()

    assert due(clock.now(), 100) == []
    assert due(clock.now() + timedelta(minutes=61), 100) == [supplier]


def test_without_a_key_nobody_is_asked_and_the_page_says_so(client, settings):
    settings.TAX_OFFICE_KEY = ""
    supplier = make_supplier()
    client.force_login(make_member(supplier))

    page = client.get(reverse("taxation:mine")).content.decode()

    assert "운영기관이 직접 확인해요" in page
    assert client.post(reverse("taxation:ask", args=[supplier.business_number])).status_code == 403
    assert (ask_about_due(), TaxCheck.objects.count()) == (0, 0)


def test_the_operator_verifies_by_hand_with_proof(client):
    supplier, operator = make_supplier(), make_user(Role.OPERATOR)
    client.force_login(operator)
    assert supplier.name in client.get(reverse("taxation:list")).content.decode()

    client.post(reverse("taxation:verify", args=[supplier.business_number]), SEEN)

    kept = TaxCheck.objects.get()
    assert (kept.source, kept.state, kept.evidence, kept.checked_by) == ("hand", "active", SEEN["evidence"], operator)
    assert supplier.name not in client.get(reverse("taxation:list")).content.decode()


@pytest.mark.parametrize("left_out", SEEN)
def test_a_verification_without_state_or_proof_is_refused_and_keeps_the_rest(client, left_out: str):
    supplier = make_supplier()
    client.force_login(make_user(Role.OPERATOR))

    answer = client.post(
        reverse("taxation:verify", args=[supplier.business_number]), {key: SEEN[key] for key in SEEN if key != left_out}
    )

    assert (answer.status_code, TaxCheck.objects.count()) == (422, 0)
    assert (SEEN["evidence"] in answer.content.decode()) == (left_out != "evidence")


@pytest.mark.parametrize("role", [Role.AGENCY, Role.AUDITOR, Role.SUPPLIER])
def test_nobody_else_verifies(client, role: Role):
    supplier = make_supplier()
    client.force_login(make_user(role) if role != Role.SUPPLIER else make_member(supplier))

    assert client.post(reverse("taxation:verify", args=[supplier.business_number]), SEEN).status_code == 403


@pytest.mark.parametrize(("standing", "allowed"), [(Standing.EDITOR, True), (Standing.VIEWER, False)])
def test_who_writes_for_the_company_asks_once_a_minute(client, office, standing: Standing, allowed: bool):
    supplier = make_supplier()
    office.knows(supplier.business_number)
    client.force_login(make_member(supplier, standing))
    address = reverse("taxation:ask", args=[supplier.business_number])

    answers = [client.post(address).status_code for _click in range(2)]

    assert answers == ([302, 403] if allowed else [403, 403])
    assert TaxCheck.objects.count() == int(allowed)


def test_another_company_finds_nothing(client, office):
    client.force_login(make_member(make_supplier()))

    assert client.post(reverse("taxation:ask", args=[make_supplier().business_number])).status_code == 404


@pytest.mark.parametrize(("pile", "shown"), [("", "a"), ("attention", "b"), ("all", "abc"), ("?", "a")])
def test_the_list_shows_the_pile_asked_for(client, pile: str, shown: str):
    companies = {name: make_supplier(name=f"새벽{name}") for name in "abc"}
    verify_by_hand(companies["b"], state=TaxState.CLOSED, evidence="x", by=make_user(Role.OPERATOR))
    check(companies["c"])
    client.force_login(make_user(Role.AUDITOR))

    page = client.get(reverse("taxation:list"), {"pile": pile}).content.decode()

    assert "".join(name for name in companies if f"새벽{name}" in page) == shown


def test_the_file_shows_every_look_up(client):
    supplier = make_supplier()
    check(supplier, state=TaxState.TIMEOUT)
    client.force_login(make_user(Role.OPERATOR))

    assert (
        "시간 안에 응답 없음"
        in client.get(reverse("taxation:detail", args=[supplier.business_number])).content.decode()
    )
