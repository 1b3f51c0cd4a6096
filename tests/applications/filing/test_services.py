from datetime import timedelta

import pytest

from applications import clock
from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.services import MovedAlready, RoundClosed, advance, file, open_application
from applications.filing.workflow import State
from applications.roles import Role
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def filed(application, arrived_at=None):
    return file(
        application,
        by=application.created_by,
        arrived_at=arrived_at or clock.now(),
        manifest={"documents": []},
        consents={"truth": True},
    )


def test_opening_twice_makes_one_application():
    round_, supplier = make_round(), make_supplier()
    owner = make_member(supplier)

    first = open_application(supplier, round_, "INTEGRATED", by=owner)
    again = open_application(supplier, round_, "INTEGRATED", by=owner)

    assert first == again
    assert [event.verb for event in Event.objects.filter(stream=stream_of(first))] == ["application.opened"]


def test_a_closed_round_opens_nothing():
    round_, supplier = make_round(open_now=False), make_supplier()

    with pytest.raises(RoundClosed):
        open_application(supplier, round_, "INTEGRATED", by=make_member(supplier))
    assert Application.objects.count() == 0


def test_advance_writes_state_reason_moment_and_one_event():
    application = make_application(state=State.SUBMITTED)
    operator = make_user(Role.OPERATOR)

    advance(application, "request_supplement", by=operator, reason="증빙이 흐립니다.")

    stored = Application.objects.get()
    assert (stored.state, stored.state_reason) == (State.SUPPLEMENT, "증빙이 흐립니다.")
    event = Event.objects.get(stream=stream_of(application))
    assert (event.verb, event.actor_id) == ("application.request_supplement", operator.pk)
    assert event.data == {"from": "submitted", "to": "supplement", "reason": "증빙이 흐립니다."}


def test_a_second_click_moves_nothing_and_records_nothing():
    first = make_application(state=State.SUBMITTED)
    stale = Application.objects.get()
    advance(first, "reject", by=make_user(Role.OPERATOR), reason="사유")

    with pytest.raises(MovedAlready):
        advance(stale, "accept", by=make_user(Role.OPERATOR))
    assert Application.objects.get().state == State.INELIGIBLE
    assert Event.objects.count() == 1


def test_filing_gives_an_order_number_and_a_receipt():
    application = make_application(state=State.DRAFT)
    arrived_at = clock.now()

    submission = filed(application, arrived_at)

    stored = Application.objects.get()
    assert (stored.state, stored.order_number, stored.arrived_at) == (State.SUBMITTED, 1, arrived_at)
    assert (submission.receipt_number, submission.number) == (f"{application.code}-R01", 1)


def test_a_supplement_keeps_the_order_number():
    first, second = make_application(state=State.DRAFT), make_application(state=State.DRAFT)
    filed(first)
    filed(second)
    advance(first, "request_supplement", by=make_user(Role.OPERATOR), reason="보완")

    again = filed(first)

    assert (again.order_number, again.number) == (1, 2)
    assert Application.objects.get(pk=second.pk).order_number == 2


def test_the_closing_instant_itself_is_too_late_and_the_moment_before_is_not():
    application = make_application(state=State.DRAFT)
    closes_at = application.round.closes_at

    with pytest.raises(RoundClosed):
        filed(application, closes_at)
    assert Application.objects.get().state == State.DRAFT

    just_in_time = filed(application, closes_at - timedelta(microseconds=1))
    assert just_in_time.order_number == 1


def test_numbers_run_by_track():
    round_ = make_round()
    integrated = make_application(round_=round_, state=State.DRAFT)
    ai = make_application(round_=round_, track="MFG_AI", state=State.DRAFT)

    assert [filed(integrated).order_number, filed(ai).order_number] == [1, 1]
