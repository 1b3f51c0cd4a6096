"""Cases of the demonstration whose sheets lie too far apart: one to look at again, one for another assessor."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.roles import Role
from diagnosis.panels.marking import close_sheet, items_of
from diagnosis.panels.models import AssignmentState, Mark, MarkSheet, Reconciliation
from grading.values import INTEGRATED
from portal.demo.people import demo_user
from portal.demo.writing import mark_reason

FEWEST = 2
LOW, USUAL, HIGH = Decimal(1), Decimal(3), Decimal("4.5")


def leave_some_apart() -> None:
    """One case of the assessor's log-in to reconcile and another to extend, where enough others stay as they are."""
    if Reconciliation.objects.exists():
        return
    begun = MarkSheet.objects.filter(closed_at__isnull=False).values("assignment__application")
    under_way = Application.objects.filter(state=State.IN_ASSESSMENT, track=INTEGRATED).exclude(pk__in=begun)
    under_way = under_way.order_by("-pk")
    own = under_way.filter(assignments__assessor__user=demo_user(Role.ASSESSOR))
    if own.count() >= FEWEST:
        _close(own[0], on_one_item=True)
    others = under_way.exclude(pk__in=own.values("pk"))
    if others.count() >= FEWEST:
        _close(others[0], on_one_item=False)


def _close(application: Application, *, on_one_item: bool) -> None:
    """Fill and close every sheet, the first low and the last high: on the first item alone, or throughout."""
    sheets = list(
        MarkSheet.objects.filter(assignment__application=application, assignment__state=AssignmentState.ACCEPTED)
        .select_related("assignment__assessor__user")
        .order_by("pk")
    )
    for place, sheet in enumerate(sheets):
        far = {0: LOW, len(sheets) - 1: HIGH}.get(place, USUAL)
        sheet.marks.all().delete()
        Mark.objects.bulk_create(_marks(application, sheet, far, only_first=on_one_item))
    for sheet in sheets:
        close_sheet(sheet, by=sheet.assignment.assessor.user)


def _marks(application: Application, sheet: MarkSheet, far: Decimal, *, only_first: bool) -> Iterator[Mark]:
    rng = Random(f"apart:{sheet.pk}")
    for number, item in enumerate(items_of(application)):
        rating = far if number == 0 or not only_first else USUAL
        yield Mark(sheet=sheet, item_code=item.code, rating=rating, reason=mark_reason(rng, item, rating))
