"""Moving many applications at once, with one conditional update and one event each.

The batch's counterpart of filing.services.advance: a run of 2,510 applications cannot move them one by one.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from applications import clock, rows
from applications.audit.services import Entry, record_all
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.services import MovedAlready
from applications.filing.workflow import BY_NAME
from applications.people.models import User


class Movable(Protocol):
    """What is moved: an application, or what was read of one."""

    @property
    def pk(self) -> int: ...
    @property
    def code(self) -> str: ...


One = TypeVar("One", bound=Movable)


def advance_all(
    applications: Sequence[One],
    move_name: str,
    *,
    by: User | None,
    facts: Callable[[One], dict[str, Any]] = lambda _: {},
) -> None:
    """Make one move of the table with each application, inside the caller's transaction.

    The caller has read them locked; should one have left the start all the same, MovedAlready undoes the lot.
    `facts` says what the event of an application tells beside the move.
    """
    move, now = BY_NAME[move_name], clock.now()
    keys = [application.pk for application in applications]
    held = Application.objects.filter(pk__in=rows.among(keys), state=move.start)
    if keys and held.update(state=move.end, state_since=now, state_reason="") != len(keys):
        raise MovedAlready(move_name)
    way = {"from": move.start.value, "to": move.end.value}
    verb = f"application.{move.name}"
    record_all([Entry(stream_of(one), verb, by, now, way | facts(one)) for one in applications])
