"""Writing the life of an application: open, move, and the numbers that arrival gives."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from applications import clock
from applications.audit.services import record
from applications.filing.letters import tell_moved_back
from applications.filing.models import Application, Submission
from applications.filing.queries import stream_of
from applications.filing.supplements import close
from applications.filing.workflow import BY_NAME, Move
from applications.people.models import User
from applications.rounds.models import Round, RoundTrack
from applications.suppliers.models import Supplier

TRACK_LETTERS = {"INTEGRATED": "I", "MFG_AI": "A"}
UNFILED = {"order_number": None, "arrived_at": None, "filed_type": "", "filed_field": "", "holds_seat": False}
"""What an application loses that leaves the line; filed again, it gets all of it anew."""


class MovedAlready(Exception):
    """Somebody was first: the application is no longer in the state that the move starts from."""


class RoundClosed(Exception):
    """The round takes no applications at this instant."""


@transaction.atomic
def open_application(supplier: Supplier, round_: Round, track: str, *, by: User) -> Application:
    """Start a draft, or give back the one that exists; twice the same click makes one application."""
    if not round_.is_open(clock.now()):
        raise RoundClosed
    application, made = Application.objects.get_or_create(
        supplier=supplier,
        round=round_,
        track=track,
        defaults={
            "code": f"{round_.code[2:]}-{TRACK_LETTERS[track]}-{supplier.pk:05d}",
            "scheme_code": round_.scheme_code,
            "scheme_digest": round_.scheme_digest,
            "created_by": by,
        },
    )
    if made:
        record(stream_of(application), "application.opened", by=by, data={"track": track})
    return application


@transaction.atomic
def advance(
    application: Application, move_name: str, *, by: User | None, reason: str = "", **changed: Any
) -> Application:
    """Make one move of the table as a conditional update; by=None is the portal itself.

    Raises MovedAlready when the application has left the move's start. `changed` are further columns set by
    the same update. Permission is the caller's question (filing.permissions.may_move).
    """
    move = BY_NAME[move_name]
    fields = {"state": move.end, "state_since": clock.now(), "state_reason": reason, **changed}
    rows = Application.objects.filter(pk=application.pk, state=move.start).update(**fields)
    if rows != 1:
        raise MovedAlready(move_name)
    for name, value in fields.items():
        setattr(application, name, value)
    _record_move(application, move, by=by, reason=reason)
    return application


@transaction.atomic
def file(
    application: Application,
    *,
    by: User,
    arrived_at: datetime,
    manifest: dict[str, Any],
    consents: Mapping[str, Any],
) -> Submission:
    """Submit or resubmit: the move, the receipt, and at first what arrival settles: the order number, and what kind of
    supplier is judged. A supplement keeps both."""
    first = application.order_number is None
    if first and not application.round.is_open(arrived_at):
        raise RoundClosed
    number = application.order_number or take_order_number(application, arrived_at)
    move_name = "submit" if application.state == BY_NAME["submit"].start else "resubmit"
    advance(application, move_name, by=by, **(_arrival(application, number, arrived_at) if first else {}))
    close(application, arrived_at)
    count = application.submissions.count() + 1
    return Submission.objects.create(
        application=application,
        number=count,
        receipt_number=f"{application.code}-R{count:02d}",
        arrived_at=arrived_at,
        order_number=number,
        manifest=manifest,
        consents=dict(consents),
        submitted_by=by,
    )


def _arrival(application: Application, number: int, arrived_at: datetime) -> dict[str, Any]:
    company = application.supplier
    kind = {"filed_type": company.supplier_type, "filed_field": company.technology_field}
    return {"order_number": number, "arrived_at": arrived_at} | kind


def take_order_number(application: Application, arrived_at: datetime) -> int:
    """The number that this arrival has on its round's track; the row lock makes the order total.

    Whoever arrived later and was written down sooner moves back by one place and is told: the instants of arrival
    decide, not which process was quicker.
    """
    row = RoundTrack.objects.filter(round_id=application.round_id, track=application.track)
    row.update(last_order_number=F("last_order_number") + 1)
    number = row.values_list("last_order_number", flat=True).get()
    same_line = Application.objects.filter(round_id=application.round_id, track=application.track)
    overtakers = same_line.filter(order_number__isnull=False, arrived_at__gt=arrived_at)
    for overtaker in overtakers.select_related("supplier").order_by("-order_number"):
        number = _move_back(overtaker, number)
    return number


def _move_back(application: Application, number: int) -> int:
    """Give an application a later order number; returns the one it had."""
    before, application.order_number = application.order_number, number
    assert before is not None
    application.save(update_fields=["order_number"])
    record(stream_of(application), "order.moved", by=None, data={"from": before, "to": number})
    tell_moved_back(application, before)
    return before


def _record_move(application: Application, move: Move, *, by: User | None, reason: str) -> None:
    data = {"from": move.start.value, "to": move.end.value}
    record(
        stream_of(application),
        f"application.{move.name}",
        by=by,
        data=data | ({"reason": reason} if reason else {}),
    )
