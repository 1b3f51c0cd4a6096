"""May this person read and check the audit chain?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role


def may_inspect(user: User) -> Verdict:
    """Auditors alone: the chain speaks of everybody, officials included."""
    return YES if user.role == Role.AUDITOR else refuse(_("감사 기록은 감사 담당자만 볼 수 있습니다."))
