"""May this person change this round?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role


def may_edit_round(user: User) -> Verdict:
    """Only the agency sets up rounds."""
    return YES if user.role == Role.AGENCY else refuse(_("회차는 전담기관만 고칠 수 있습니다."))
