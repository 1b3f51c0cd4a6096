"""May this person enter KIBO's answer now?"""

from django.utils.translation import gettext as _

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from grading.load import load_scheme

ENTRY_STATES = (State.SEATED, State.FEE_DUE, State.PAID, State.IN_ASSESSMENT, State.ASSESSED)


def is_marked_by_ktrs(application: Application) -> bool:
    """Whether the track has items that KIBO's letters decide."""
    return bool(load_scheme(application.scheme_code).tracks[application.track].ktrs_items)


def may_enter(user: User, application: Application) -> Verdict:
    """Between the seat and the scoring, for tracks with KTRS items, by an operator."""
    if not is_marked_by_ktrs(application):
        return refuse(_("이 트랙에는 KTRS-FM 으로 평가하는 항목이 없습니다."))
    if application.state not in ENTRY_STATES:
        return refuse(
            _("선정된 뒤부터 채점하기 전까지만 KTRS-FM 결과를 입력할 수 있습니다(지금: %(state)s).")
            % {"state": application.get_state_display()}
        )
    if user.role != Role.OPERATOR:
        return refuse(_("KTRS-FM 결과는 운영기관 담당자만 입력할 수 있습니다."))
    return YES
