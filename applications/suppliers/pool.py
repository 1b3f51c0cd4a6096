"""The table of POOL moves: the only place that says who may take a supplier from where to where."""

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.roles import Role
from applications.suppliers.models import PoolState

State = TypeVar("State", bound=TextChoices)


class Move(NamedTuple, Generic[State]):
    """A named step between states. `asks_reason`: the person must say why, and the company is told."""

    name: str
    label: str | Promise
    start: State
    end: State
    by: Role
    asks_reason: bool = False


PoolMove = Move[PoolState]


S, SUPPLIER, OPERATOR = PoolState, Role.SUPPLIER, Role.OPERATOR
IDENTITY_OPEN = frozenset({S.DRAFT, S.SUPPLEMENT})
CONTACT_OPEN = IDENTITY_OPEN | {S.APPROVED, S.LAPSED}

POOL_MOVES: tuple[PoolMove, ...] = (
    PoolMove("submit", _("등록 신청"), S.DRAFT, S.SUBMITTED, SUPPLIER),
    PoolMove("resubmit", _("보완 제출"), S.SUPPLEMENT, S.SUBMITTED, SUPPLIER),
    PoolMove("revise", _("다시 작성"), S.REFUSED, S.DRAFT, SUPPLIER),
    PoolMove("approve", pgettext_lazy("act", "승인"), S.SUBMITTED, S.APPROVED, OPERATOR),
    PoolMove("request_supplement", pgettext_lazy("act", "보완 요청"), S.SUBMITTED, S.SUPPLEMENT, OPERATOR, True),
    PoolMove("refuse", pgettext_lazy("act", "반려"), S.SUBMITTED, S.REFUSED, OPERATOR, True),
    PoolMove("recheck", _("변경 확인 요청"), S.APPROVED, S.SUPPLEMENT, OPERATOR, True),
    PoolMove("suspend", pgettext_lazy("act", "정지"), S.APPROVED, S.SUSPENDED, OPERATOR, True),
    PoolMove("restore", _("정지 해제"), S.SUSPENDED, S.APPROVED, OPERATOR, True),
    PoolMove("lapse", _("갱신 만료"), S.APPROVED, S.LAPSED, Role.SYSTEM),
    PoolMove("renew", _("내용 확인하고 갱신"), S.LAPSED, S.APPROVED, SUPPLIER),
    PoolMove("remove_lapsed", _("POOL에서 제외"), S.LAPSED, S.REMOVED, OPERATOR, True),
    PoolMove("remove_approved", _("POOL에서 제외"), S.APPROVED, S.REMOVED, OPERATOR, True),
    PoolMove("remove_suspended", _("POOL에서 제외"), S.SUSPENDED, S.REMOVED, OPERATOR, True),
)
BY_NAME: dict[str, PoolMove] = {move.name: move for move in POOL_MOVES}


def pool_moves_from(state: str, role: str) -> list[PoolMove]:
    """What a person of this role may do with a supplier in this state, in table order."""
    return [move for move in POOL_MOVES if move.start == state and move.by == role]


def pool_diagram() -> Iterator[str]:
    """The table as Mermaid lines."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {PoolState.DRAFT.value}"
    for move in POOL_MOVES:
        yield f"    {move.start.value} --> {move.end.value}: {move.name} ({move.by.value})"
