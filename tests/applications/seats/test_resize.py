import pytest
from django.urls import reverse

from applications.audit.models import Event
from applications.fees.models import FeeStatement
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.roles import PEOPLE, Role
from applications.rounds.models import Round, RoundTrack
from applications.rounds.services import QuotaExceeded, SeatsHeld
from applications.seats.services import resize
from tests.factories.filing import make_application
from tests.factories.people import make_user
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db


def queue_of(count: int, *, seats: int) -> Round:
    """A round whose seats are held by the first, the others waiting in the order of arrival."""
    round_ = make_round(seats=seats)
    for number in range(1, count + 1):
        holds = number <= seats
        state = State.FEE_DUE if holds else State.WAITING
        make_application(round_=round_, state=state, order_number=number, holds_seat=holds)
    return round_


def states() -> list[str]:
    return list(Application.objects.order_by("order_number").values_list("state", flat=True))


def seats_of(round_: Round) -> dict[str, int]:
    return dict(RoundTrack.objects.filter(round=round_).values_list("track", "seats"))


def post(client, round_: Round, **changes: str):
    given = {"seats_INTEGRATED": "3", "seats_MFG_AI": "1", "reason": "추가 모집"}
    return client.post(reverse("seats:resize", args=[round_.code]), given | changes)


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_only_the_agency_sets_seats(client, role):
    round_ = make_round(seats=1)
    client.force_login(make_user(role))

    read = client.get(reverse("seats:resize", args=[round_.code])).status_code
    written = post(client, round_).status_code

    assert (read, written) == ((200, 302) if role == Role.AGENCY else (403, 403))
    assert seats_of(round_)["INTEGRATED"] == (3 if role == Role.AGENCY else 1)


def test_new_seats_go_to_those_who_wait_longest_with_a_bill_each(client):
    round_ = queue_of(4, seats=1)
    client.force_login(make_user(Role.AGENCY))

    page = client.post(
        reverse("seats:resize", args=[round_.code]),
        {"seats_INTEGRATED": "3", "seats_MFG_AI": "1", "reason": "추가 모집"},
        follow=True,
    ).content.decode()

    assert states() == [State.FEE_DUE, State.FEE_DUE, State.FEE_DUE, State.WAITING]
    assert FeeStatement.objects.count() == 2
    assert "대기하던 2개 기업을 선정했습니다." in page
    event = Event.objects.get(verb="round.seats_set")
    assert (event.data["before"]["INTEGRATED"], event.data["after"]["INTEGRATED"]) == (1, 3)
    assert Event.objects.filter(verb="application.promote").count() == 2


def test_seats_of_one_track_promote_nobody_of_the_other():
    round_ = queue_of(2, seats=1)

    promoted = resize(round_, {"INTEGRATED": 1, "MFG_AI": 9}, reason="추가 모집", by=make_user(Role.AGENCY))

    assert (promoted, states()) == ([], [State.FEE_DUE, State.WAITING])


def test_new_seats_wait_for_those_who_arrived_earlier_and_are_still_checked():
    round_ = queue_of(3, seats=1)
    Application.objects.filter(order_number=2).update(state=State.SUBMITTED)

    resize(round_, {"INTEGRATED": 2}, reason="추가 모집", by=make_user(Role.AGENCY))

    assert states() == [State.FEE_DUE, State.SUBMITTED, State.WAITING]


def test_seats_that_are_held_are_not_taken_away(client):
    round_ = queue_of(2, seats=2)
    client.force_login(make_user(Role.AGENCY))

    answer = post(client, round_, seats_INTEGRATED="1")

    assert (answer.status_code, "이미 배정된 자리(2)보다" in answer.content.decode()) == (422, True)
    with pytest.raises(SeatsHeld):
        resize(round_, {"INTEGRATED": 1}, reason="축소", by=make_user(Role.AGENCY))
    assert seats_of(round_)["INTEGRATED"] == 2
    assert Event.objects.count() == 0


def test_seats_stay_within_what_the_other_rounds_leave_of_the_year(client):
    make_round("2026-2", seats=170)
    make_round("2025-1", seats=170)
    round_ = queue_of(2, seats=1)
    client.force_login(make_user(Role.AGENCY))

    answer = post(client, round_, seats_MFG_AI="6")

    assert (answer.status_code, "이 회차에는 5개사까지" in answer.content.decode()) == (422, True)
    assert (seats_of(round_), states()) == ({"INTEGRATED": 1, "MFG_AI": 1}, [State.FEE_DUE, State.WAITING])
    assert post(client, round_, seats_INTEGRATED="280", seats_MFG_AI="5").status_code == 302
    with pytest.raises(QuotaExceeded):
        resize(round_, {"INTEGRATED": 281}, reason="추가 모집", by=make_user(Role.AGENCY))


def test_more_seats_than_the_quota_may_stay_or_shrink_but_not_grow():
    round_, agency = make_round(seats=500), make_user(Role.AGENCY)

    resize(round_, {"INTEGRATED": 500, "MFG_AI": 499}, reason="축소", by=agency)

    assert seats_of(round_) == {"INTEGRATED": 500, "MFG_AI": 499}
    with pytest.raises(QuotaExceeded):
        resize(round_, {"INTEGRATED": 501}, reason="추가 모집", by=agency)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seats_INTEGRATED": "-1"}, "0 이상"),
        ({"seats_INTEGRATED": ""}, "필수 항목입니다."),
        ({"seats_MFG_AI": "스물"}, "정수를 입력하세요"),
        ({"seats_MFG_AI": "9" * 30}, "까지 둘 수 있습니다."),
        ({"reason": ""}, "사유를 적어 주세요."),
    ],
)
def test_wrong_values_change_nothing(client, changes, sentence):
    round_ = make_round(seats=1)
    client.force_login(make_user(Role.AGENCY))

    answer = post(client, round_, **changes)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert seats_of(round_) == {"INTEGRATED": 1, "MFG_AI": 1}


def test_a_round_that_never_was_has_no_seats(client):
    client.force_login(make_user(Role.AGENCY))

    assert client.get(reverse("seats:resize", args=["1999-1"])).status_code == 404
