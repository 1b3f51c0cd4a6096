"""May this person bring colleagues in, decide about them, or leave?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.suppliers.models import Member, PoolState, Standing, Supplier


def may_lead(user: User, supplier: Supplier) -> Verdict:
    """Whether this person decides about the company's people: an owner."""
    member = getattr(user, "member", None)
    if member is None or member.supplier_id != supplier.pk or member.standing != Standing.OWNER:
        return refuse(_("구성원은 대표 담당자만 관리할 수 있습니다."))
    return YES


def may_invite(user: User, supplier: Supplier) -> Verdict:
    """Whether this person may bring colleagues in: the owner of a company that is not removed."""
    if supplier.pool_state == PoolState.REMOVED:
        return refuse(_("POOL에서 제외된 기업은 구성원을 초대할 수 없습니다."))
    return may_lead(user, supplier)


def may_remove(user: User, member: Member) -> Verdict:
    """Whether this person may take a colleague out, or leave: the owner everybody, the others themselves."""
    if member.user_id == user.pk:
        return YES
    return may_lead(user, member.supplier)


def may_ask_to_join(user: User) -> Verdict:
    """Somebody of a supplier who has no company yet."""
    if user.role != Role.SUPPLIER:
        return refuse(_("공급기업 담당자만 합류를 요청할 수 있습니다."))
    if getattr(user, "member", None) is not None:
        return refuse(_("이미 기업에 소속되어 있습니다. 다른 기업에 합류하려면 먼저 지금 기업에서 나가야 합니다."))
    return YES
