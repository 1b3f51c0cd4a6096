"""The page of one application and the desk of its company: next action first, moves by the table."""

from datetime import timedelta

import pytest

from applications import clock
from applications.audit.models import Event
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.workflow import MOVES, State
from applications.roles import Role
from applications.rounds.models import Round
from applications.suppliers.models import PoolState, Standing
from diagnosis.submissions.permissions import objection_ends
from diagnosis.submissions.story import story_of
from tests.factories.answers import make_answers
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
OWN_MOVES = [move for move in MOVES if Role.SUPPLIER in move.by and move.name not in {"submit", "resubmit"}]


def set_state(application, state, **fields):
    Application.objects.filter(pk=application.pk).update(state=state, state_since=clock.now(), **fields)
    application.refresh_from_db()


def detail(client, application) -> str:
    return client.get(f"/applications/{application.code}/").content.decode()


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_page_with_the_moves_of_the_table(owner, application, state):
    set_state(application, state, state_reason="그럴 만한 사유")

    page = detail(owner, application)

    offered = {move.name for move in MOVES if f"/move/{move.name}/" in page}
    assert offered == {move.name for move in OWN_MOVES if move.start == state}
    assert str(state.label) in page
    assert "다음 할 일" in page


SENTENCES = {
    State.DRAFT: "22개 항목이 남았어요",
    State.SUPPLEMENT: "보완 요청 사유: 증빙을 더 내세요",
    State.INELIGIBLE: "사유: 증빙을 더 내세요",
    State.SUBMITTED: "신청 요건을 확인하고 있어요",
    State.WAITING: "대기 1번",
    State.PUBLISHED: "진단 결과가 나왔어요",
}


@pytest.mark.parametrize(("state", "sentence"), SENTENCES.items())
def test_the_next_action_says_what_to_do(owner, application, state, sentence):
    set_state(application, state, state_reason="증빙을 더 내세요", order_number=7)
    application.round.tracks.update(seats=0)

    assert sentence in detail(owner, application)


def test_a_complete_draft_leads_to_the_review(owner, application):
    make_answers(application)

    page = detail(owner, application)

    assert "모두 작성했어요" in page
    assert f'href="/applications/{application.code}/review/"' in page


def test_a_draft_after_the_closing_is_told_so(owner, application):
    Round.objects.update(closes_at=clock.now() - timedelta(hours=1))

    assert "접수가 마감되었어요" in detail(owner, application)


@pytest.mark.parametrize("state", [move.start for move in OWN_MOVES if move.name.startswith("withdraw_")])
def test_withdrawing_asks_why_and_frees_the_seat(owner, application, state):
    in_line = {} if state == State.DRAFT else {"order_number": 3, "holds_seat": True}
    set_state(application, state, **in_line)
    url = f"/applications/{application.code}/move/withdraw_{state}/"

    asked = owner.get(url)
    empty = owner.post(url, {"reason": " "})
    done = owner.post(url, {"reason": "내년에 신청하겠습니다"})

    application.refresh_from_db()
    assert (asked.status_code, empty.status_code, done.status_code) == (200, 422, 302)
    assert "사유를 적어 주세요" in empty.content.decode()
    assert (application.state, application.state_reason) == (State.WITHDRAWN, "내년에 신청하겠습니다")
    assert (application.holds_seat, application.order_number) == (False, None)


def test_a_second_click_on_a_move_changes_nothing(owner, application):
    url = f"/applications/{application.code}/move/withdraw_draft/"

    first = owner.post(url, {"reason": "그만둡니다"})
    second = owner.post(url, {"reason": "그만둡니다"})

    assert (first.status_code, second.status_code) == (302, 403)
    assert Event.objects.filter(verb="application.withdraw_draft").count() == 1


def test_a_withdrawn_application_is_reopened_while_the_round_is_open(owner, application):
    set_state(application, State.WITHDRAWN)

    owner.post(f"/applications/{application.code}/move/reopen/")

    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_a_withdrawn_application_is_not_reopened_after_the_closing(owner, application):
    set_state(application, State.WITHDRAWN)
    Round.objects.update(closes_at=clock.now() - timedelta(hours=1))

    page = detail(owner, application)
    answer = owner.post(f"/applications/{application.code}/move/reopen/")

    assert "접수가 마감되었습니다" in page
    assert answer.status_code == 403


@pytest.mark.parametrize(("days_ago", "status", "state"), [(30, 302, "objected"), (31, 403, "published")])
def test_objections_are_taken_until_the_end_of_the_thirtieth_day(owner, application, days_ago, status, state):
    set_state(application, State.PUBLISHED)
    Application.objects.update(state_since=clock.now() - timedelta(days=days_ago))

    answer = owner.post(f"/applications/{application.code}/move/object/", {"reason": "2.1.1 평점에 이의가 있습니다"})

    application.refresh_from_db()
    assert (answer.status_code, application.state) == (status, state)


def test_a_dismissed_objection_does_not_open_the_period_anew(application):
    record(f"application:{application.code}", "application.publish", by=None)
    event = Event.objects.get()
    Event.objects.update(at=event.at - timedelta(days=20))
    set_state(application, State.PUBLISHED)

    assert objection_ends(application) < clock.now() + timedelta(days=11)


def test_a_viewer_sees_the_moves_shut_with_the_reason(client, application):
    client.force_login(make_member(application.supplier, Standing.VIEWER))

    page = detail(client, application)

    assert "열람 권한만" in page
    assert "/move/withdraw_draft/" not in page
    assert client.post(f"/applications/{application.code}/move/withdraw_draft/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("name", ["publish", "submit", "nothing", "withdraw_paid"])
def test_other_moves_are_refused(owner, application, name):
    answer = owner.post(f"/applications/{application.code}/move/{name}/", {"reason": "x"})

    assert answer.status_code == {"publish": 403, "withdraw_paid": 403}.get(name, 404)
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_the_page_costs_a_fixed_number_of_queries(owner, application, django_assert_max_num_queries):
    make_answers(application)
    for number in range(30):
        record(f"application:{application.code}", "application.regrade", by=None, data={"reason": str(number)})
    set_state(application, State.PUBLISHED)

    with django_assert_max_num_queries(12):
        detail(owner, application)


def test_the_home_puts_the_urgent_first(client):
    supplier = make_supplier()
    calm = make_application(supplier=supplier, round_=make_round("2026-1"), state=State.SUBMITTED)
    urgent = make_application(supplier=supplier, round_=make_round("2026-2"), state=State.SUPPLEMENT)
    client.force_login(supplier.members.get().user)

    page = client.get("/home/").content.decode()

    assert page.index(urgent.code) < page.index(calm.code)
    assert "신청 시작하기" in page


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (PoolState.DRAFT, "POOL 등록을 신청하세요"),
        (PoolState.SUBMITTED, "POOL 승인을 기다리고 있어요"),
        (PoolState.SUPPLEMENT, "POOL 보완 요청을 확인하고"),
        (PoolState.SUSPENDED, "지금은 새로 신청할 수 없어요"),
    ],
)
def test_the_home_speaks_of_the_pool_until_approved(client, state, sentence):
    make_round()
    client.force_login(make_member(make_supplier(pool_state=state)))

    assert sentence in client.get("/home/").content.decode()


def test_the_home_of_a_person_without_a_company(client):
    client.force_login(make_user())

    assert "소속된 기업이 없어요" in client.get("/home/").content.decode()


@pytest.mark.parametrize("rounds", [1, 5])
def test_the_home_costs_the_same_queries_whatever_it_holds(client, rounds, django_assert_max_num_queries):
    supplier = make_supplier()
    client.force_login(make_member(supplier))
    states = [State.DRAFT, State.PUBLISHED, State.WAITING, State.FEE_DUE, State.SUPPLEMENT]
    for number, round_ in enumerate([make_round(f"2026-{n}") for n in range(1, rounds + 1)]):
        for track in ("INTEGRATED", "MFG_AI"):
            make_answers(make_application(supplier=supplier, round_=round_, track=track, state=states[number]))

    with django_assert_max_num_queries(14):
        assert client.get("/home/").status_code == 200


def test_an_act_and_where_it_led_are_one_line_and_nothing_is_under_way_at_the_end(application):
    record(stream_of(application), "application.publish", by=None, data={"reason": "심의 결과"})
    set_state(application, State.PUBLISHED)

    told = [(str(moment.title), moment.state, moment.note) for moment in story_of(application)]

    assert told == [("결과 공개", "done", "심의 결과")]


def test_what_is_under_way_follows_the_act_that_led_there(application):
    record(stream_of(application), "application.submit", by=None)
    set_state(application, State.SUBMITTED)

    told = [(str(moment.title), moment.state) for moment in story_of(application)]

    assert told[:2] == [("제출", "done"), ("제출 완료", "active")]
    assert {state for _title, state in told[2:]} == {"todo"}
