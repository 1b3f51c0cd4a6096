"""What an operator wants mended in an application, item by item, and until when; nothing else opens for writing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from applications.audit.services import record
from applications.documents.models import DocumentVersion
from applications.filing.models import Application, SupplementPoint, SupplementRequest
from applications.filing.queries import stream_of
from applications.filing.workflow import State
from applications.people.models import User

Named = Mapping[str, Sequence[DocumentVersion]]
"""By item code, the documents that are meant."""


@transaction.atomic
def ask(
    application: Application, notes: Mapping[str, str], *, due_on: date, by: User, documents: Named | None = None
) -> SupplementRequest:
    """Name the items that must be mended, what about each and which documents; call it in the transaction of the move.

    Documents of an item without a note are left out.
    """
    asked = SupplementRequest.objects.create(application=application, due_on=due_on, asked_by=by)
    named = {code: list((documents or {}).get(code, ())) for code in notes}
    for code, note in notes.items():
        SupplementPoint.objects.create(request=asked, item_code=code, note=note).documents.set(named[code])
    files = {code: [one.sha256 for one in meant] for code, meant in named.items() if meant}
    data = {"due_on": due_on, "items": dict(notes)} | ({"documents": files} if files else {})
    record(stream_of(application), "supplement.asked", by=by, data=data)
    return asked


def close(application: Application, at: datetime) -> None:
    """Note that the company has answered what was asked."""
    SupplementRequest.objects.filter(application=application, answered_at=None).update(answered_at=at)


def open_request(application: Application) -> SupplementRequest | None:
    """What the company has still to answer, with its points; None where nothing is asked."""
    if application.state != State.SUPPLEMENT:
        return None
    return application.supplements.filter(answered_at=None).prefetch_related("points__documents__document").first()


def is_open(request: SupplementRequest | None, code: str) -> bool:
    """Whether an item may be changed: every one, unless an open request names others."""
    return request is None or code in {point.item_code for point in request.points.all()}


def supplements_of(application: Application) -> list[SupplementRequest]:
    """Everything that was ever asked to be mended, the latest first, with its points and their documents."""
    return list(application.supplements.prefetch_related("points__documents__document"))
