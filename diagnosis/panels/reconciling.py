"""What keeps a case open although all its sheets are closed: assessors look again, or one more is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from applications import clock
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.people.models import User
from diagnosis.panels import letters
from diagnosis.panels.models import AssignmentState, MarkSheet, Reassessment, ReconcileAction, Reconciliation
from diagnosis.panels.spread import spread_of
from grading.disagreement import RECONCILE, THIRD_ASSESSOR, Disagreement, items_to_reconsider, next_step
from grading.load import load_scheme


def open_reconciliation(application: Application) -> Reconciliation | None:
    """What the case waits for now."""
    return Reconciliation.objects.filter(application=application, closed_at=None).first()


@dataclass(frozen=True)
class Course:
    """What a case waits for, what was reconciled before in the present pass, and what began that pass anew."""

    waiting: Reconciliation | None
    closed: list[Reconciliation]
    reassessment: Reassessment | None


def course_of(application: Application) -> Course:
    """The course of a case, read with two queries."""
    anew = application.reassessments.select_related("opened_by").first()
    found = list(Reconciliation.objects.filter(application=application).select_related("settled_by").order_by("pk"))
    return Course(
        waiting=next((one for one in found if one.closed_at is None), None),
        closed=[one for one in found if one.closed_at and (anew is None or one.opened_at >= anew.opened_at)],
        reassessment=anew,
    )


def reconciliations_of(application: Application) -> QuerySet[Reconciliation]:
    """Everything of the present pass, oldest first; a reassessment begins anew."""
    found = Reconciliation.objects.filter(application=application)
    since = _pass_began(application)
    return found.filter(opened_at__gte=since).order_by("pk") if since else found.order_by("pk")


def closed_sheets(application: Application) -> list[MarkSheet]:
    """The sheets that count for the case, in the order of closing."""
    sheets = MarkSheet.objects.filter(
        assignment__application=application,
        assignment__state=AssignmentState.ACCEPTED,
        closed_at__isnull=False,
    )
    return list(sheets.select_related("assignment__assessor__user").order_by("closed_at", "pk"))


def unanswered(reconciliation: Reconciliation, sheets: Sequence[MarkSheet] | None = None) -> list[MarkSheet]:
    """The sheets whose assessors have not looked again yet; `sheets` are the closed ones, where they are read."""
    answered = set(reconciliation.answers.values_list("sheet_id", flat=True))
    closed = closed_sheets(reconciliation.application) if sheets is None else sheets
    return [sheet for sheet in closed if sheet.pk not in answered]


def is_held(application: Application) -> bool:
    """Whether a case whose sheets are all closed stays open; opens what the scheme asks for. Call it locked."""
    waiting, sheets = open_reconciliation(application), closed_sheets(application)
    if waiting is not None:
        if not _is_done(waiting, sheets):
            return True
        close(waiting)
    spread = spread_of(application, sheets)
    step = _step(application, spread, len(sheets)) if spread else None
    if spread is None or step is None:
        return False
    items = [item.code for item in items_to_reconsider(spread)] if step == RECONCILE else []
    open_for(application, step, items, sheets=sheets, reason="", by=None)
    return True


def open_for(
    application: Application,
    action: str,
    items: Sequence[str],
    *,
    sheets: Sequence[MarkSheet],
    reason: str,
    by: User | None,
) -> Reconciliation:
    """Ask the assessors, or the operators for one more, inside the caller's transaction; by=None is the rule."""
    made = Reconciliation.objects.create(
        application=application, action=action, items=list(items), reason=reason, sheets=len(sheets), opened_by=by
    )
    data = {"action": action, "items": list(items)} | ({"reason": reason} if reason else {})
    record(stream_of(application), "reconciliation.opened", by=by, data=data)
    if action == THIRD_ASSESSOR:
        letters.tell_one_more(made)
    else:
        letters.tell_reconsider(made, [sheet.assignment for sheet in sheets])
    return made


def close(reconciliation: Reconciliation, *, by: User | None = None, reason: str = "") -> bool:
    """End what is open; False when somebody was first. With `by` an operator goes on without it."""
    fields = {"closed_at": clock.now(), "settled_by": by, "settled_reason": reason}
    if not Reconciliation.objects.filter(pk=reconciliation.pk, closed_at=None).update(**fields):
        return False
    verb = "reconciliation.settled" if by else "reconciliation.closed"
    data = {"action": reconciliation.action} | ({"reason": reason} if reason else {})
    record(stream_of(reconciliation.application), verb, by=by, data=data)
    return True


def _step(application: Application, spread: Disagreement, sheets: int) -> str | None:
    done = list(reconciliations_of(application))
    return next_step(
        load_scheme(application.scheme_code),
        spread,
        sheets=sheets,
        is_reconciled=any(one.action == ReconcileAction.RECONCILE for one in done),
        added=sum(one.action == ReconcileAction.THIRD_ASSESSOR for one in done),
    )


def _is_done(reconciliation: Reconciliation, sheets: Sequence[MarkSheet]) -> bool:
    if reconciliation.action == ReconcileAction.THIRD_ASSESSOR:
        return len(sheets) > reconciliation.sheets
    return not unanswered(reconciliation)


def _pass_began(application: Application) -> datetime | None:
    """When the case was last sent to be assessed again."""
    return Reassessment.objects.filter(application=application).values_list("opened_at", flat=True).first()
