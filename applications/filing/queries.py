"""Which applications a person may see."""

from typing import Protocol

from django.db.models import QuerySet

from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.workflow import BY_NAME, MOVES, RESULT_STATES, State
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role


def applications_for(user: User) -> QuerySet[Application]:
    """Own company's for suppliers, all for those who run or inspect, published ones for the ministry.

    Assessors see cases through their assignments (diagnosis.panels), never here.
    """
    everything = Application.objects.select_related("supplier", "round")
    if user.role in SEES_EVERY_CASE:
        return everything
    if user.role == Role.SUPPLIER:
        return everything.filter(supplier__members__user=user)
    if user.role == Role.MINISTRY:
        return everything.filter(state__in=RESULT_STATES)
    return everything.none()


def came_from(application: Application) -> State | None:
    """The state an application left when it came into the present one, as its audit stream tells; None untold."""
    verbs = [f"application.{move.name}" for move in MOVES if move.end == application.state]
    last = Event.objects.filter(stream=stream_of(application), verb__in=verbs).order_by("-number").first()
    return BY_NAME[last.verb.partition(".")[2]].start if last else None


class Numbered(Protocol):
    """Anything that has an application's number."""

    @property
    def code(self) -> str: ...


def stream_of(application: Numbered) -> str:
    """The name of the application's audit stream."""
    return f"application:{application.code}"
