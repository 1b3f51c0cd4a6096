"""A decision about a seat while somebody else changes what it rests on; without the lock it rests on what was."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import transaction

from applications.filing.models import Application
from applications.filing.services import advance
from applications.seats.queries import has_seat_for
from applications.seats.services import lock_track, settle
from tests.threads import PATIENCE, in_thread, let_it_run_into

Decide = Callable[[Application, Event, Event], None]


def locked(application: Application, looked: Event, go_on: Event) -> None:
    """Decide as the portal does."""
    with transaction.atomic():
        lock_track(application)
        looked.set()
        go_on.wait(timeout=PATIENCE)
        settle(application)


def unlocked(application: Application, looked: Event, go_on: Event) -> None:
    """Decide by what was seen before."""
    with transaction.atomic():
        seat_left = has_seat_for(application)
        looked.set()
        go_on.wait(timeout=PATIENCE)
        advance(application, "seat" if seat_left else "queue", by=None)


def decided_while(application: Application, decide: Decide, act: Callable[[], object]) -> Application:
    """The application once both are over: the decision, and the act that began when the decision had looked."""
    looked, go_on = Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        deciding = in_thread(pool, lambda: decide(application, looked, go_on))
        assert looked.wait(timeout=PATIENCE)
        acting = in_thread(pool, act)
        let_it_run_into(acting.done)  # it waits for the lock, as it should
        go_on.set()
        deciding.result(timeout=PATIENCE)
        acting.result(timeout=PATIENCE)
    return Application.objects.get(pk=application.pk)
