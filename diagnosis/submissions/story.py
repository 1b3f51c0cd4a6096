"""The story of an application: what happened, where it stands, what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.workflow import BY_NAME, RESULT_STATES, State
from diagnosis.submissions.status import Status

MILESTONES = (
    State.DRAFT,
    State.SUBMITTED,
    State.ELIGIBLE,
    State.SEATED,
    State.PAID,
    State.IN_ASSESSMENT,
    State.ASSESSED,
    State.CONFIRMED,
    State.PUBLISHED,
)
BETWEEN = {
    State.SUPPLEMENT: State.SUBMITTED,
    State.WAITING: State.ELIGIBLE,
    State.FEE_DUE: State.SEATED,
    State.GRADED: State.ASSESSED,
}
"""States off the main line and the milestone they stand at."""
SETTLED = RESULT_STATES - {State.OBJECTED} | {State.INELIGIBLE, State.WITHDRAWN}
"""States in which nothing is under way."""


@dataclass(frozen=True)
class Moment:
    """One point of an application's story; `state` is done, active or todo, `facts` are lines of label and words."""

    title: str | Promise
    at: datetime | None
    state: str
    note: str = ""
    facts: Sequence[tuple[str, str]] = ()


def story_of(application: Application, status: Status | None = None) -> list[Moment]:
    """What happened by the audit chain, where it stands and who is at work, and the milestones that are to come."""
    past, present = _past(application), _present(application, status)
    if past[-1].title == present.title:  # the act and where it led bear one name
        present = replace(present, note=past.pop().note)
    return [*past, present, *_future(application)]


def _past(application: Application) -> list[Moment]:
    stream = stream_of(application)
    events = Event.objects.filter(stream=stream, verb__startswith="application.").order_by("number")
    told = [
        Moment(_title(event.verb.removeprefix("application.")), event.at, "done", event.data.get("reason", ""))
        for event in events
    ]
    return told or [Moment(_("작성 시작"), application.created_at, "done")]


def _title(move_name: str) -> str | Promise:
    return BY_NAME[move_name].label if move_name in BY_NAME else _("작성 시작")


def _present(application: Application, status: Status | None) -> Moment:
    state = "done" if application.state in SETTLED else "active"
    facts = facts_told(status) if status else ()
    return Moment(application.get_state_display(), application.state_since, state, facts=facts)


def facts_told(status: Status) -> list[tuple[str, str]]:
    """Who is at work and on what, what comes next and by when; where no day is set, that."""
    if status.is_over:
        return [(_("안내"), str(status.work))]
    return [
        (_("지금 일하는 곳"), str(status.worker)),
        (_("하는 일"), str(status.work)),
        (_("다음 단계"), str(status.next)),
        (_("언제까지"), status.by or _("정해진 날이 없어요. 바뀌면 알려 드려요.")),
    ]


def _future(application: Application) -> list[Moment]:
    state = State(application.state)
    place = BETWEEN.get(state, state)
    if place not in MILESTONES:
        return []
    return [Moment(ahead.label, None, "todo") for ahead in MILESTONES[MILESTONES.index(place) + 1 :]]
