"""May this person read or change this company's place in the POOL?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.suppliers.models import Standing, Supplier
from applications.suppliers.pool import PoolMove, pool_moves_from


def may_pool_move(user: User, supplier: Supplier, move: PoolMove) -> Verdict:
    """When first, then who: the state, the role, and for a company's people their standing in it."""
    if supplier.pool_state != move.start:
        return refuse(
            _("지금 상태(%(state)s)에서는 «%(move)s» 처리를 할 수 없습니다.")
            % {"state": supplier.get_pool_state_display(), "move": move.label}
        )
    if user.role != move.by:
        return refuse(_("«%(move)s» 처리는 담당 권한이 있는 사람만 할 수 있습니다.") % {"move": move.label})
    return may_write_profile_of(user, supplier) if user.role == Role.SUPPLIER else YES


def may_write_profile_of(user: User, supplier: Supplier) -> Verdict:
    """Whether this person writes for the company."""
    member = getattr(user, "member", None)
    if member is None or member.supplier_id != supplier.pk:
        return refuse(_("이 기업의 구성원이 아닙니다."))
    if member.standing == Standing.VIEWER:
        return refuse(_("열람 권한만 있어 고칠 수 없습니다. 대표 담당자에게 작성 권한을 요청하세요."))
    return YES


def pool_moves_open_to(user: User, supplier: Supplier) -> list[PoolMove]:
    """The buttons of a page: every move of the table that this person may make now."""
    moves = pool_moves_from(supplier.pool_state, user.role)
    return [move for move in moves if may_pool_move(user, supplier, move)]
