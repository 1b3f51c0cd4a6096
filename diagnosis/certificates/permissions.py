"""May this person have a certificate issued?"""

from django.utils.translation import gettext as _

from applications import clock
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from diagnosis.results.standing import StandingState, standing_of
from diagnosis.scoring.models import Outcome

ASKERS = frozenset({Role.SUPPLIER, Role.OPERATOR, Role.AGENCY})


def may_issue(user: User | None, outcome: Outcome) -> Verdict:
    """The company itself and those who run the programme, or the portal (None), while the result stands."""
    if user is not None and user.role not in ASKERS:
        return refuse(_("확인서는 그 기업과 운영기관, 전담기관만 발급받을 수 있습니다."))
    return is_certifiable(outcome)


def may_reissue(user: User, outcome: Outcome) -> Verdict:
    """The agency, while the result stands."""
    if user.role != Role.AGENCY:
        return refuse(_("확인서를 다시 발급하는 일은 전담기관만 할 수 있습니다."))
    return is_certifiable(outcome)


def is_certifiable(outcome: Outcome) -> Verdict:
    """A published result that is valid today or will be."""
    if outcome.published_at is None or outcome.fault:
        return refuse(_("공개된 결과만 확인서를 발급할 수 있습니다."))
    state = standing_of(outcome, clock.today()).state
    if state in (StandingState.VALID, StandingState.NOT_YET):
        return YES
    return refuse(_("지금 유효하지 않은 결과(%(state)s)는 확인서를 발급할 수 없습니다.") % {"state": state.label})
