"""Seats are raised while others decide; the controls show what the locks are for."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event

import pytest
from django.db import transaction
from django.db.models import Sum

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import Role
from applications.rounds.models import Round, RoundTrack
from applications.rounds.quotas import allowances
from applications.rounds.services import QuotaExceeded, lock_rounds, open_round
from applications.seats.services import resize
from grading.load import load_scheme
from tests.applications.seats.deciding import Decide, decided_while, locked, unlocked
from tests.factories.filing import make_application
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.threads import PATIENCE, in_thread, needs_many_writers

pytestmark = [pytest.mark.django_db(transaction=True), needs_many_writers]


def decide_while_seats_are_raised(decide: Decide) -> Application:
    """Run a decision about the second of two for one seat while the agency raises the seats to two."""
    round_, agency = make_round(seats=1), make_user(Role.AGENCY)
    make_application(round_=round_, state=State.FEE_DUE, order_number=1, holds_seat=True)
    second = make_application(round_=round_, state=State.ELIGIBLE, order_number=2)
    return decided_while(second, decide, lambda: resize(round_, {"INTEGRATED": 2}, reason="추가 모집", by=agency))


def test_seats_raised_during_a_decision_reach_who_was_put_on_the_waiting_list():
    assert decide_while_seats_are_raised(locked).state == State.FEE_DUE


def test_without_the_lock_seats_raised_during_a_decision_stay_empty():
    assert decide_while_seats_are_raised(unlocked).state == State.WAITING
    assert Application.objects.filter(holds_seat=True).count() == 1


def test_a_filing_is_not_held_up_by_the_sharing_out_of_seats():
    round_, locked, done = make_round(), Event(), Event()

    def share_out():
        with transaction.atomic():
            lock_rounds()
            locked.set()
            assert done.wait(timeout=PATIENCE)

    with ThreadPoolExecutor(1) as pool:
        sharing = in_thread(pool, share_out)
        assert locked.wait(timeout=PATIENCE)
        make_application(round_=round_)
        done.set()
        sharing.result(timeout=PATIENCE)


def both_raise(raise_seats: Callable[[Round, User], object]) -> int:
    """Two rounds of a year take the whole rest of the AI quota at the same moment; the seats there are then."""
    rounds = [make_round("2026-1", seats=0), make_round("2026-2", seats=0)]
    agency = make_user(Role.AGENCY)

    def run(round_):
        with suppress(QuotaExceeded):
            raise_seats(round_, agency)

    with ThreadPoolExecutor(2) as pool:
        for done in [in_thread(pool, lambda one=one: run(one)) for one in rounds]:
            done.result(timeout=PATIENCE)
    return RoundTrack.objects.filter(track="MFG_AI").aggregate(Sum("seats"))["seats__sum"]


def test_two_rounds_do_not_take_the_same_rest_of_the_quota():
    gate = Barrier(2)

    def raised(round_, agency):
        gate.wait(timeout=PATIENCE)
        resize(round_, {"MFG_AI": 175}, reason="추가 모집", by=agency)

    assert both_raise(raised) == 175


def test_without_the_lock_two_rounds_take_the_same_rest():
    looked = Barrier(2)

    def raised(round_, _agency):
        with transaction.atomic():
            left = allowances(load_scheme("2026-1"), year=2026, code=round_.code)["MFG_AI"].left
            looked.wait(timeout=PATIENCE)
            RoundTrack.objects.filter(round=round_, track="MFG_AI").update(seats=left)

    assert both_raise(raised) == 350


def test_two_rounds_opened_at_once_share_the_quota():
    make_round("2026-1", seats=0)
    agency, gate, scheme = make_user(Role.AGENCY), Barrier(2), load_scheme("2026-1")
    instants = {"opens_at": Round.objects.get().opens_at, "closes_at": Round.objects.get().closes_at}

    def opened(code):
        gate.wait(timeout=PATIENCE)
        with suppress(QuotaExceeded):
            open_round(scheme, code=code, name=code, seats={"INTEGRATED": 0, "MFG_AI": 175}, by=agency, **instants)

    with ThreadPoolExecutor(2) as pool:
        for done in [in_thread(pool, lambda code=code: opened(code)) for code in ("2026-2", "2026-3")]:
            done.result(timeout=PATIENCE)

    assert Round.objects.count() == 2
