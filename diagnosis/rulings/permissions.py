"""May this person ask for, decide or refuse a correction or revocation?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from diagnosis.rulings.models import Ruling, RulingState
from diagnosis.rulings.queries import RULED_ON
from diagnosis.scoring.models import Outcome


def may_rule_on(user: User, outcome: Outcome) -> Verdict:
    """The agency, about the published result that counts and is not under objection."""
    if user.role != Role.AGENCY:
        return refuse(_("결과의 정정과 취소는 전담기관만 할 수 있습니다."))
    if not outcome.current or outcome.published_at is None or outcome.application.state not in RULED_ON:
        state = outcome.application.get_state_display()
        return refuse(_("공개되어 유효한 결과만 정정하거나 취소할 수 있습니다(지금: %(state)s).") % {"state": state})
    return YES


def may_ask(user: User, outcome: Outcome) -> Verdict:
    """Whoever may rule on the result, unless another request about it waits."""
    verdict = may_rule_on(user, outcome)
    if verdict and outcome.rulings.filter(state=RulingState.ASKED).exists():
        return refuse(_("결정을 기다리는 정정·취소 요청이 이미 있습니다."))
    return verdict


def may_decide(user: User, ruling: Ruling) -> Verdict:
    """Two people: who asked does not decide."""
    if ruling.state != RulingState.ASKED:
        return refuse(_("이미 결정된 요청입니다."))
    if user.role != Role.AGENCY:
        return refuse(_("결과의 정정과 취소는 전담기관만 할 수 있습니다."))
    if ruling.asked_by_id == user.pk:
        return refuse(_("요청한 사람은 결정할 수 없습니다. 다른 담당자가 결정해야 합니다."))
    return YES


def may_refuse(user: User, ruling: Ruling) -> Verdict:
    """Anybody of the agency refuses; who asked takes the request back so."""
    if ruling.state != RulingState.ASKED:
        return refuse(_("이미 결정된 요청입니다."))
    if user.role != Role.AGENCY:
        return refuse(_("결과의 정정과 취소는 전담기관만 할 수 있습니다."))
    return YES
