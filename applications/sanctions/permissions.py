"""May this person propose, decide or lift an exclusion?"""

from django.utils.translation import gettext as _

from applications import clock
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.sanctions.models import Sanction

PROPOSERS = frozenset({Role.OPERATOR, Role.AGENCY})


def may_propose(user: User) -> Verdict:
    """The operator and the agency."""
    return YES if user.role in PROPOSERS else refuse(_("참여 제한은 운영기관과 전담기관만 등록할 수 있습니다."))


def may_confirm(user: User, sanction: Sanction) -> Verdict:
    """Two people: who proposed does not confirm."""
    if sanction.confirmed is not None:
        return refuse(_("이미 결정된 건입니다."))
    if user.role != Role.AGENCY:
        return refuse(_("참여 제한은 전담기관만 확정할 수 있습니다."))
    if sanction.proposed_by_id == user.pk:
        return refuse(_("등록한 사람은 확정할 수 없습니다. 다른 담당자가 결정해야 합니다."))
    return YES


def may_turn_down(user: User, sanction: Sanction) -> Verdict:
    """The agency refuses; who proposed may take it back."""
    if sanction.confirmed is not None:
        return refuse(_("이미 결정된 건입니다."))
    if user.role != Role.AGENCY and sanction.proposed_by_id != user.pk:
        return refuse(_("전담기관이나 등록한 사람만 반려하거나 거둘 수 있습니다."))
    return YES


def may_lift(user: User, sanction: Sanction) -> Verdict:
    """The agency, while it holds."""
    if not sanction.confirmed or sanction.lifted_at or sanction.ends_on < clock.today():
        return refuse(_("지금 적용 중인 참여 제한이 아닙니다."))
    return YES if user.role == Role.AGENCY else refuse(_("참여 제한은 전담기관만 해제할 수 있습니다."))
