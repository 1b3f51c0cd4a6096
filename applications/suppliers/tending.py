"""What the portal does every morning for the POOL: reminders, and the end of entries that nobody confirmed."""

from datetime import date, timedelta

from django.db.models import QuerySet

from applications import clock
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sheets.services import forget_old_uploads
from applications.suppliers.letters import remind_of_refresh, remind_of_supplement
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.services import MovedAlready, move_pool


def tend_pool() -> int:
    """Remind of what is due, let lapse what is overdue, forget old uploads; says how many lapsed.

    A second run on the same day tells nobody anything new and moves nothing.
    """
    _remind()
    forget_old_uploads()
    return sum(_lapse(supplier) for supplier in _approved().filter(refresh_due_on__lt=clock.today()))


def _remind() -> None:
    """Once for each threshold that has been passed, however many mornings were missed."""
    refresh, supplement = requirements().refresh_remind_days, requirements().supplement_remind_days
    for supplier in _approved().filter(refresh_due_on__range=_reach(refresh)):
        if due := supplier.refresh_due_on:
            remind_of_refresh(supplier, due, _passed(refresh, due))
    waiting = Supplier.objects.filter(pool_state=PoolState.SUPPLEMENT)
    for supplier in waiting.filter(pool_due_on__range=_reach(supplement)):
        if due := supplier.pool_due_on:
            remind_of_supplement(supplier, due, _passed(supplement, due))


def _reach(thresholds: tuple[int, ...]) -> tuple[date, date]:
    return clock.today(), clock.today() + timedelta(days=max(thresholds))


def _passed(thresholds: tuple[int, ...], due: date) -> int:
    """The nearest threshold that what is left of the days is within."""
    left = (due - clock.today()).days
    return min(days for days in thresholds if left <= days)


def _lapse(supplier: Supplier) -> bool:
    try:
        move_pool(supplier, "lapse", by=None)
    except MovedAlready:
        return False
    return True


def _approved() -> QuerySet[Supplier]:
    return Supplier.objects.filter(pool_state=PoolState.APPROVED)
