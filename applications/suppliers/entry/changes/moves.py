"""The table of moves of a change: who may take it from where to where."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.roles import Role
from applications.suppliers.entry.changes.models import ChangeState
from applications.suppliers.pool import Move

S, SUPPLIER, OPERATOR = ChangeState, Role.SUPPLIER, Role.OPERATOR

CHANGE_MOVES: tuple[Move[ChangeState], ...] = (
    Move("resubmit", _("보완한 변경 제출"), S.SUPPLEMENT, S.SUBMITTED, SUPPLIER),
    Move("withdraw", _("변경 신청 거두기"), S.SUBMITTED, S.WITHDRAWN, SUPPLIER),
    Move("give_up", _("변경 신청 거두기"), S.SUPPLEMENT, S.WITHDRAWN, SUPPLIER),
    Move("approve", pgettext_lazy("act", "변경 승인"), S.SUBMITTED, S.APPROVED, OPERATOR),
    Move("request_supplement", pgettext_lazy("act", "변경 보완 요청"), S.SUBMITTED, S.SUPPLEMENT, OPERATOR, True),
    Move("refuse", pgettext_lazy("act", "변경 반려"), S.SUBMITTED, S.REFUSED, OPERATOR, True),
)
BY_NAME: dict[str, Move[ChangeState]] = {move.name: move for move in CHANGE_MOVES}


def change_moves_from(state: str, role: str) -> list[Move[ChangeState]]:
    """What a person of this role may do with a change in this state, in table order."""
    return [move for move in CHANGE_MOVES if move.start == state and move.by == role]
