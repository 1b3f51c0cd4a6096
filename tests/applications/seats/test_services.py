import pytest

from applications import clock
from applications.audit.models import Event
from applications.fees.models import FeeStatement
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.services import MovedAlready, advance, file
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.roles import Role
from applications.seats.queries import Place, place_of
from applications.seats.services import accept, lapse, reject, withdraw
from tests.factories.filing import make_application
from tests.factories.people import make_user
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db


def line_of(count, *, seats, state=State.SUBMITTED):
    round_ = make_round(seats=seats)
    return [
        make_application(round_=round_, state=state, order_number=number, arrived_at=clock.now())
        for number in range(1, count + 1)
    ]


def states():
    return list(Application.objects.order_by("id").values_list("state", flat=True))


def verbs_of(application):
    return [event.verb for event in Event.objects.filter(stream=stream_of(application)).order_by("number")]


def test_an_accepted_application_within_the_seats_is_seated_and_billed():
    (application,) = line_of(1, seats=1)

    accept(application, by=make_user(Role.OPERATOR))

    stored = Application.objects.get()
    assert (stored.state, stored.holds_seat) == (State.FEE_DUE, True)
    assert verbs_of(application) == [
        "application.accept",
        "application.seat",
        "application.bill",
        "fee.issued",
    ]
    assert "250,000" in Notice.objects.get(recipient=application.created_by).body


def test_beyond_the_seats_an_application_waits_without_a_bill():
    first, second = line_of(2, seats=1)
    operator = make_user(Role.OPERATOR)

    accept(first, by=operator)
    accept(second, by=operator)

    assert states() == [State.FEE_DUE, State.WAITING]
    assert not FeeStatement.objects.filter(application=second).exists()
    assert place_of(second) == Place(order_number=2, waiting_number=1, decided=True)


def test_who_is_checked_sooner_does_not_take_the_seat_of_who_arrived_sooner():
    first, second = line_of(2, seats=1)
    operator = make_user(Role.OPERATOR)

    accept(second, by=operator)
    assert states() == [State.SUBMITTED, State.WAITING]

    accept(first, by=operator)
    assert states() == [State.FEE_DUE, State.WAITING]


def test_turning_away_the_first_promotes_the_next_in_order_of_arrival():
    first, second, third = line_of(3, seats=1)
    operator = make_user(Role.OPERATOR)
    accept(third, by=operator)
    accept(second, by=operator)

    reject(first, reason="지원 대상 업종이 아닙니다.", by=operator)

    assert states() == [State.INELIGIBLE, State.FEE_DUE, State.WAITING]
    assert verbs_of(second)[-3:] == ["application.promote", "application.bill", "fee.issued"]


@pytest.mark.parametrize("leave", ["withdraw", "lapse"])
def test_a_freed_seat_goes_to_the_first_who_waits(leave):
    first, second, third = line_of(3, seats=1)
    operator = make_user(Role.OPERATOR)
    for application in (first, second, third):
        accept(application, by=operator)

    if leave == "withdraw":
        withdraw(first, by=first.created_by, reason="사업 계획을 바꾸었습니다.")
    else:
        lapse(first, by=operator, reason="기한까지 납부하지 않았습니다.")

    assert states() == [State.WITHDRAWN, State.FEE_DUE, State.WAITING]
    assert Application.objects.filter(holds_seat=True).count() == 1


def test_a_withdrawal_from_the_waiting_list_moves_nobody_into_a_seat():
    applications = line_of(3, seats=1)
    for application in applications:
        accept(application, by=make_user(Role.OPERATOR))

    withdraw(applications[1], by=applications[1].created_by, reason="철회")

    assert states() == [State.FEE_DUE, State.WITHDRAWN, State.WAITING]
    assert place_of(applications[2]) == Place(order_number=3, waiting_number=1, decided=True)


def test_seats_of_the_other_track_are_counted_apart():
    (integrated,) = line_of(1, seats=1)
    ai = make_application(round_=integrated.round, track="MFG_AI", state=State.SUBMITTED, order_number=1)
    operator = make_user(Role.OPERATOR)

    accept(integrated, by=operator)
    accept(ai, by=operator)

    assert states() == [State.FEE_DUE, State.FEE_DUE]


def test_a_second_click_on_accept_changes_and_bills_nothing():
    line_of(1, seats=1)
    operator = make_user(Role.OPERATOR)
    first, stale = Application.objects.get(), Application.objects.get()
    accept(first, by=operator)
    events, notices = Event.objects.count(), Notice.objects.count()

    with pytest.raises(MovedAlready):
        accept(stale, by=operator)

    assert (Event.objects.count(), Notice.objects.count()) == (events, notices)


def test_who_withdraws_and_comes_back_files_anew_behind_the_others():
    first, _second = line_of(2, seats=2)
    Application.objects.update(state=State.SUBMITTED)
    first.round.tracks.update(last_order_number=2)
    withdraw(first, by=first.created_by, reason="철회")
    advance(first, "reopen", by=first.created_by)

    submission = file(first, by=first.created_by, arrived_at=clock.now(), manifest={}, consents={})

    assert submission.order_number == 3


def test_a_place_is_provisional_until_the_document_check():
    first, second = line_of(2, seats=1)

    assert place_of(first) == Place(order_number=1, waiting_number=None, decided=False)
    assert place_of(second) == Place(order_number=2, waiting_number=1, decided=False)


def test_an_application_that_is_not_in_line_has_no_place():
    assert place_of(make_application(state=State.DRAFT)) is None
    assert place_of(make_application(state=State.INELIGIBLE, order_number=7)) is None
