"""The last seat under a crowd; the controls show what the lock is for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import OperationalError, transaction

from applications import clock
from applications.filing.models import Application
from applications.filing.services import MovedAlready, advance, file
from applications.filing.workflow import State
from applications.roles import Role
from applications.seats.services import accept, lock_track, withdraw
from tests.applications.seats.deciding import decided_while, locked, unlocked
from tests.factories.filing import make_application
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.threads import PATIENCE, at_once, in_thread, let_it_run_into, needs_many_writers

CROWD = 12
pytestmark = [pytest.mark.django_db(transaction=True), needs_many_writers]


def crowd_of(count, *, seats, state=State.SUBMITTED):
    round_ = make_round(seats=seats)
    return [
        make_application(round_=round_, state=state, order_number=number, arrived_at=clock.now())
        for number in range(1, count + 1)
    ]


def test_a_crowd_at_the_last_seat_leaves_one_seated_and_the_rest_waiting_in_order():
    crowd, operator = crowd_of(CROWD, seats=1), make_user(Role.OPERATOR)

    at_once(lambda one: accept(one, by=operator), crowd[::-1])

    stored = list(Application.objects.order_by("order_number"))
    assert [one.state for one in stored] == [State.FEE_DUE] + [State.WAITING] * (CROWD - 1)
    assert [one.holds_seat for one in stored] == [True] + [False] * (CROWD - 1)


def test_counting_seats_without_the_lock_gives_the_last_one_away_many_times():
    crowd, counted = crowd_of(CROWD, seats=1, state=State.ELIGIBLE), Barrier(CROWD)

    def take(application):
        taken = Application.objects.filter(round=application.round, holds_seat=True).count()
        counted.wait(timeout=PATIENCE)
        if taken < 1:
            advance(application, "seat", by=None, holds_seat=True)

    at_once(take, crowd)

    assert Application.objects.filter(holds_seat=True).count() > 1


def settle_while_the_holder_leaves(decide):
    """Run a decision about the second while the first, who holds the only seat, withdraws."""
    holder, second = crowd_of(2, seats=1)
    accept(holder, by=make_user(Role.OPERATOR))
    Application.objects.filter(pk=second.pk).update(state=State.ELIGIBLE)
    second.refresh_from_db()
    return decided_while(second, decide, lambda: withdraw(holder, by=holder.created_by, reason="철회"))


def test_a_seat_freed_during_a_decision_is_not_lost():
    assert settle_while_the_holder_leaves(locked).state == State.FEE_DUE


def test_without_the_lock_a_seat_freed_during_a_decision_stays_empty():
    assert settle_while_the_holder_leaves(unlocked).state == State.WAITING
    assert Application.objects.filter(holds_seat=True).count() == 0


def file_while_a_colleague_withdraws(leave):
    """File a draft while somebody else of the company takes it back; `leave` does so once the application is held."""
    draft = make_application(round_=make_round())
    mine = Application.objects.get(pk=draft.pk)
    held, over = Event(), Event()

    def filing():
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=draft.pk)
            held.set()
            let_it_run_into(over.is_set)
            return file(draft, by=draft.created_by, arrived_at=clock.now(), manifest={}, consents={})

    def leaving():
        assert held.wait(timeout=PATIENCE)
        try:
            leave(mine)
        finally:
            over.set()

    with ThreadPoolExecutor(2) as pool:
        acts = [in_thread(pool, act) for act in (filing, leaving)]
        return [act.exception(timeout=PATIENCE) for act in acts]


def test_filing_and_withdrawing_a_draft_at_once_never_lock_each_other_out():
    def leave(draft):
        withdraw(draft, by=draft.created_by, reason="철회")

    faults = file_while_a_colleague_withdraws(leave)

    assert [type(fault) for fault in faults] == [type(None), MovedAlready]
    assert Application.objects.get().state == State.SUBMITTED


def test_control_locking_the_track_first_locks_both_out():
    def leave(draft):
        with transaction.atomic():
            lock_track(draft)
            advance(draft, "withdraw_draft", by=draft.created_by, reason="철회")

    faults = file_while_a_colleague_withdraws(leave)

    assert OperationalError in [type(fault) for fault in faults]
