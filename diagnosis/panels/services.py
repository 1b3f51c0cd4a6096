"""Making up a panel: inviting, answering, deciding doubts, releasing, opening the sheets."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from applications import clock
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.workflow import State
from applications.people.models import User
from diagnosis.panels import letters
from diagnosis.panels.challenges import settle
from diagnosis.panels.marking import finish_when_closed
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, DeclineCode, Interest, MarkSheet
from diagnosis.panels.permissions import PANEL_STATES
from diagnosis.panels.proposal import barred
from diagnosis.panels.queries import FREE, ready_members


class Barred(Exception):
    """Somebody chosen may not sit on this panel; the argument is a list of (assessor, reason)."""


class AnsweredAlready(Exception):
    """The place, or its case, is no longer in a state that the act starts from."""


@transaction.atomic
def assign(
    application: Application, assessors: Iterable[Assessor], *, due_on: date | None, by: User
) -> list[Assignment]:
    """Invite assessors; who is already on the panel stays as he is, who was released is invited again.

    Raises Barred when the data say that somebody is too near to the supplier or has declined.
    """
    chosen = list(assessors)
    if found := [(one, reason) for one in chosen if (reason := barred(application, one))]:
        raise Barred(found)
    places = [place for one in chosen if (place := _invite(application, one, due_on=due_on, by=by))]
    if places:
        names = {"assessors": [place.assessor_id for place in places], "due_on": due_on}
        record(stream_of(application), "panel.invited", by=by, data=names)
        letters.tell_invited(places)
    return places


def declare(place: Assignment, *, interest: str, explanation: str, by: User) -> Assignment:
    """Answer with a declaration: a conflict gives the place back, anything else takes it. Raises AnsweredAlready."""
    if interest == Interest.CONFLICT:
        return decline(place, code=DeclineCode.INTEREST, explanation=explanation, by=by)
    return accept(place, interest=interest, explanation=explanation, by=by)


@transaction.atomic
def accept(place: Assignment, *, interest: str, explanation: str, by: User) -> Assignment:
    """Take the place with a declaration of interests and the pledge; with a doubt it waits for an operator.

    `interest` is CLEAR or UNSURE; a CONFLICT is a reason to decline. Raises AnsweredAlready.
    """
    now, application = clock.now(), hold_case(place.application)
    if application.state not in PANEL_STATES:
        raise AnsweredAlready(place.pk)
    answered = {"state": AssignmentState.ACCEPTED, "interest": interest, "interest_reason": explanation}
    _change(place, AssignmentState.INVITED, **answered, pledged_at=now, answered_at=now)
    Assessor.objects.filter(pk=place.assessor_id).update(pledged_on=clock.today())
    record(stream_of(application), "panel.accepted", by=by, data=_facts(place))
    if interest == Interest.UNSURE:
        letters.tell_unsure(place)
    _join_late(place, application)
    return place


@transaction.atomic
def decline(place: Assignment, *, code: str, explanation: str, by: User) -> Assignment:
    """Turn the invitation down for a coded reason; an interest is kept as such. Raises AnsweredAlready."""
    interest = Interest.CONFLICT if code == DeclineCode.INTEREST else place.interest
    answered = {"state": AssignmentState.DECLINED, "decline_code": code, "state_reason": explanation}
    _change(place, AssignmentState.INVITED, **answered, interest=interest, answered_at=clock.now())
    record(stream_of(place.application), "panel.declined", by=by, data=_facts(place) | {"code": code})
    letters.tell_declined(place)
    return place


@transaction.atomic
def dismiss_interest(place: Assignment, *, reason: str, by: User) -> Assignment:
    """Decide that a doubtful interest does not stand in the way, for a stated reason. Raises AnsweredAlready."""
    application = hold_case(place.application)
    told = f"{place.interest_reason}\n→ {reason}".strip()
    _change(place, AssignmentState.ACCEPTED, Interest.UNSURE, interest=Interest.DISMISSED, interest_reason=told)
    settle(place, upheld=False, reason=reason, by=by)
    record(stream_of(place.application), "panel.interest_dismissed", by=by, data=_facts(place) | {"reason": reason})
    letters.tell_kept(place)
    _join_late(place, application)
    return place


@transaction.atomic
def release(place: Assignment, *, reason: str, by: User) -> Assignment:
    """Take somebody off the panel for a stated reason; an open sheet no longer counts.

    Raises AnsweredAlready, also for a member whose sheet is closed: it counts for good. When his was the last
    open sheet, the case's assessment closes by rule.
    """
    application = hold_case(place.application)
    if MarkSheet.objects.filter(assignment=place, closed_at__isnull=False).exists():
        raise AnsweredAlready(place.pk)
    _change(place, place.state, state=AssignmentState.RELEASED, state_reason=reason)
    settle(place, upheld=True, reason=reason, by=by)
    record(stream_of(application), "panel.released", by=by, data=_facts(place) | {"reason": reason})
    letters.tell_released(place)
    finish_when_closed(application)
    return place


@transaction.atomic
def open_sheets(application: Application) -> list[MarkSheet]:
    """A sheet for every ready member that has none yet."""
    without = ready_members(application).filter(sheet=None)
    return [MarkSheet.objects.get_or_create(assignment=place)[0] for place in without]


def hold_case(application: Application) -> Application:
    """The case as it stands now, locked until commit, so that nobody joins or leaves while it starts or ends."""
    return Application.objects.select_for_update().get(pk=application.pk)


def _join_late(place: Assignment, application: Application) -> None:
    """Whoever is ready only after the assessment began gets a sheet at once."""
    if application.state == State.IN_ASSESSMENT and place.interest in FREE:
        _sheet, made = MarkSheet.objects.get_or_create(assignment=place)
        if made:
            letters.tell_company(application, [place])


def _invite(application: Application, assessor: Assessor, *, due_on: date | None, by: User) -> Assignment | None:
    place, made = Assignment.objects.get_or_create(
        application=application, assessor=assessor, defaults={"due_on": due_on, "invited_by": by}
    )
    if made:
        return place
    if place.state != AssignmentState.RELEASED:
        return None
    anew = {
        "state": AssignmentState.INVITED,
        "interest": Interest.UNDECLARED,
        "interest_reason": "",
        "state_reason": "",
    }
    asked = {"due_on": due_on, "invited_at": clock.now(), "invited_by": by}
    try:
        _change(place, AssignmentState.RELEASED, **anew, **asked, pledged_at=None, answered_at=None)
    except AnsweredAlready:  # a colleague invited the same person a moment ago
        return None
    return place


def _change(place: Assignment, start: str, declared: str | None = None, /, **columns: object) -> None:
    """Move a place on by a conditional update, from a state and where given from a declaration."""
    rows = Assignment.objects.filter(pk=place.pk, state=start)
    if declared is not None:
        rows = rows.filter(interest=declared)
    if rows.update(**columns) != 1:
        raise AnsweredAlready(place.pk)
    for name, value in columns.items():
        setattr(place, name, value)


def _facts(place: Assignment) -> dict[str, object]:
    return {"assessor": place.assessor_id, "interest": place.interest}
