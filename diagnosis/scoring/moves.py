"""Moving many applications at once, with one conditional update and one event each.

The batch's counterpart of filing.services.advance: a run of 2,510 applications cannot move them one by one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from applications import clock
from applications.audit.services import Entry, record_all
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.services import MovedAlready
from applications.filing.workflow import BY_NAME, Move
from applications.people.models import User

SLICE = 500
Facts = Callable[[Application], dict[str, Any]]


def advance_all(
    applications: Sequence[Application], move_name: str, *, by: User | None, facts: Facts = lambda _: {}
) -> None:
    """Make one move of the table with each application, inside the caller's transaction.

    The caller has read them locked; should one have left the start all the same, MovedAlready undoes the lot.
    `facts` says what the event of an application tells beside the move.
    """
    move = BY_NAME[move_name]
    for start in range(0, len(applications), SLICE):
        part = applications[start : start + SLICE]
        keys = [application.pk for application in part]
        rows = Application.objects.filter(pk__in=keys, state=move.start)
        if rows.update(state=move.end, state_since=clock.now(), state_reason="") != len(part):
            raise MovedAlready(move_name)
    record_all([_entry(application, move, by, facts) for application in applications])


def _entry(application: Application, move: Move, by: User | None, facts: Facts) -> Entry:
    told = {"from": move.start.value, "to": move.end.value, **facts(application)}
    return Entry(stream_of(application), f"application.{move.name}", by, clock.now(), told)
