"""Documents and files that a person may see."""

from collections.abc import Callable

from django.db.models import F, Max, Prefetch, Q, QuerySet, Sum

from applications import clock
from applications.documents.models import Document, DocumentVersion, Upload
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role

READ_BY: dict[str, Callable[[User], Q]] = {}
"""Role → which versions it may read; a room above fills in roles that it alone can judge."""


def documents_for(user: User) -> QuerySet[Document]:
    """Own company's documents for suppliers, all for those who run or inspect, none for others; newest first."""
    found = Document.objects.select_related("supplier").prefetch_related(
        Prefetch("versions", DocumentVersion.objects.select_related("uploaded_by"))
    )
    if user.role in SEES_EVERY_CASE:
        return found
    if user.role == Role.SUPPLIER:
        return found.filter(supplier__members__user=user)
    return found.none()


def versions_for(user: User) -> QuerySet[DocumentVersion]:
    """Files of the documents a person may see, and for other roles those of the cases they work on."""
    found = DocumentVersion.objects.select_related("document", "supplier")
    if user.role in SEES_EVERY_CASE:
        return found
    if user.role == Role.SUPPLIER:
        return found.filter(supplier__members__user=user)
    if user.role in READ_BY:
        return found.filter(READ_BY[user.role](user)).distinct()
    return found.none()


def latest_versions(supplier_id: int) -> QuerySet[DocumentVersion]:
    """The newest version of each document that a company has not hidden, by kind and title."""
    newest = DocumentVersion.objects.select_related("document").annotate(newest=Max("document__versions__number"))
    mine = newest.filter(supplier_id=supplier_id, document__hidden_at=None, number=F("newest"))
    return mine.order_by("document__kind", "document__title", "pk")


def stored_bytes(supplier_id: int) -> int:
    """How much a company has stored."""
    return DocumentVersion.objects.filter(supplier_id=supplier_id).aggregate(total=Sum("size"))["total"] or 0


def promised_bytes(supplier_id: int) -> int:
    """How much of a company is on its way."""
    return Upload.objects.filter(supplier_id=supplier_id).aggregate(total=Sum("size"))["total"] or 0


def uploads_for(user: User) -> QuerySet[Upload]:
    """A person's own unfinished uploads that have not expired."""
    return Upload.objects.filter(user=user, expires_at__gt=clock.now())


def stream_of(document: Document) -> str:
    """The name of the document's audit stream."""
    return f"document:{document.key}"
