"""Writing marks and closing sheets; nothing typed in one window is overwritten unseen by another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from applications import clock
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.services import advance
from applications.filing.workflow import State
from applications.people.models import User
from diagnosis.answers.absences import absent_codes
from diagnosis.answers.queries import reading_of
from diagnosis.panels.models import AssignmentState, Mark, MarkSheet
from diagnosis.panels.queries import are_all_sheets_closed, marks_by_item, ready_members
from diagnosis.panels.reconciling import is_held
from diagnosis.ratings import seal
from grading.load import load_scheme
from grading.values import Item


class SheetClosed(PermissionDenied):
    """The sheet takes no marks any more; str() is the sentence to show."""


class NotComplete(Exception):
    """Items still lack a rating or a reason; `items` names them in the scheme's order."""

    def __init__(self, items: list[Item]) -> None:
        super().__init__(", ".join(item.code for item in items))
        self.items = items


@dataclass(frozen=True)
class Draft:
    """What an assessor wants a mark to be; `version` is that of the mark they saw, 0 for none."""

    item_code: str
    rating: Decimal | None
    reason: str
    version: int


@dataclass(frozen=True)
class Saved:
    """What came of a save: marks as stored now, and by item those changed meanwhile from another window."""

    marks: dict[str, Mark]
    stale: dict[str, Mark]


@transaction.atomic
def save_marks(sheet: MarkSheet, drafts: Sequence[Draft], *, by: User) -> Saved:
    """Store each draft whose author saw the present version; the others come back as stale, untouched.

    The event names items and versions, never a rating: whoever reads the chain while the case is open must not
    learn one. Raises SheetClosed.
    """
    _hold_open(sheet)
    codes = [draft.item_code for draft in drafts]
    kept = marks_by_item(Mark.objects.filter(sheet=sheet, item_code__in=codes))
    stale: dict[str, Mark] = {}
    changed: dict[str, Mark] = {}
    for draft in drafts:
        present = kept.get(draft.item_code)
        if _says(present, draft):
            continue
        if (present.version if present else 0) != draft.version:
            stale[draft.item_code] = present or Mark(sheet=sheet, item_code=draft.item_code, version=0)
        else:
            changed[draft.item_code] = _write(sheet, draft, present)
    if changed:
        versions = {code: mark.version for code, mark in changed.items()}
        record(f"sheet:{sheet.pk}", "marks.saved", by=by, data={"versions": versions})
    return Saved(kept | changed, stale)


@transaction.atomic
def save_opinion(sheet: MarkSheet, opinion: str, *, by: User) -> None:
    """Store the closing opinion on the whole case. Raises SheetClosed."""
    _hold_open(sheet)
    if MarkSheet.objects.filter(pk=sheet.pk).exclude(opinion=opinion).update(opinion=opinion):
        record(f"sheet:{sheet.pk}", "opinion.saved", by=by, data={"length": len(opinion)})
        sheet.opinion = opinion


@transaction.atomic
def close_sheet(sheet: MarkSheet, *, by: User) -> MarkSheet:
    """Seal the ratings in the scheme's item order for good; the last sheet closes the case's assessment.

    An item that was found not to apply is sealed as such, whatever may have been marked.

    Raises NotComplete while an item lacks rating or reason, SheetClosed when it was closed before.
    """
    application = Application.objects.select_for_update().get(pk=sheet.assignment.application_id)
    _hold_open(sheet)
    marks = marks_by_item(sheet.marks.all())
    items, absent = items_of(application), absent_codes(application)
    if missing := missing_in(items, marks, absent):
        raise NotComplete(missing)
    sheet.sealed = seal([None if item.code in absent else _rating(marks[item.code]) for item in items])
    sheet.closed_at = clock.now()
    sheet.save(update_fields=["sealed", "closed_at"])
    record(stream_of(application), "sheet.closed", by=by, data={"sheet": sheet.pk, "items": len(items)})
    finish_when_closed(application)
    return sheet


def finish_when_closed(application: Application) -> bool:
    """Close the assessment by rule once every sheet of a full panel is closed and nothing is to be reconciled.

    Sheets too far apart open a reconciliation instead. Call it with the row locked.
    """
    least = load_scheme(application.scheme_code).panel.min_size
    if application.state != State.IN_ASSESSMENT or ready_members(application).count() < least:
        return False
    if not are_all_sheets_closed(application) or is_held(application):
        return False
    advance(application, "close_assessment", by=None)
    return True


def items_of(application: Application) -> tuple[Item, ...]:
    """The items a panel marks, as they read for the supplier, in the order in which a sheet is sealed."""
    return reading_of(application).panel_items


def missing_in(items: Sequence[Item], marks: dict[str, Mark], absent: Collection[str] = ()) -> list[Item]:
    """Items without a rating or without a reason; `absent` are codes of those that do not apply."""
    return [item for item in items if item.code not in absent and not is_complete(marks.get(item.code))]


def is_complete(mark: Mark | None) -> bool:
    """Whether a mark can be sealed: a rating and the reason for it."""
    return mark is not None and mark.rating is not None and bool(mark.reason.strip())


def _hold_open(sheet: MarkSheet) -> None:
    """Keep the sheet and its case from moving until the transaction ends."""
    row = MarkSheet.objects.select_for_update(of=("self",)).select_related("assignment__application")
    held = row.get(pk=sheet.pk)
    place = held.assignment
    is_open = place.state == AssignmentState.ACCEPTED and place.application.state == State.IN_ASSESSMENT
    if held.closed_at is not None or not is_open:
        raise SheetClosed(_("이미 마감되었거나 진단이 끝난 평가표입니다. 화면을 새로 고쳐 확인하세요."))


def _says(mark: Mark | None, draft: Draft) -> bool:
    """Whether the mark already says what the draft wants, as after a save that was sent twice."""
    if mark is None:
        return draft.rating is None and not draft.reason.strip()
    return mark.rating == draft.rating and mark.reason == draft.reason


def _write(sheet: MarkSheet, draft: Draft, present: Mark | None) -> Mark:
    said = {"rating": draft.rating, "reason": draft.reason, "saved_at": clock.now()}
    if present is None:
        return Mark.objects.create(sheet=sheet, item_code=draft.item_code, **said)
    for name, value in said.items():
        setattr(present, name, value)
    present.version += 1
    present.save(update_fields=[*said, "version"])
    return present


def _rating(mark: Mark) -> Decimal:
    assert mark.rating is not None  # missing_in was asked before
    return mark.rating
