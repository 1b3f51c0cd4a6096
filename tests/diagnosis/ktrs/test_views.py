from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from applications import clock
from applications.audit import models as audit
from applications.filing.workflow import State
from applications.roles import Role
from diagnosis.ktrs.models import KtrsResult
from diagnosis.ktrs.services import Letters, NumberTaken, enter
from grading.load import load_scheme
from tests.factories.filing import make_application
from tests.factories.ktrs import make_ktrs
from tests.factories.people import make_user
from tests.threads import PATIENCE, in_thread, let_it_run_into, needs_many_writers

pytestmark = pytest.mark.django_db
CODES = [item.code for item in load_scheme("2026-1").tracks["INTEGRATED"].ktrs_items]


def paper(**changed):
    said = {"evaluation_number": "2026-000123", "evaluated_on": clock.today().isoformat(), "grade": "A+"}
    return said | dict.fromkeys(CODES, "B") | changed


def where(application):
    return reverse("ktrs:enter", args=[application.code])


def test_ten_letters_are_kept_as_received(client):
    application, operator = make_application(state=State.PAID), make_user(Role.OPERATOR)
    client.force_login(operator)

    answer = client.post(where(application), paper(**{"1.1.1": "E"}))

    assert answer.url == reverse("cases:detail", args=[application.code])
    result = KtrsResult.objects.get()
    assert result.letters == dict.fromkeys(CODES, "B") | {"1.1.1": "E"}
    assert (len(result.letters), result.grade, result.entered_by) == (10, "A+", operator)
    assert result.response["letters"] == result.letters


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"1.1.1": ""}, "등급을 골라 주세요."),
        ({"1.1.1": "F"}, "A에서 E까지만 고를 수 있습니다."),
        ({"evaluation_number": " "}, "평가번호를 적어 주세요."),
        ({"evaluated_on": "어제"}, "날짜를 2026-05-29 형식으로 적어 주세요."),
        ({"evaluated_on": (clock.today() + timedelta(days=2)).isoformat()}, "평가일은 오늘보다 뒤일 수 없습니다."),
        ({"grade": "AAAA"}, "AAAA"),
    ],
)
def test_a_faulty_paper_is_given_back_with_a_sentence(client, changed, sentence):
    application = make_application(state=State.PAID)
    client.force_login(make_user(Role.OPERATOR))

    answer = client.post(where(application), paper(**changed))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert KtrsResult.objects.count() == 0


def test_a_number_of_another_application_is_refused(client):
    make_ktrs(make_application(state=State.PAID), evaluation_number="2026-000123")
    application = make_application(state=State.PAID)
    client.force_login(make_user(Role.OPERATOR))

    answer = client.post(where(application), paper())

    assert (answer.status_code, KtrsResult.objects.count()) == (422, 1)
    assert "다른 신청에 이미 입력된 평가번호입니다." in answer.content.decode()


def test_a_correction_replaces_the_letters_and_the_chain_keeps_both(client):
    application = make_application(state=State.PAID)
    client.force_login(make_user(Role.OPERATOR))
    client.post(where(application), paper())

    client.post(where(application), paper(**dict.fromkeys(CODES, "C")))

    assert KtrsResult.objects.get().letters == dict.fromkeys(CODES, "C")
    verbs = [event.verb for event in audit.Event.objects.order_by("number")]
    assert verbs == ["ktrs.entered", "ktrs.corrected"]
    assert audit.Event.objects.get(number=1).data["letters"] == dict.fromkeys(CODES, "B")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.GRADED, State.PUBLISHED])
def test_letters_are_taken_between_seat_and_scoring_alone(client, state):
    application = make_application(state=state)
    client.force_login(make_user(Role.OPERATOR))

    assert client.post(where(application), paper()).status_code == 403
    assert KtrsResult.objects.count() == 0


def test_a_track_without_ktrs_items_takes_no_letters(client):
    application = make_application(track="MFG_AI", state=State.PAID)
    client.force_login(make_user(Role.OPERATOR))

    assert client.get(where(application)).status_code == 403


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.ASSESSOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR])
def test_only_operators_enter_letters(client, role):
    application = make_application(state=State.PAID)
    client.force_login(make_user(role))

    assert client.post(where(application), paper()).status_code == 403
    assert KtrsResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@needs_many_writers
def test_of_two_who_enter_one_number_at_once_the_second_is_told():
    first, second = (make_application(state=State.PAID) for _number in range(2))
    operator = make_user(Role.OPERATOR)
    letters = Letters("2026-000123", clock.today(), "A+", dict.fromkeys(CODES, "B"))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            enter(first, letters, by=operator)
            late = in_thread(pool, lambda: enter(second, letters, by=operator))
            let_it_run_into(late.done)  # it has looked, found nothing, and waits for this transaction
        assert isinstance(late.exception(timeout=PATIENCE), NumberTaken)
