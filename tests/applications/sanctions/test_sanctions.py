"""Exclusions: two people, a period, a reason; the company is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications import clock
from applications.notices.models import Notice
from applications.roles import Role
from applications.sanctions import services
from applications.sanctions.models import Sanction
from applications.sanctions.queries import sanctions_on
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
GIVEN = {
    "business_number": "123-45-67891",
    "company": "새벽공정",
    "begins_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "source": "처분 문서 12호",
    "reason": "협약 포기",
}


def proposed(number="1234567891", by=None, **fields):
    given = GIVEN | {"business_number": number, "begins_on": clock.today(), "ends_on": clock.today()} | fields
    return services.propose(given, by=by or make_user(Role.OPERATOR))


def test_an_exclusion_counts_once_another_person_has_confirmed_it():
    sanction = proposed()
    before = sanctions_on("1234567891", clock.today())

    services.confirm(sanction, by=make_user(Role.AGENCY))

    assert (before, sanctions_on("1234567891", clock.today())) == ([], [sanction])


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AGENCY])
def test_who_proposed_does_not_confirm(role: Role):
    person = make_user(role)

    with pytest.raises(PermissionDenied):
        services.confirm(proposed(by=person), by=person)

    assert Sanction.objects.get().confirmed is None


def test_the_table_itself_refuses_one_person_for_both():
    sanction = proposed()

    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.update(confirmed=True, decided_by=sanction.proposed_by)


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (5, True), (6, False)])
def test_it_holds_from_its_first_to_its_last_day(days: int, holds: bool):
    today = clock.today()
    services.confirm(proposed(begins_on=today, ends_on=today + timedelta(days=5)), by=make_user(Role.AGENCY))

    assert bool(sanctions_on("1234567891", today + timedelta(days=days))) == holds


def test_a_decision_is_made_once():
    sanction, agency = proposed(), make_user(Role.AGENCY)
    again = Sanction.objects.get()
    services.confirm(sanction, by=agency)

    with pytest.raises(services.DecidedAlready):
        services.turn_down(again, reason="x", by=agency)


def test_lifting_ends_it_and_tells_the_company():
    supplier = make_supplier()
    person, agency = make_member(supplier), make_user(Role.AGENCY)
    sanction = services.confirm(proposed(supplier.business_number), by=agency)

    services.lift(sanction, reason="이의 인용", by=agency)

    assert sanctions_on(supplier.business_number, clock.today()) == []
    told = list(Notice.objects.filter(recipient=person).order_by("pk").values_list("subject", flat=True))
    assert told == ["참여 제한 안내", "참여 제한 해제 안내"]


def test_the_pages_from_proposal_to_lifting(client):
    client.force_login(make_user(Role.OPERATOR))
    last = clock.today() + timedelta(days=30)
    client.post(reverse("sanctions:propose"), GIVEN | {"ends_on": f"{last}"})
    sanction = Sanction.objects.get()
    assert (sanction.business_number, sanction.ends_on) == ("1234567891", last)
    assert client.post(reverse("sanctions:confirm", args=[sanction.pk])).status_code == 403

    client.force_login(make_user(Role.AGENCY))
    assert "참여 제한 1건이 확정을 기다려요" in client.get(reverse("workspace")).content.decode()
    client.post(reverse("sanctions:confirm", args=[sanction.pk]))
    assert "새벽공정" in client.get(reverse("sanctions:list"), {"q": "123-45", "standing": "active"}).content.decode()
    assert client.post(reverse("sanctions:lift", args=[sanction.pk]), {"reason": ""}).status_code == 422
    client.post(reverse("sanctions:lift", args=[sanction.pk]), {"reason": "이의 인용"})

    assert Sanction.objects.get().lift_reason == "이의 인용"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("business_number", "123-45-67890", "올바르지 않습니다"),
        ("ends_on", "2025-12-31", "시작일보다 빠를 수 없습니다"),
        ("begins_on", "0001-01-01", "연도를"),
        ("reason", "", "사유를 적어 주세요"),
    ],
)
def test_a_faulty_proposal_is_told_and_keeps_the_rest(client, field: str, value: str, told: str):
    client.force_login(make_user(Role.OPERATOR))

    answer = client.post(reverse("sanctions:propose"), GIVEN | {field: value})

    page = answer.content.decode()
    assert (answer.status_code, told in page, GIVEN["source"] in page) == (422, True, True)


@pytest.mark.parametrize("standing", ["waiting", "active", "past", "refused"])
def test_the_list_is_narrowed_by_standing(client, standing: str):
    agency = make_user(Role.AGENCY)
    made = {one: proposed(company=f"기업{one}") for one in ("waiting", "active", "past", "refused")}
    services.confirm(made["active"], by=agency)
    services.lift(services.confirm(made["past"], by=agency), reason="x", by=agency)
    services.turn_down(made["refused"], reason="x", by=agency)
    client.force_login(agency)

    page = client.get(reverse("sanctions:list"), {"standing": standing}).content.decode()

    assert [one for one in made if f"기업{one}" in page] == [standing]
