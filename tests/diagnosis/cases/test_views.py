from datetime import timedelta

import pytest
from django.urls import reverse

from applications import clock
from applications.audit.models import Event
from applications.fees.models import FeeStatement
from applications.fees.services import issue_statement
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.services import advance, file
from applications.filing.workflow import MOVES, State
from applications.notices.models import Notice
from applications.roles import Role
from diagnosis.panels.models import Interest, MarkSheet
from tests.factories.answers import make_answers, make_evidence
from tests.factories.filing import make_application
from tests.factories.ktrs import make_ktrs
from tests.factories.panels import fill, make_assignment, make_sheet, sit
from tests.factories.people import make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    user = make_user(Role.OPERATOR)
    client.force_login(user)
    return user


def move(client, application, name, **said):
    return client.post(reverse("cases:move", args=[application.code, name]), said)


def page_of(client, application, name="detail"):
    return client.get(reverse(f"cases:{name}", args=[application.code])).content.decode()


def codes(answer):
    return [row.application.code for row in answer.context["rows"]]


def test_the_list_narrows_by_round_track_state_and_words(client, operator):
    first = make_application(supplier=make_supplier(name="가온로봇"), state=State.SUBMITTED, order_number=1)
    second = make_application(supplier=make_supplier(name="나래시스템"), state=State.PAID, order_number=2)
    ai = make_application(supplier=first.supplier, track="MFG_AI", state=State.PAID, order_number=1)
    where = reverse("cases:list")

    def found(**asked):
        return sorted(codes(client.get(where, asked)))

    assert found() == sorted([first.code, second.code, ai.code])
    assert found(track="MFG_AI") == [ai.code]
    assert found(state="paid") == sorted([second.code, ai.code])
    assert found(q="나래") == [second.code]
    assert found(q=second.code) == [second.code]
    number = second.supplier.business_number
    assert found(q=f"{number[:3]}-{number[3:5]}-{number[5:]}") == [second.code]
    assert found(round="2026-1", state="submitted") == [first.code]
    assert found(round="none-such", track="x", todo="y", order="z", page="999") == sorted(
        [first.code, second.code, ai.code]
    )


def test_the_list_sorts_by_arrival_age_and_company(client, operator):
    now = clock.now()
    late = make_application(
        supplier=make_supplier(name="가"), state=State.PAID, arrived_at=now, state_since=now - timedelta(days=5)
    )
    early = make_application(
        supplier=make_supplier(name="나"), state=State.PAID, arrived_at=now - timedelta(days=1), state_since=now
    )
    draft = make_application(supplier=make_supplier(name="다"), state_since=now - timedelta(days=2))
    where = reverse("cases:list")

    assert codes(client.get(where)) == [late.code, early.code, draft.code]
    assert codes(client.get(where, {"order": "arrival"})) == [early.code, late.code, draft.code]
    assert codes(client.get(where, {"order": "age"})) == [late.code, draft.code, early.code]
    assert codes(client.get(where, {"order": "company"})) == [late.code, early.code, draft.code]


def test_chips_count_the_states_under_the_other_filters(client, operator):
    make_application(state=State.SUBMITTED)
    make_application(state=State.PAID)
    make_application(track="MFG_AI", state=State.PAID)

    chips = client.get(reverse("cases:list"), {"track": "INTEGRATED", "state": "paid"}).context["chips"]

    assert [(chip.state, chip.count) for chip in chips] == [(State.SUBMITTED, 1), (State.PAID, 1)]


def test_list_home_and_case_hold_a_fixed_number_of_queries(client, operator, django_assert_max_num_queries):
    def crowd(count):
        for _number in range(count):
            application = make_application(state=State.IN_ASSESSMENT)
            fill(make_sheet(sit(application)))
        return application

    for application in (crowd(3), crowd(22)):
        for where in (reverse("cases:list"), reverse("workspace"), reverse("fees:list")):
            with django_assert_max_num_queries(15):
                assert client.get(where).status_code == 200
        with django_assert_max_num_queries(30):
            page_of(client, application)


def test_the_work_on_the_home_page_is_the_list_it_leads_to(client, operator):
    make_application(state=State.SUBMITTED)
    make_application(state=State.PAID)
    doubtful = make_application(state=State.PAID)
    for _number in range(2):
        sit(doubtful)
    sit(doubtful, interest=Interest.UNSURE)
    ready = make_application(state=State.PAID)
    for _number in range(2):
        sit(ready)
    late = make_application(state=State.IN_ASSESSMENT)
    make_sheet(sit(late, due_on=clock.today() - timedelta(days=1)))
    make_ktrs(make_application(state=State.ASSESSED))
    make_application(track="MFG_AI", state=State.ASSESSED)
    make_application(state=State.ASSESSED)

    waiting = client.get(reverse("workspace")).context["waiting"]

    counts = {pile.kind.code: pile.count for pile, _url in waiting}
    assert counts == {"check": 1, "panel": 1, "doubt": 1, "start": 1, "late": 1, "ktrs": 5, "score": 2}
    for pile, url in waiting:
        assert len(codes(client.get(url))) == pile.count


def test_accepting_seats_and_bills_and_the_second_click_does_nothing(client, operator):
    application = make_application(state=State.SUBMITTED, order_number=1)

    assert "요건 적합 판정" in page_of(client, application)
    move(client, application, "accept")
    again = move(client, application, "accept")

    assert Application.objects.get().state == State.FEE_DUE
    assert FeeStatement.objects.count() == 1
    assert again.status_code == 302
    assert Event.objects.filter(verb="application.accept").count() == 1


def test_a_move_that_asks_for_a_reason_is_not_made_without_one(client, operator):
    application = make_application(state=State.SUBMITTED)

    answer = move(client, application, "reject", reason=" ")

    assert answer.status_code == 422
    assert "사유를 적어 주세요." in answer.content.decode()
    assert Application.objects.get().state == State.SUBMITTED


def test_a_supplement_tells_the_company_why(client, operator):
    application = make_application(state=State.SUBMITTED)

    asked = {"due_on": clock.today(), "note-2.1.1": "재무제표를 다시 내 주세요."}
    move(client, application, "request_supplement", reason="재무제표가 흐립니다.", **asked)

    assert Application.objects.get().state == State.SUPPLEMENT
    assert "재무제표가 흐립니다." in Notice.objects.get(recipient=application.created_by).body


def test_confirming_a_fee_takes_the_day_and_no_day_to_come(client, operator):
    application = make_application(state=State.SEATED)
    issue_statement(application, by=None)

    answer = move(client, application, "confirm_fee", paid_on=clock.today() + timedelta(days=1))
    assert "납부일은 오늘보다 뒤일 수 없습니다." in answer.content.decode()
    move(client, application, "confirm_fee", paid_on=clock.today())

    statement = FeeStatement.objects.get()
    assert (statement.paid_on, statement.confirmed_by) == (clock.today(), operator)
    assert Application.objects.get().state == State.PAID


def test_a_fee_lapses_only_after_its_day(client, operator):
    application = make_application(state=State.SEATED, order_number=1)
    issue_statement(application, by=None)

    assert move(client, application, "lapse", reason="미납").status_code == 403
    FeeStatement.objects.update(due_on=clock.today() - timedelta(days=1))
    move(client, application, "lapse", reason="미납")

    assert Application.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("ready", [0, 1])
def test_an_assessment_does_not_start_with_too_small_a_panel(client, operator, ready):
    application = make_application(state=State.PAID)
    for _number in range(ready):
        sit(application)
    make_assignment(application)

    answer = move(client, application, "start_assessment")

    assert answer.status_code == 403
    assert f"서약한 위원이 {ready}명입니다" in page_of(client, application)
    assert Application.objects.get().state == State.PAID


def test_an_assessment_does_not_start_with_a_doubt_undecided(client, operator):
    application = make_application(state=State.PAID)
    for interest in (Interest.CLEAR, Interest.CLEAR, Interest.UNSURE):
        sit(application, interest=interest)

    assert move(client, application, "start_assessment").status_code == 403


def test_starting_opens_the_sheets_without_ktrs_letters(client, operator):
    application = make_application(state=State.PAID)
    places = [sit(application) for _number in range(2)]

    move(client, application, "start_assessment")

    assert Application.objects.get().state == State.IN_ASSESSMENT
    assert [sheet.assignment for sheet in MarkSheet.objects.order_by("id")] == places
    assert Notice.objects.filter(recipient=places[0].assessor.user).count() == 1


def test_an_assessment_is_not_ended_by_hand_with_a_sheet_open(client, operator):
    application = make_application(state=State.IN_ASSESSMENT)
    make_sheet(sit(application))

    assert move(client, application, "close_assessment").status_code == 403
    assert Application.objects.get().state == State.IN_ASSESSMENT


@pytest.mark.parametrize("one", [one for one in MOVES if Role.OPERATOR not in one.by], ids=lambda one: one.name)
def test_an_operator_makes_no_move_of_others(client, operator, one):
    application = make_application(state=one.start, order_number=1)

    answer = move(client, application, one.name, reason="사유")

    assert answer.status_code == 403
    assert Application.objects.get().state == one.start


@pytest.mark.parametrize("role", [Role.AGENCY, Role.AUDITOR])
def test_agency_and_auditor_look_but_do_not_move(client, role):
    application = make_application(state=State.SUBMITTED, order_number=1)
    client.force_login(make_user(role))

    assert client.get(reverse("cases:list")).status_code == 200
    assert "요건 적합 판정" not in page_of(client, application)
    assert move(client, application, "accept").status_code == 403
    assert Application.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.ASSESSOR, Role.MINISTRY])
@pytest.mark.parametrize("name", ["list", "detail", "answers"])
def test_others_have_no_pages_of_cases(client, role, name):
    application = make_application(state=State.SUBMITTED)
    client.force_login(make_user(role))

    arguments = [] if name == "list" else [application.code]
    assert client.get(reverse(f"cases:{name}", args=arguments)).status_code == 403


def test_answers_show_only_once_something_was_filed(client, operator):
    application = make_application(state=State.DRAFT)
    make_answers(application)
    document = make_evidence(application, "2.1.1").version

    assert "전담 인력 다섯 명이 있습니다." not in page_of(client, application, "answers")
    file(application, by=application.created_by, arrived_at=clock.now(), manifest={}, consents={})

    page = page_of(client, application, "answers")
    assert "전담 인력 다섯 명이 있습니다." in page
    assert reverse("documents:version", args=[document.key]) in page


def test_the_history_tells_acts_people_and_reasons(client, operator):
    application = make_application(state=State.SUBMITTED)
    advance(application, "request_supplement", by=operator, reason="서명이 없습니다.")

    history = client.get(reverse("cases:detail", args=[application.code])).context["history"]

    assert [(line.title, line.who, line.note) for line in history] == [
        ("보완 요청", f"{operator.name} (운영기관)", "서명이 없습니다.")
    ]
    assert Event.objects.filter(stream=stream_of(application)).count() == 1


def test_a_page_of_a_case_that_does_not_exist_is_404(client, operator):
    assert client.get(reverse("cases:detail", args=["none-such"])).status_code == 404
    assert client.get(reverse("cases:move", args=[make_application().code, "none-such"])).status_code == 404
