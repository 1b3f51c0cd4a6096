"""Many at once on a database that really runs them at once; every race has its control without the guard."""

from threading import Barrier

import pytest

from applications import clock
from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.services import MovedAlready, advance, file
from applications.filing.workflow import State
from applications.roles import Role
from tests.factories.filing import make_application
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.threads import PATIENCE, at_once, needs_many_writers

THREADS = 8
pytestmark = [pytest.mark.django_db(transaction=True), needs_many_writers]


def test_one_of_many_clicks_moves():
    application = make_application(state=State.SUBMITTED)
    operator = make_user(Role.OPERATOR)

    def click(_number):
        try:
            advance(Application.objects.get(pk=application.pk), "accept", by=operator)
        except MovedAlready:
            return False
        return True

    assert sorted(at_once(click, range(THREADS))) == [False] * (THREADS - 1) + [True]
    assert Event.objects.filter(verb="application.accept").count() == 1


def test_without_the_condition_in_the_update_several_clicks_move():
    application = make_application(state=State.SUBMITTED)
    seen = Barrier(THREADS)

    def click(_number):
        found = Application.objects.get(pk=application.pk)
        seen.wait(timeout=PATIENCE)
        if found.state != State.SUBMITTED:
            return False
        Application.objects.filter(pk=found.pk).update(state=State.ELIGIBLE)
        return True

    assert at_once(click, range(THREADS)).count(True) > 1


def test_order_numbers_of_a_crowd_have_no_gap_and_no_twin():
    round_ = make_round()
    crowd = [make_application(round_=round_, state=State.DRAFT) for _ in range(THREADS)]

    def submit(application):
        file(application, by=application.created_by, arrived_at=clock.now(), manifest={}, consents={})

    at_once(submit, crowd)

    numbers = Application.objects.order_by("arrived_at").values_list("order_number", flat=True)
    assert list(numbers) == list(range(1, THREADS + 1))


def test_counting_instead_of_locking_gives_twins():
    round_ = make_round()
    crowd = [make_application(round_=round_, state=State.DRAFT) for _ in range(THREADS)]
    seen = Barrier(THREADS)

    def count_and_take(application):
        number = Application.objects.filter(round=round_, order_number__isnull=False).count() + 1
        seen.wait(timeout=PATIENCE)
        return number

    assert len(set(at_once(count_and_take, crowd))) < THREADS
