"""Is what a page sends still the word of the person who wrote it?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse


def is_author(user: User, author: str) -> Verdict:
    """Whether the person signed in now is the one whose page sends this; a page that does not say is believed.

    On a shared machine somebody else may have signed in beside a page that is still saving.
    """
    if author in ("", str(user.pk)):
        return YES
    return refuse(_("이 화면을 연 사람과 지금 로그인한 사람이 다릅니다. 쓰던 사람으로 다시 로그인해 주세요."))
