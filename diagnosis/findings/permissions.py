"""May this person put down what was established about a supplier?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role


def may_record(user: User) -> Verdict:
    """The operating body and the agency."""
    if user.role in (Role.OPERATOR, Role.AGENCY):
        return YES
    return refuse(_("확인 사항은 운영기관과 전담기관만 기록할 수 있습니다."))
