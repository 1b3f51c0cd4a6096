"""The last seat in the closing minute: fifty companies file at the same instant, each on a connection of its own."""

import random
import time
from datetime import timedelta
from threading import Barrier

import pytest
from django.db.models import F

from applications import clock
from applications.fees.models import FeeStatement
from applications.filing.models import Application, Submission
from applications.filing.services import advance
from applications.filing.workflow import State
from applications.roles import Role
from applications.rounds.models import RoundTrack
from applications.seats.queries import place_of
from applications.seats.services import accept
from diagnosis.answers.models import Answer
from diagnosis.submissions.services import submit
from grading.load import load_scheme
from tests.factories.filing import make_application
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.threads import PATIENCE, at_once, needs_many_writers

pytestmark = [pytest.mark.django_db(transaction=True), needs_many_writers]
CROWD = 50
AGREED = {"personal": True}
NOW = clock.now()


@pytest.fixture
def crowd() -> list[Application]:
    """Complete drafts for the one seat left; the place in the list is the millisecond in which each arrives."""
    round_ = make_round(seats=1)
    drafts = [make_application(round_=round_, track="MFG_AI") for _company in range(CROWD)]
    items = load_scheme(round_.scheme_code).tracks["MFG_AI"].items
    said = {"rating": 3, "text": "현장 열두 곳에 적용했습니다."}
    Answer.objects.bulk_create(
        Answer(application=draft, item_code=item.code, saved_by=draft.created_by, **said)
        for draft in drafts
        for item in items
    )
    return drafts


def shuffled(crowd: list[Application]) -> list[tuple[int, Application]]:
    return random.Random(26).sample(list(enumerate(crowd)), CROWD)


def file_in(arrival: tuple[int, Application]) -> Submission:
    millisecond, application = arrival
    time.sleep(random.Random(millisecond).random() / 20)  # the processes are not equally quick
    arrived_at = NOW + timedelta(milliseconds=millisecond)
    return submit(application, by=application.created_by, arrived_at=arrived_at, consents=AGREED)


def test_fifty_at_the_last_seat_give_one_seat_and_waiting_numbers_in_the_order_of_arrival(crowd):
    receipts = at_once(file_in, shuffled(crowd))

    stored = list(Application.objects.order_by("arrived_at"))
    assert len({receipt.receipt_number for receipt in receipts}) == CROWD
    assert [one.pk for one in stored] == [one.pk for one in crowd]
    assert [one.order_number for one in stored] == list(range(1, CROWD + 1))
    assert [place_of(one).waiting_number for one in stored] == [None, *range(1, CROWD)]

    operator = make_user(Role.OPERATOR)
    at_once(lambda one: accept(one, by=operator), random.Random(1).sample(stored, CROWD))

    stored = list(Application.objects.order_by("arrived_at"))
    assert [one.state for one in stored] == [State.FEE_DUE] + [State.WAITING] * (CROWD - 1)
    assert [place_of(one).waiting_number for one in stored] == [None, *range(1, CROWD)]
    assert FeeStatement.objects.count() == 1


def test_control_numbers_by_who_is_quicker_do_not_follow_arrival(crowd):
    row = RoundTrack.objects.filter(track="MFG_AI")

    def take_next(arrival: tuple[int, Application]) -> tuple[int, int]:
        time.sleep(random.Random(arrival[0]).random() / 20)
        row.update(last_order_number=F("last_order_number") + 1)
        return arrival[0], row.values_list("last_order_number", flat=True).get()

    taken = [number for _millisecond, number in sorted(at_once(take_next, shuffled(crowd)))]

    assert taken != sorted(taken)


def test_control_without_the_lock_the_last_seat_is_given_many_times(crowd):
    Application.objects.update(state=State.ELIGIBLE)
    looked = Barrier(CROWD)

    def take(application: Application) -> None:
        taken = Application.objects.filter(round=application.round, holds_seat=True).count()
        looked.wait(timeout=PATIENCE)
        if taken < 1:
            advance(application, "seat", by=None, holds_seat=True)

    at_once(take, crowd)

    assert Application.objects.filter(holds_seat=True).count() > 1
