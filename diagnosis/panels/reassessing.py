"""Assessing a case again after an objection was accepted: by other people, or by the same on named items."""

from collections.abc import Sequence

from applications import clock
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.people.models import User
from diagnosis.panels import letters
from diagnosis.panels.models import AssignmentState, Reassessment, ReassessWay, ReconcileAction
from diagnosis.panels.queries import ON_PANEL
from diagnosis.panels.reconciling import closed_sheets, open_for


def begin_again(
    application: Application, way: str, items: Sequence[str], *, objection: str, reason: str, by: User
) -> Reassessment:
    """Take the panel off the case or ask it to look again, inside the transaction that accepted the objection.

    A panel that is taken off keeps its sheets; they count for the earlier result alone.
    """
    made = Reassessment.objects.create(
        application=application,
        way=way,
        items=list(items),
        objection=objection,
        reason=reason,
        opened_by=by,
        opened_at=clock.now(),
    )
    data = {"way": way, "reason": reason} | ({"items": list(items)} if items else {})
    record(stream_of(application), "reassessment.opened", by=by, data=data)
    if way == ReassessWay.PANEL:
        _replace(application)
    else:
        sheets = closed_sheets(application)
        open_for(application, ReconcileAction.RECONCILE, items, sheets=sheets, reason=reason, by=by)
    return made


def _replace(application: Application) -> None:
    places = list(application.assignments.filter(state__in=ON_PANEL).select_related("assessor__user", "application"))
    application.assignments.filter(state__in=ON_PANEL).update(state=AssignmentState.REPLACED)
    letters.tell_replaced(places)
