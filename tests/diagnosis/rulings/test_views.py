"""The pages on which the agency corrects and revokes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import clock
from applications.filing.workflow import State
from applications.roles import Role
from diagnosis.rulings.models import Ruling, RulingState
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    return make_outcome()


@pytest.fixture
def agency(client, settings):
    settings.DEMO = True
    client.force_login(make_user(Role.AGENCY, is_demo=True))
    return client


def ask(client, outcome, what="revoke", **said):
    values = {"effective_on": f"{clock.today():%Y-%m-%d}", "reason": "허위 자료가 확인되었습니다."} | said
    return client.post(reverse(f"rulings:{what}", args=[outcome.application.code]), values)


def other(client):
    client.force_login(make_user(Role.AGENCY, is_demo=True))


def test_a_result_is_revoked_by_two_people_on_their_pages(agency, outcome):
    answer = ask(agency, outcome)
    ruling = Ruling.objects.get()
    own = agency.get(answer.url).content.decode()
    refused = agency.post(reverse("rulings:decide", args=[ruling.pk]))
    other(agency)
    agency.post(reverse("rulings:decide", args=[ruling.pk]))

    outcome.application.refresh_from_db()
    assert "다른 담당자가 결정해야 합니다." in own
    assert (refused.status_code, outcome.application.state) == (403, State.REVOKED)
    assert "취소된 결과예요" in agency.get(reverse("results:detail", args=[outcome.application.code])).content.decode()


def test_a_correction_shows_what_it_would_change_and_the_old_result_stays_readable(agency, outcome):
    answer = ask(agency, outcome, "correct", **{"KTRS-1.1.1": "A"})
    asked = agency.get(answer.url).content.decode()
    other(agency)
    agency.post(reverse("rulings:decide", args=[Ruling.objects.get().pk]))

    agency.force_login(outcome.application.created_by)
    now = agency.get(reverse("results:detail", args=[outcome.application.code])).content.decode()
    then = agency.get(reverse("results:version", args=[outcome.application.code, outcome.pk])).content.decode()
    assert ("800.0" in asked, "806.0" in asked) == (True, True)
    assert ("806.0" in now, "결과의 이력" in now, "정정된 결과예요" in now) == (True, True, False)
    assert ("800.0" in then, "정정된 결과예요" in then) == (True, True)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": ""}, "사유를 적어 주세요."),
        ({"effective_on": ""}, "효력일을 적어 주세요."),
        ({"effective_on": "어제"}, "날짜를 2026-05-29 형식으로 적어 주세요."),
        ({"effective_on": "9999-12-31"}, "연도를 1900에서 2999 사이로 적어 주세요."),
        ({"effective_on": "2098-01-01"}, "효력일은 오늘보다 뒤일 수 없습니다."),
        ({"effective_on": "2001-01-01"}, "보다 앞설 수 없습니다."),
    ],
)
def test_bad_input_is_told_beside_the_field(agency, outcome, said, sentence):
    answer = ask(agency, outcome, **said)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Ruling.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({}, "하나도 바뀌지 않습니다."), ({"KTRS-1.1.1": "Z"}, "목록에 있는 값만 고를 수 있습니다.")],
)
def test_a_correction_needs_something_to_correct(agency, outcome, said, sentence):
    answer = ask(agency, outcome, "correct", **said)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_a_request_is_taken_back_with_its_reason(agency, outcome):
    ask(agency, outcome)
    ruling = Ruling.objects.get()
    empty = agency.post(reverse("rulings:refuse", args=[ruling.pk]), {"reason": ""})
    agency.post(reverse("rulings:refuse", args=[ruling.pk]), {"reason": "잘못 골랐습니다."})

    ruling.refresh_from_db()
    assert (empty.status_code, ruling.state, ruling.decision_reason) == (422, RulingState.REFUSED, "잘못 골랐습니다.")


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.OPERATOR, Role.MINISTRY, Role.ASSESSOR, Role.AUDITOR])
def test_others_ask_for_nothing(client, settings, outcome, role):
    settings.DEMO = True
    client.force_login(make_user(role, is_demo=True))

    assert [ask(client, outcome, what).status_code for what in ("revoke", "correct")] == [403, 403]
    assert not Ruling.objects.exists()


def test_the_first_day_of_effect_is_the_korean_day_of_publication(agency, outcome):
    outcome.published_at = timezone.localtime(clock.now() - timedelta(days=3)).replace(hour=0, minute=30)
    outcome.save()
    day = outcome.published_at.date()

    early = ask(agency, outcome, effective_on=f"{day - timedelta(days=1):%Y-%m-%d}")
    right = ask(agency, outcome, effective_on=f"{day:%Y-%m-%d}")

    assert (early.status_code, right.status_code) == (422, 302)


def test_the_list_and_home_name_what_waits(agency, outcome):
    ask(agency, outcome)

    pages = [agency.get(reverse(name)).content.decode() for name in ("rulings:list", "workspace")]

    assert [outcome.application.code in page for page in pages] == [True, True]
