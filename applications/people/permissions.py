"""May this person open, close or invite again the account of another?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role


def may_keep_accounts(user: User) -> Verdict:
    """Accounts of assessors and officials are kept by the agency."""
    return YES if user.role == Role.AGENCY else refuse(_("담당자 계정은 전담기관만 관리할 수 있습니다."))


def may_deactivate(user: User, person: User) -> Verdict:
    """Whether the account may be closed; one's own may not, so that the agency never shuts itself out."""
    if not person.is_active:
        return refuse(_("이미 사용 중지된 계정입니다."))
    if person.pk == user.pk:
        return refuse(_("자기 계정은 스스로 중지할 수 없습니다. 다른 담당자에게 요청하세요."))
    return may_keep_accounts(user)


def may_reactivate(user: User, person: User) -> Verdict:
    """Whether a closed account may be opened again."""
    return refuse(_("사용 중인 계정입니다.")) if person.is_active else may_keep_accounts(user)


def may_invite_again(user: User, person: User) -> Verdict:
    """Whether the letter may go out once more: to an account in use whose owner has set no password yet.

    The operator, who enlists assessors, also invites them again.
    """
    if not person.is_active:
        return refuse(_("이미 사용 중지된 계정입니다."))
    if person.has_usable_password():
        return refuse(_("이미 비밀번호를 정한 계정입니다."))
    if user.role == Role.OPERATOR and person.role == Role.ASSESSOR:
        return YES
    return may_keep_accounts(user)
