"""May this person change this round?"""

from datetime import datetime

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.rounds.models import Extension, Round

ASK_EXTENSION = frozenset({Role.OPERATOR, Role.AGENCY})


def may_open_round(user: User) -> Verdict:
    """Only the agency sets up rounds."""
    return YES if user.role == Role.AGENCY else refuse(_("회차는 전담기관만 열 수 있습니다."))


def may_edit_round(user: User, round_: Round, at: datetime) -> Verdict:
    """Name and instants are the agency's until the round opens; from then on companies rely on them."""
    if at >= round_.opens_at:
        return refuse(_("접수를 시작한 회차의 일정은 고칠 수 없습니다. 마감은 연장을 요청해 늦출 수 있습니다."))
    return YES if user.role == Role.AGENCY else refuse(_("회차는 전담기관만 고칠 수 있습니다."))


def may_set_seats(user: User) -> Verdict:
    """Seats are the agency's at any time."""
    return YES if user.role == Role.AGENCY else refuse(_("정원은 전담기관만 바꿀 수 있습니다."))


def may_ask_extension(user: User, round_: Round, at: datetime) -> Verdict:
    """A later closing may be asked for once the round has opened and no other request waits."""
    if user.role not in ASK_EXTENSION:
        return refuse(_("마감 연장은 운영기관과 전담기관만 요청할 수 있습니다."))
    if at < round_.opens_at:
        return refuse(_("접수를 시작하기 전에는 연장을 요청하지 않고 일정을 바로 고칩니다."))
    if round_.extensions.filter(decided_at=None).exists():
        return refuse(_("결정을 기다리는 연장 요청이 이미 있습니다."))
    return YES


def may_approve_extension(user: User, extension: Extension) -> Verdict:
    """Two people: who asked does not approve."""
    if extension.decided_at is not None:
        return refuse(_("이미 결정된 연장 요청입니다."))
    if user.role != Role.AGENCY:
        return refuse(_("마감 연장은 전담기관만 승인할 수 있습니다."))
    if extension.asked_by_id == user.pk:
        return refuse(_("요청한 사람은 승인할 수 없습니다. 다른 담당자가 결정해야 합니다."))
    return YES


def may_refuse_extension(user: User, extension: Extension) -> Verdict:
    """The agency refuses; who asked may take the request back."""
    if extension.decided_at is not None:
        return refuse(_("이미 결정된 연장 요청입니다."))
    if user.role != Role.AGENCY and extension.asked_by_id != user.pk:
        return refuse(_("마감 연장 요청은 전담기관이나 요청한 사람만 거절하거나 거둘 수 있습니다."))
    return YES
