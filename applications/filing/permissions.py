"""May this person make this move with this application?"""

from django.utils.translation import gettext as _

from applications.filing.models import Application
from applications.filing.workflow import SUPPLIER_WRITES, Move
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.suppliers.models import Member, Standing


def may_move(user: User, application: Application, move: Move) -> Verdict:
    """When first, then who: the state, the role, and for a company's people their standing in it."""
    if application.state != move.start:
        return refuse(
            _("지금 상태(%(state)s)에서는 «%(move)s» 처리를 할 수 없습니다.")
            % {"state": application.get_state_display(), "move": move.label}
        )
    if user.role not in move.by:
        return refuse(_("«%(move)s» 처리는 담당 권한이 있는 사람만 할 수 있습니다.") % {"move": move.label})
    return may_write_for(user, application) if user.role == Role.SUPPLIER else YES


def may_write_for(user: User, application: Application) -> Verdict:
    """Whether this person writes for the company that filed the application."""
    member = member_of(user)
    if member is None or member.supplier_id != application.supplier_id:
        return refuse(_("이 신청을 낸 기업의 구성원이 아닙니다."))
    if member.standing == Standing.VIEWER:
        return refuse(_("열람 권한만 있어 고칠 수 없습니다. 대표 담당자에게 작성 권한을 요청하세요."))
    return YES


def may_answer(user: User, application: Application) -> Verdict:
    """Whether answers and evidence may be changed now by this person."""
    if application.state not in SUPPLIER_WRITES:
        return refuse(_("%(state)s 상태에서는 답변을 고칠 수 없습니다.") % {"state": application.get_state_display()})
    return may_write_for(user, application)


def member_of(user: User) -> Member | None:
    """The person's place in a company, or None for people without one."""
    return getattr(user, "member", None)
