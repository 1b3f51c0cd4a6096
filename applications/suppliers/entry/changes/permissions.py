"""May this person move this change of an entry?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.suppliers.entry.changes.models import ChangeState, EntryChange
from applications.suppliers.entry.changes.moves import change_moves_from
from applications.suppliers.permissions import may_write_profile_of
from applications.suppliers.pool import Move


def may_move_change(user: User, change: EntryChange, move: Move[ChangeState]) -> Verdict:
    """When first, then who."""
    if change.state != move.start:
        return refuse(
            _("지금 상태(%(state)s)에서는 «%(move)s» 처리를 할 수 없습니다.")
            % {"state": change.get_state_display(), "move": move.label}
        )
    if user.role != move.by:
        return refuse(_("«%(move)s» 처리는 담당 권한이 있는 사람만 할 수 있습니다.") % {"move": move.label})
    return may_write_profile_of(user, change.supplier) if user.role == Role.SUPPLIER else YES


def change_moves_open_to(user: User, change: EntryChange | None) -> list[Move[ChangeState]]:
    """The buttons of a page."""
    if change is None:
        return []
    moves = change_moves_from(change.state, user.role)
    return [move for move in moves if may_move_change(user, change, move)]
