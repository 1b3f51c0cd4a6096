"""Changing ratings of closed sheets by a decision that is recorded elsewhere; the sheets stay sealed throughout."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import F

from applications import clock
from diagnosis.panels.marking import items_of
from diagnosis.panels.models import Mark, MarkSheet
from diagnosis.ratings import seal, unseal


def ratings_of(sheet: MarkSheet) -> dict[str, Decimal]:
    """The sealed ratings of a closed sheet by item code; items that do not apply have none."""
    return {code: rating for code, rating in _sealed(sheet).items() if rating is not None}


def amend_sheet(sheet: MarkSheet, ratings: Mapping[str, Decimal]) -> None:
    """Seal the sheet anew with other ratings of some items; call it with the case locked and record why."""
    sheet.sealed = seal(list((_sealed(sheet) | dict(ratings)).values()))
    sheet.save(update_fields=["sealed"])
    for code, rating in ratings.items():
        marks = Mark.objects.filter(sheet=sheet, item_code=code)
        marks.update(rating=rating, version=F("version") + 1, saved_at=clock.now())


def _sealed(sheet: MarkSheet) -> dict[str, Decimal | None]:
    """Every item in the order in which the sheet is sealed."""
    items = items_of(sheet.assignment.application)
    return {item.code: rating for item, rating in zip(items, unseal(sheet.sealed), strict=True)}
