"""May this person ask for a benefit, take a request back or answer it?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.rounds.wording import in_language
from applications.suppliers.models import Standing, Supplier
from diagnosis.benefits.queries import Entitlement
from diagnosis.benefits.requests.models import BenefitRequest, RequestState
from diagnosis.benefits.requests.queries import way_of
from grading.benefits import CLOSED, OPEN
from grading.requests import LETTER, OFFICE, awaits_figures


def may_ask(user: User, supplier: Supplier, one: Entitlement | None) -> Verdict:
    """Those who write for the company, for a benefit that is asked for here and that an answer can still open."""
    verdict = may_write_for(user, supplier)
    if not verdict:
        return verdict
    way = way_of(one.benefit.code) if one else None
    if one is None or way is None or way.kind not in (LETTER, OFFICE):
        return refuse(_("이 혜택은 포털에서 신청하지 않습니다."))
    return _is_within_reach(one, way.kind)


def may_write_for(user: User, supplier: Supplier) -> Verdict:
    """Whether this person acts for the company: its owners and editors."""
    member = getattr(user, "member", None)
    if member is None or member.supplier_id != supplier.pk:
        return refuse(_("이 기업의 구성원이 아닙니다."))
    if member.standing == Standing.VIEWER:
        return refuse(_("열람 권한만 있어 혜택을 신청할 수 없습니다. 대표 담당자에게 작성 권한을 요청하세요."))
    return YES


def may_withdraw(user: User, request: BenefitRequest) -> Verdict:
    """Those who write for the company, while nobody has answered."""
    if request.state != RequestState.ASKED or not _is_of_office(request):
        return refuse(_("답변을 기다리는 신청만 거둘 수 있습니다."))
    return may_write_for(user, request.supplier)


def may_answer(user: User, request: BenefitRequest) -> Verdict:
    """The operating body, while the request waits and an office answers it."""
    if user.role != Role.OPERATOR:
        return refuse(_("혜택 신청에는 운영기관만 답할 수 있습니다."))
    if request.state != RequestState.ASKED or not _is_of_office(request):
        return refuse(_("답변을 기다리는 신청이 아닙니다."))
    return YES


def may_grant(user: User, request: BenefitRequest, one: Entitlement | None) -> Verdict:
    """Whoever may answer, once the benefit is open on that day."""
    verdict = may_answer(user, request)
    if verdict and (one is None or one.dated.answer.state != OPEN):
        why = in_language(one.dated.answer.reason, one.dated.answer.reason_en) if one else ""
        return refuse(_("오늘 열려 있지 않은 혜택은 처리할 수 없습니다. %(why)s") % {"why": why})
    return verdict


def _is_of_office(request: BenefitRequest) -> bool:
    way = way_of(request.benefit)
    return way is not None and way.kind == OFFICE


def _is_within_reach(one: Entitlement, kind: str) -> Verdict:
    answer = one.dated.answer
    if answer.state == CLOSED:
        return refuse(in_language(answer.reason, answer.reason_en))
    if answer.state != OPEN and (kind == LETTER or awaits_figures(one.benefit)):
        return refuse(in_language(answer.reason, answer.reason_en))
    return YES
