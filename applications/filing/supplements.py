"""What an operator wants mended in an application, item by item, and until when; nothing else opens for writing."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from applications.audit.services import record
from applications.filing.models import Application, SupplementPoint, SupplementRequest
from applications.filing.queries import stream_of
from applications.filing.workflow import State
from applications.people.models import User


@transaction.atomic
def ask(application: Application, notes: Mapping[str, str], *, due_on: date, by: User) -> SupplementRequest:
    """Name the items that must be mended and what about each; call it in the transaction of the move."""
    asked = SupplementRequest.objects.create(application=application, due_on=due_on, asked_by=by)
    SupplementPoint.objects.bulk_create(
        SupplementPoint(request=asked, item_code=code, note=note) for code, note in notes.items()
    )
    data = {"due_on": due_on, "items": dict(notes)}
    record(stream_of(application), "supplement.asked", by=by, data=data)
    return asked


def close(application: Application, at: datetime) -> None:
    """Note that the company has answered what was asked."""
    SupplementRequest.objects.filter(application=application, answered_at=None).update(answered_at=at)


def open_request(application: Application) -> SupplementRequest | None:
    """What the company has still to answer, with its points; None where nothing is asked."""
    if application.state != State.SUPPLEMENT:
        return None
    return application.supplements.filter(answered_at=None).prefetch_related("points").first()


def is_open(request: SupplementRequest | None, code: str) -> bool:
    """Whether an item may be changed: every one, unless an open request names others."""
    return request is None or code in {point.item_code for point in request.points.all()}


def supplements_of(application: Application) -> list[SupplementRequest]:
    """Everything that was ever asked to be mended, the latest first, with its points; two queries."""
    return list(application.supplements.prefetch_related("points"))
