"""Assessors, panels and sheets; `sit` gives a ready member, `fill` the marks of a whole sheet."""

from decimal import Decimal
from itertools import count

from applications import clock
from applications.filing.models import Application
from applications.roles import Role
from applications.suppliers.models import TechnologyField
from diagnosis.panels.marking import items_of
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, Interest, Mark, MarkSheet
from tests.factories.people import make_user

serials = count(1)


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


def make_sheet(place: Assignment) -> MarkSheet:
    return MarkSheet.objects.create(assignment=place)


def fill(sheet: MarkSheet, rating: str = "3.0", reason: str = "증빙으로 확인했습니다.") -> list[Mark]:
    items = items_of(sheet.assignment.application)
    marks = [Mark(sheet=sheet, item_code=item.code, rating=Decimal(rating), reason=reason) for item in items]
    return Mark.objects.bulk_create(marks)
