"""A company's file as a page shows it: what is registered, what waits, what may be done, what happened."""

from collections.abc import Mapping
from typing import Any

from applications.people.models import User
from applications.suppliers.entry.changes.permissions import change_moves_open_to
from applications.suppliers.entry.changes.queries import last_change_of
from applications.suppliers.entry.models import DirectoryConsent
from applications.suppliers.entry.progress import progress_of, written_of
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import section_labels
from applications.suppliers.entry.tables import Rows, standing_with_files
from applications.suppliers.entry.telling import differences, tell
from applications.suppliers.forms import PoolMoveForm
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.numbers import format_business_number
from applications.suppliers.permissions import pool_moves_open_to
from applications.suppliers.queries import history_of

STAFF = "staff"  # personal data, on a page of its own
TONES = {
    PoolState.DRAFT: "neutral",
    PoolState.SUBMITTED: "info",
    PoolState.SUPPLEMENT: "warning",
    PoolState.APPROVED: "success",
    PoolState.REFUSED: "danger",
    PoolState.SUSPENDED: "warning",
    PoolState.LAPSED: "warning",
    PoolState.REMOVED: "danger",
}
CHANGE_TONES = {
    "submitted": "info",
    "supplement": "warning",
    "approved": "success",
    "refused": "danger",
    "withdrawn": "neutral",
}


def file_of(
    user: User,
    supplier: Supplier,
    *,
    tried: PoolMoveForm | None = None,
    tried_change: PoolMoveForm | None = None,
) -> dict[str, Any]:
    """The file of one of `filed_suppliers` for those who decide; forms that were refused come back as typed."""
    standing, files = standing_with_files(supplier)
    shown = [tell(code, rows, files) for code, rows in standing.items() if code != STAFF]
    return head_of(user, supplier, standing, tried=tried, tried_change=tried_change) | {
        "sections": shown,
        "staff_count": len(standing["staff"]),
        "is_assumed": requirements().is_assumed,
        "members": supplier.members.select_related("user").order_by("joined_at"),
    }


def head_of(
    user: User,
    supplier: Supplier,
    standing: Mapping[str, Rows],
    *,
    tried: PoolMoveForm | None = None,
    tried_change: PoolMoveForm | None = None,
) -> dict[str, Any]:
    """What both the company's own page and its file say: state, moves, progress, the change under way, history."""
    change = last_change_of(supplier)
    progress = progress_of(supplier, standing, written_of(supplier))
    under_way = change if change is not None and change.is_open else None
    return {
        "supplier": supplier,
        "number": format_business_number(supplier.business_number),
        "tone": TONES[PoolState(supplier.pool_state)],
        "forms": _forms(pool_moves_open_to(user, supplier), tried),
        "asked_sections": section_labels(supplier.pool_sections),
        "progress": progress,
        "has_gaps": any(one.gaps for one in progress),
        "change": change,
        "change_tone": CHANGE_TONES[change.state] if change else "",
        "change_sections": section_labels(change.sections) if change else [],
        "change_forms": _forms(change_moves_open_to(user, under_way), tried_change),
        "differences": differences(under_way.before, under_way.after) if under_way else [],
        "history": history_of(supplier),
    }


def standing_consent(supplier: Supplier) -> DirectoryConsent | None:
    """The consent to be shown in the public directory, if it stands."""
    return DirectoryConsent.objects.filter(supplier=supplier, revoked_at=None).first()


def _forms(moves: list[Any], tried: PoolMoveForm | None) -> list[PoolMoveForm]:
    blank = {move.name: PoolMoveForm(move=move) for move in moves}
    return list((blank | ({tried.move.name: tried} if tried else {})).values())
