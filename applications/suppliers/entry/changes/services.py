"""Changing an approved entry: asked for by the company, decided by the operator, never in force before."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.entry.changes.models import OPEN, ChangeState, EntryChange
from applications.suppliers.entry.changes.moves import BY_NAME
from applications.suppliers.entry.models import WrittenSection
from applications.suppliers.entry.tables import Rows, standing_rows, write_rows
from applications.suppliers.letters import tell_owners_of_change
from applications.suppliers.models import Supplier
from applications.suppliers.queries import stream_of


class NothingToChange(Exception):
    """No section says anything else than what stands, or one of them still has faults."""


class ChangeMovedAlready(Exception):
    """Somebody was first: the change is no longer in the state that the move starts from."""


@transaction.atomic
def ask_for_change(supplier: Supplier, *, by: User) -> EntryChange:
    """Put all changed sections before the operator. Raises NothingToChange, ChangeMovedAlready."""
    before, after = _content(supplier)
    try:
        with transaction.atomic():
            change = EntryChange.objects.create(supplier=supplier, before=before, after=after, asked_by=by)
    except IntegrityError:
        raise ChangeMovedAlready from None
    record(stream_of(supplier), "change.asked", by=by, data={"sections": sorted(after)})
    return change


@transaction.atomic
def move_change(
    change: EntryChange,
    move_name: str,
    *,
    by: User,
    reason: str = "",
    sections: Sequence[str] = (),
    due_on: date | None = None,
) -> EntryChange:
    """Make one move of the table as a conditional update; approval lets the new rows stand.

    Raises ChangeMovedAlready, and NothingToChange where a supplement brings nothing that may be decided.
    Permission is the caller's question (changes.permissions.may_move_change).
    """
    move = BY_NAME[move_name]
    fields = {"state": move.end, "since": clock.now(), "reason": reason, "sections": list(sections), "due_on": due_on}
    if move_name == "resubmit":
        fields["before"], fields["after"] = _content(change.supplier)
    if not EntryChange.objects.filter(pk=change.pk, state=move.start).update(**fields):
        raise ChangeMovedAlready(move_name)
    for name, value in fields.items():
        setattr(change, name, value)
    if move.end == ChangeState.APPROVED:
        _let_stand(change)
    told = {"from": move.start.value, "to": move.end.value, "sections": sorted(change.after)}
    told |= {"reason": reason} if reason else {}
    told |= {"due_on": due_on.isoformat()} if due_on else {}
    event = record(stream_of(change.supplier), f"change.{move.name}", by=by, data=told)
    if move.by == Role.OPERATOR:
        tell_owners_of_change(change.supplier, move.label, reason=reason, due_on=due_on, number=event.number)
    return change


def end_open_change(supplier: Supplier) -> None:
    """Close a change that another move has overtaken, inside that move's transaction."""
    under_way = EntryChange.objects.filter(supplier=supplier, state__in=OPEN)
    under_way.update(state=ChangeState.WITHDRAWN, since=clock.now())


def _content(supplier: Supplier) -> tuple[dict[str, Rows], dict[str, Rows]]:
    """What stands and what is wanted instead, by section. Raises NothingToChange."""
    waiting = list(WrittenSection.objects.filter(supplier=supplier, waits=True))
    if not waiting or any(one.ready is None for one in waiting):
        raise NothingToChange
    stands = standing_rows(supplier)
    return {one.code: stands[one.code] for one in waiting}, {one.code: one.ready or [] for one in waiting}


def _let_stand(change: EntryChange) -> None:
    supplier = Supplier.objects.select_for_update().get(pk=change.supplier_id)
    for code, rows in change.after.items():
        write_rows(supplier, code, rows)
    WrittenSection.objects.filter(supplier=supplier, code__in=change.after, waits=True).update(waits=False)
