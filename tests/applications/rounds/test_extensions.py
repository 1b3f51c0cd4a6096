from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import clock
from applications.audit.models import Event
from applications.filing.workflow import State
from applications.moments import moment_text
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import PEOPLE, SEES_EVERY_CASE, Role
from applications.rounds.extensions import (
    AskedAlready,
    DecidedAlready,
    NotLater,
    approve_extension,
    ask_extension,
    refuse_extension,
)
from applications.rounds.models import Extension, Round
from applications.rounds.services import ChangedMeanwhile, ClosesInThePast
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WANTED = {"closes_to": "2998-09-04T18:00", "reason": "접수 시스템 장애"}


def asked(round_: Round, by: User | None = None, *, days: int = 3) -> Extension:
    by = by or make_user(Role.OPERATOR)
    return ask_extension(round_, closes_to=round_.closes_at + days * DAY, reason="접수 시스템 장애", by=by)


def address(name: str, round_: Round, *more: int) -> str:
    return reverse(f"rounds:{name}", args=[round_.code, *more])


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_officials_of_the_round_read_and_two_roles_ask(client, role):
    where = address("extend", make_round())
    client.force_login(make_user(role))

    read, ask = client.get(where).status_code, client.post(where, WANTED).status_code

    assert read == (200 if role in SEES_EVERY_CASE else 403)
    assert ask == (302 if role in {Role.OPERATOR, Role.AGENCY} else 403)


def test_a_request_changes_nothing_and_tells_the_others_of_the_agency():
    round_, asker, other = make_round(), make_user(Role.AGENCY), make_user(Role.AGENCY)
    make_user(Role.AGENCY, is_active=False)

    asked(round_, asker)

    assert Round.objects.get().closes_at == round_.closes_at
    assert [notice.recipient for notice in Notice.objects.all()] == [other]
    assert list(Event.objects.values_list("verb", flat=True)) == ["round.extension_asked"]


def test_another_of_the_agency_approves_and_the_round_closes_later(client):
    round_ = make_round()
    extension = asked(round_)
    agency = make_user(Role.AGENCY)
    client.force_login(agency)

    answer = client.post(address("approve", round_, extension.pk))

    stored, event = Extension.objects.get(), Event.objects.get(verb="round.extended")
    assert answer.status_code == 302
    assert Round.objects.get().closes_at == extension.closes_to
    assert (stored.approved, stored.decided_by) == (True, agency)
    assert (event.actor_id, event.data["asked_by"]) == (agency.pk, extension.asked_by_id)
    assert "에서 연장되었어요" in client.get(reverse("rounds:detail", args=[round_.code])).content.decode()


def test_who_asked_does_not_approve(client):
    round_, asker = make_round(), make_user(Role.AGENCY)
    extension = asked(round_, asker)
    client.force_login(asker)

    answer = client.post(address("approve", round_, extension.pk))

    assert answer.status_code == 403
    assert "요청한 사람은 승인할 수 없습니다" in answer.content.decode()
    with pytest.raises(DecidedAlready):
        approve_extension(extension, by=asker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(approved=True, decided_by=asker, decided_at=clock.now())
    assert Round.objects.get().closes_at == round_.closes_at


def test_an_operator_does_not_approve(client):
    round_ = make_round()
    extension = asked(round_)
    client.force_login(make_user(Role.OPERATOR))

    assert client.post(address("approve", round_, extension.pk)).status_code == 403
    assert client.post(address("refuse", round_, extension.pk), {"reason": "x"}).status_code == 403
    assert Extension.objects.get().decided_at is None


def test_members_of_open_drafts_are_told_and_nobody_else():
    round_ = make_round()
    draft = make_application(round_=round_)
    colleague = make_member(draft.supplier)
    make_member(draft.supplier, is_active=False)
    make_application(round_=round_, supplier=draft.supplier, track="MFG_AI")
    make_application(round_=round_, state=State.SUBMITTED)
    make_application(round_=round_, state=State.WITHDRAWN)
    make_application(round_=make_round("2025-1"))
    make_member(make_supplier())
    extension = asked(round_)

    approve_extension(extension, by=make_user(Role.AGENCY))

    told = set(Notice.objects.values_list("recipient", flat=True))
    assert told == {draft.created_by_id, colleague.pk, extension.asked_by_id}
    assert moment_text(extension.closes_to) in Notice.objects.first().body


def test_the_agency_refuses_for_a_reason(client):
    round_ = make_round()
    extension = asked(round_)
    client.force_login(make_user(Role.AGENCY))
    where = address("refuse", round_, extension.pk)

    unexplained = client.post(where, {"reason": ""})
    client.post(where, {"reason": "공고에 맞지 않습니다."})

    assert (unexplained.status_code, "사유를 적어 주세요." in unexplained.content.decode()) == (422, True)
    assert Round.objects.get().closes_at == round_.closes_at
    assert Extension.objects.get().approved is False
    assert "공고에 맞지 않습니다." in Notice.objects.get(recipient=extension.asked_by).body


def test_an_asker_takes_the_request_back_and_may_ask_anew(client):
    round_, operator = make_round(), make_user(Role.OPERATOR)
    extension = asked(round_, operator)
    client.force_login(operator)

    client.post(address("refuse", round_, extension.pk), {"reason": "복구되었습니다."})

    assert Extension.objects.get().approved is False
    assert not Notice.objects.filter(recipient=operator).exists()
    assert client.post(address("extend", round_), WANTED).status_code == 302


def test_one_request_waits_at_a_time(client):
    round_ = make_round()
    asked(round_)

    with pytest.raises(AskedAlready):
        asked(round_)
    client.force_login(make_user(Role.AGENCY))
    answer = client.post(address("extend", round_), WANTED)

    assert (answer.status_code, Extension.objects.count()) == (403, 1)
    assert "결정을 기다리는 연장 요청이 이미 있습니다" in answer.content.decode()


def test_a_decision_is_made_once():
    round_ = make_round()
    extension = asked(round_)
    stale = Extension.objects.get()
    approve_extension(extension, by=make_user(Role.AGENCY))

    with pytest.raises(DecidedAlready):
        refuse_extension(stale, reason="늦었습니다.", by=make_user(Role.AGENCY))
    with pytest.raises(DecidedAlready):
        approve_extension(stale, by=make_user(Role.AGENCY))

    assert Extension.objects.get().approved is True
    assert Event.objects.filter(verb="round.extended").count() == 1


def test_a_request_that_time_has_overtaken_is_not_approved():
    round_ = make_round(open_now=False)
    extension = asked(round_, days=5)
    Extension.objects.update(closes_to=clock.now() - timedelta(minutes=1))
    extension.refresh_from_db()

    with pytest.raises(ClosesInThePast):
        approve_extension(extension, by=make_user(Role.AGENCY))

    assert Extension.objects.get().decided_at is None


def test_a_closing_that_changed_is_not_overwritten():
    round_ = make_round()
    extension = asked(round_)
    Round.objects.update(closes_at=round_.closes_at + DAY)

    with pytest.raises(ChangedMeanwhile):
        approve_extension(extension, by=make_user(Role.AGENCY))

    assert Extension.objects.get().decided_at is None
    assert Round.objects.get().closes_at == round_.closes_at + DAY


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_to": "2020-01-01T00:00"}, "마감은 늦출 수만 있습니다."),
        ({"closes_to": ""}, "필수 항목입니다."),
        ({"closes_to": "모레"}, "올바른 날짜/시각을 입력하세요"),
        ({"reason": " "}, "사유를 적어 주세요."),
    ],
)
def test_wrong_requests_are_refused_beside_their_field(client, changes, sentence):
    round_ = make_round()
    client.force_login(make_user(Role.OPERATOR))

    answer = client.post(address("extend", round_), WANTED | changes)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert (Extension.objects.count(), Event.objects.count()) == (0, 0)


def test_earlier_or_past_closings_are_refused_below_the_form_too():
    open_round, closed = make_round(), make_round("2025-1", open_now=False)
    operator = make_user(Role.OPERATOR)

    with pytest.raises(NotLater):
        asked(open_round, operator, days=0)
    with pytest.raises(ClosesInThePast):
        ask_extension(closed, closes_to=closed.closes_at + timedelta(hours=1), reason="장애", by=operator)


def test_before_opening_nothing_is_extended(client):
    now = clock.now()
    round_ = make_round(opens_at=now + DAY, closes_at=now + 2 * DAY)
    client.force_login(make_user(Role.AGENCY))

    answer = client.post(address("extend", round_), WANTED)

    assert answer.status_code == 403
    assert "일정을 바로 고칩니다" in answer.content.decode()


def test_a_request_of_another_round_is_not_found(client):
    extension, other = asked(make_round()), make_round("2025-1")
    client.force_login(make_user(Role.AGENCY))

    assert client.post(address("approve", other, extension.pk)).status_code == 404
    assert client.post(address("refuse", other, extension.pk), {"reason": "x"}).status_code == 404
    assert client.get(reverse("rounds:extend", args=["1999-1"])).status_code == 404


@pytest.mark.parametrize(("role", "told"), [(Role.AGENCY, True), (Role.OPERATOR, True), (Role.SUPPLIER, False)])
def test_the_list_shows_officials_what_waits(client, role, told):
    asked(make_round())
    client.force_login(make_user(role))

    page = client.get(reverse("rounds:list")).content.decode()

    assert ("결정을 기다리는 마감 연장 요청" in page) is told


def test_the_page_costs_the_same_for_any_number_of_requests(client):
    round_ = make_round()
    client.force_login(make_user(Role.AGENCY))
    counts = []
    for number in (1, 6):
        for _one in range(number):
            refuse_extension(asked(round_), reason="거절", by=make_user(Role.AGENCY))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address("extend", round_)).status_code == 200
        counts.append(len(seen))

    assert len(set(counts)) == 1
    assert counts[0] <= 15
