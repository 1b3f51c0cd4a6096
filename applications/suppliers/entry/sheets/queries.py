"""Uploaded workbooks of a company."""

from django.db.models import QuerySet

from applications.people.models import User
from applications.roles import Role
from applications.suppliers.entry.sheets.models import SheetUpload
from applications.suppliers.queries import suppliers_for


def uploads_for(user: User) -> QuerySet[SheetUpload]:
    """Those of the person's own company; nobody else sees what was not taken over."""
    if user.role != Role.SUPPLIER:
        return SheetUpload.objects.none()
    return SheetUpload.objects.filter(supplier__in=suppliers_for(user)).select_related("supplier")


def last_taken(user: User, sha256: str, code: str) -> SheetUpload | None:
    """An upload of the very same bytes that was taken over before, for a word about it."""
    return uploads_for(user).filter(sha256=sha256, code=code).exclude(taken_at=None).order_by("-taken_at").first()
