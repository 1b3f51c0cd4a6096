"""Assessors, panels and sheets: `sit` gives a ready member, `fill` the marks of a whole sheet."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from applications import clock
from applications.filing.models import Application
from applications.roles import Role
from applications.suppliers.models import TechnologyField
from diagnosis.panels.marking import items_of
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, Interest, Mark, MarkSheet
from diagnosis.ratings import seal
from tests.factories.people import make_user

serials = count(1)
Rating = Decimal | str | int


def make_assessor(**fields: object) -> Assessor:
    values = {
        "affiliation": f"새길연구원{next(serials)}",
        "expertise": TechnologyField.INFORMATION,
        "region_code": "41",
    }
    user = fields.pop("user", None) or make_user(Role.ASSESSOR)
    return Assessor.objects.create(user=user, **(values | fields))


def make_assignment(application: Application, assessor: Assessor | None = None, **fields: object) -> Assignment:
    """An invitation that nobody has answered yet."""
    return Assignment.objects.create(application=application, assessor=assessor or make_assessor(), **fields)


def sit(application: Application, assessor: Assessor | None = None, **fields: object) -> Assignment:
    """A member who accepted, pledged and is free of interest."""
    now = clock.now()
    values = {
        "state": AssignmentState.ACCEPTED,
        "interest": Interest.CLEAR,
        "pledged_at": now,
        "answered_at": now,
    }
    return make_assignment(application, assessor, **(values | fields))


def make_sheet(place: Assignment, **fields: object) -> MarkSheet:
    return MarkSheet.objects.create(assignment=place, **fields)


def sit_and_close(
    application: Application, rating: Rating | Sequence[Rating] = 3, assessor: Assessor | None = None
) -> Assignment:
    """A member whose sheet is sealed: one rating for all items, or one for each in the scheme's order."""
    ratings = rating if isinstance(rating, list | tuple) else [rating] * len(items_of(application))
    place = sit(application, assessor)
    make_sheet(place, sealed=seal([Decimal(one) for one in ratings]), closed_at=clock.now())
    return place


def fill(sheet: MarkSheet, rating: str = "3.0", reason: str = "{item.name}의 근거를 확인했습니다.") -> list[Mark]:
    """A mark for every item, each with the reason."""
    items = items_of(sheet.assignment.application)
    return Mark.objects.bulk_create(
        Mark(sheet=sheet, item_code=item.code, rating=Decimal(rating), reason=reason.format(item=item))
        for item in items
    )
