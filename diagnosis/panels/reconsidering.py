"""Looking again at named items of a closed sheet, and going on without waiting for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from applications import clock
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.people.models import User
from applications.permissions import require
from diagnosis.panels.amending import amend_sheet, ratings_of
from diagnosis.panels.marking import finish_when_closed
from diagnosis.panels.models import Mark, MarkSheet, ReconcileAction, Reconciliation, Reconsidered
from diagnosis.panels.permissions import may_settle
from diagnosis.panels.reconciling import close, open_reconciliation


class AnsweredBefore(Exception):
    """The sheet was answered for already, or nobody asks any more."""


@dataclass(frozen=True)
class Second:
    """An assessor's second rating of an item, with the reason for keeping or changing it."""

    rating: Decimal
    reason: str


@transaction.atomic
def reconsider(sheet: MarkSheet, said: Mapping[str, Second], *, by: User) -> None:
    """Seal the second ratings of all items that were asked for; the last answer goes on with the case by rule.

    The event names items, never a rating. Raises AnsweredBefore; `said` holds exactly the items asked for.
    """
    application = Application.objects.select_for_update().get(pk=sheet.assignment.application_id)
    asked = open_reconciliation(application)
    if asked is None or asked.action != ReconcileAction.RECONCILE or asked.answers.filter(sheet=sheet).exists():
        raise AnsweredBefore(sheet.pk)
    assert set(said) == set(asked.items)  # the form asks for each of them
    held = MarkSheet.objects.select_for_update(of=("self",)).select_related("assignment__application").get(pk=sheet.pk)
    _keep(asked, held, said)
    amend_sheet(held, {code: one.rating for code, one in said.items()})
    for code, one in said.items():
        Mark.objects.filter(sheet=held, item_code=code).update(reason=one.reason)
    record(stream_of(application), "sheet.reconsidered", by=by, data={"sheet": held.pk, "items": list(said)})
    finish_when_closed(application)


@transaction.atomic
def settle(reconciliation: Reconciliation, *, reason: str, by: User) -> None:
    """Go on with the sheets as they are, for a stated reason. Raises PermissionDenied, AnsweredBefore."""
    require(may_settle(by, reconciliation))
    application = Application.objects.select_for_update().get(pk=reconciliation.application_id)
    if not close(reconciliation, by=by, reason=reason):
        raise AnsweredBefore(reconciliation.pk)
    finish_when_closed(application)


def _keep(asked: Reconciliation, sheet: MarkSheet, said: Mapping[str, Second]) -> None:
    """Both ratings and reasons side by side, before the sheet is sealed anew."""
    before, now = ratings_of(sheet), clock.now()
    reasons = dict(Mark.objects.filter(sheet=sheet, item_code__in=said).values_list("item_code", "reason"))
    Reconsidered.objects.bulk_create(
        Reconsidered(
            reconciliation=asked,
            sheet=sheet,
            item_code=code,
            before=before[code],
            before_reason=reasons.get(code, ""),
            after=one.rating,
            reason=one.reason,
            answered_at=now,
        )
        for code, one in said.items()
    )
