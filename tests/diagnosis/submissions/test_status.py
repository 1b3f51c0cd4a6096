"""The status line: who is at work, since when, what comes next and by when, in every state."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from applications import clock
from applications.fees.models import FeeStatement
from applications.fees.refunds import owe, refund_due
from applications.filing.models import Application, SupplementRequest
from applications.filing.services import advance
from applications.filing.workflow import State
from applications.moments import day_text, moment_text
from applications.rounds.models import Round
from diagnosis.panels.models import Interest
from diagnosis.submissions.overview import lines_of
from diagnosis.submissions.status import Status, facts_of, owes_refund, status_of
from tests.factories.filing import make_application
from tests.factories.panels import make_assignment, make_sheet, sit, sit_and_close

pytestmark = pytest.mark.django_db
WHO = {
    State.DRAFT: "우리 기업",
    State.SUBMITTED: "운영기관",
    State.SUPPLEMENT: "우리 기업",
    State.ELIGIBLE: "운영기관",
    State.INELIGIBLE: "",
    State.SEATED: "운영기관",
    State.WAITING: "운영기관",
    State.FEE_DUE: "우리 기업",
    State.PAID: "운영기관",
    State.IN_ASSESSMENT: "진단위원",
    State.ASSESSED: "운영기관",
    State.GRADED: "전담기관",
    State.CONFIRMED: "전담기관",
    State.PUBLISHED: "우리 기업",
    State.OBJECTED: "운영기관",
    State.FINAL: "",
    State.CORRECTED: "우리 기업",
    State.REVOKED: "",
    State.WITHDRAWN: "우리 기업",
}


def status(application: Application) -> Status:
    application = Application.objects.select_related("fee", "round").get(pk=application.pk)
    facts = replace(facts_of([application])[application.pk], owes_refund=owes_refund(application))
    return status_of(application, facts, clock.now())


def make(state: State, **fields: object) -> Application:
    return make_application(state=state, state_since=clock.now() - timedelta(days=2), **fields)


def bill(application: Application, **fields: object) -> FeeStatement:
    shares = {"total_krw": 1250000, "government_krw": 1000000, "company_krw": 250000}
    issued = {"due_on": clock.today() + timedelta(days=4), "issued_at": clock.now()}
    return FeeStatement.objects.create(application=application, **(shares | issued | fields))


def test_every_state_is_told():
    assert set(WHO) == set(State)


@pytest.mark.parametrize("state", State)
def test_the_page_says_who_is_at_work_since_when_and_what_comes_next(client, state):
    application = make(state)
    if state == State.FEE_DUE:
        bill(application)
    if state == State.IN_ASSESSMENT:
        make_sheet(sit(application))
    client.force_login(application.created_by)

    page = client.get(f"/applications/{application.code}/").content.decode()
    told = status(application)

    assert ("" if told.is_over else str(told.worker)) == WHO[state]
    assert (str(told.work) in page, moment_text(application.state_since) in page) == (True, True)
    assert ("다음 단계" in page, "언제까지" in page) == (not told.is_over, not told.is_over)
    assert '<ol class="timeline">' in page


@pytest.mark.parametrize("state", [State.SUBMITTED, State.FEE_DUE, State.IN_ASSESSMENT, State.OBJECTED])
def test_one_step_is_the_present_one(client, state):
    application = make(state)
    client.force_login(application.created_by)

    page = client.get(f"/applications/{application.code}/").content.decode()

    assert page.count('aria-current="step"') == 1


def test_the_day_by_which_is_told_where_one_is_set():
    draft, asked, billed, objected = (
        make(state) for state in (State.DRAFT, State.SUPPLEMENT, State.FEE_DUE, State.OBJECTED)
    )
    due_on = clock.today() + timedelta(days=3)
    SupplementRequest.objects.create(application=asked, due_on=due_on, asked_by=asked.created_by)
    bill(billed)
    replies_by = timezone.localdate(objected.state_since) + timedelta(days=14)

    assert moment_text(draft.round.closes_at) in status(draft).by
    assert day_text(due_on) in status(asked).by
    assert day_text(clock.today() + timedelta(days=4)) in status(billed).by
    assert day_text(replies_by) in status(objected).by
    assert status(make(State.SUBMITTED)).by == ""


def test_a_panel_is_told_by_its_numbers_alone():
    application = make(State.IN_ASSESSMENT)
    due_on = clock.today() + timedelta(days=9)
    sit_and_close(application)
    make_sheet(sit(application, due_on=due_on))
    make_sheet(sit(application, interest=Interest.UNSURE))
    make_assignment(application)

    told = status(application)

    assert "위원 3명이 평가하고 있어요. 1명이 마쳤어요." in told.work
    assert "1명은 운영기관이 이해관계를 검토" in told.work
    assert day_text(due_on) in told.by


@pytest.mark.parametrize(("days", "worker"), [(-1, "우리 기업"), (1, "우리 기업")])
def test_a_late_payment_is_said(days, worker):
    application = make(State.FEE_DUE)
    bill(application, due_on=clock.today() + timedelta(days=days))

    told = status(application)

    assert (str(told.worker), "지났어요" in told.work) == (worker, days < 0)


@pytest.mark.parametrize(
    ("state", "ago", "work"),
    [
        (State.PUBLISHED, 5, "결과가 나왔어요."),
        (State.PUBLISHED, 40, "최종으로 처리하고 있어요"),
        (State.CORRECTED, 5, "정정된 결과가 나왔어요."),
        (State.CORRECTED, 40, "효력을 가져요"),
    ],
)
def test_a_result_is_the_companys_turn_while_it_may_object(state, ago, work):
    application = make_application(state=state, state_since=clock.now() - timedelta(days=ago))

    assert work in str(status(application).work)


def test_a_draft_or_a_withdrawal_ends_with_the_round():
    draft, withdrawn = make(State.DRAFT), make(State.WITHDRAWN)
    assert [status(one).is_over for one in (draft, withdrawn)] == [False, False]

    Round.objects.update(closes_at=clock.now() - timedelta(minutes=1))

    assert [status(one).is_over for one in (draft, withdrawn)] == [True, True]


def test_a_refund_on_its_way_is_told():
    application = make(State.PAID)
    bill(application, paid_on=clock.today())
    rule = refund_due(application)
    advance(application, "withdraw_paid", by=application.created_by, reason="사정")
    owe(application, rule, by=application.created_by)

    assert "환불을 처리하고 있어요" in status(application).work


def test_the_home_and_the_list_name_who_is_at_work():
    application = make(State.SUBMITTED)
    client = Client()
    client.force_login(application.created_by)

    pages = [client.get(path).content.decode() for path in ("/home/", "/applications/")]

    assert ["운영기관" in page for page in pages] == [True, True]
    assert "지금: 운영기관" in pages[0]


def test_a_list_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    for state in State:
        application = make(state)
        if state in (State.FEE_DUE, State.WITHDRAWN):
            bill(application)
    rows = list(Application.objects.select_related("fee", "round", "supplier"))

    with django_assert_max_num_queries(5):
        assert len(lines_of(rows, clock.now())) == len(State)
