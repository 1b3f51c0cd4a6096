"""Who is told about requests for benefits; each letter is written with the fact it tells."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.notices.kinds import Kind
from applications.notices.services import Text, notify
from applications.people.models import User
from applications.roles import Role
from diagnosis.benefits.requests.models import BenefitRequest, RequestState
from diagnosis.benefits.requests.queries import name_of


def tell_asked(request: BenefitRequest) -> None:
    """The operating body."""
    _tell(
        User.objects.filter(role=Role.OPERATOR, is_active=True),
        request,
        "asked",
        lambda: _("혜택 신청: %(company)s") % _facts(request),
        lambda: _("%(company)s에서 «%(benefit)s»을(를) 신청했습니다.") % _facts(request),
        Kind.WORK,
    )


def tell_answered(request: BenefitRequest) -> None:
    """The company's people."""
    _tell(_people(request), request, request.state, lambda: _subject(request), lambda: _answer(request))


def tell_ended(request: BenefitRequest, *, was_granted: bool) -> None:
    """The company's people; the operating body too where it has given something that holds no more."""
    _tell(
        _people(request),
        request,
        "ended",
        lambda: _("혜택이 끝남: %(benefit)s") % _facts(request),
        lambda: (
            _(
                "«%(benefit)s» 신청이 끝났습니다.\n까닭: %(why)s\n"
                "새 결과가 나왔다면 혜택 화면에서 다시 신청할 수 있습니다."
            )
            % _facts(request)
        ),
    )
    if was_granted and request.answered_by_id:
        _tell(
            User.objects.filter(role=Role.OPERATOR, is_active=True),
            request,
            "ended",
            lambda: _("거두어야 할 혜택: %(company)s") % _facts(request),
            lambda: (
                _("%(company)s의 «%(benefit)s»이(가) 끝났습니다. 올린 곳에서 내려 주세요.\n까닭: %(why)s")
                % _facts(request)
            ),
            Kind.WORK,
        )


def _subject(request: BenefitRequest) -> str:
    if request.state == RequestState.GRANTED:
        return _("혜택 처리 안내: %(benefit)s") % _facts(request)
    return _("혜택 신청 결과: %(benefit)s") % _facts(request)


def _answer(request: BenefitRequest) -> str:
    facts = _facts(request)
    if request.state == RequestState.REFUSED:
        return _("«%(benefit)s» 신청을 받아들이지 못했습니다.\n사유: %(answer)s") % facts
    return _("«%(benefit)s» 신청을 처리했습니다.\n%(answer)s") % facts


def _people(request: BenefitRequest) -> Iterable[User]:
    return User.objects.filter(member__supplier=request.supplier_id, is_active=True)


def _tell(
    people: Iterable[User], request: BenefitRequest, fact: str, subject: Text, body: Text, kind: Kind = Kind.RESULT
) -> None:
    link = reverse("benefit_requests:detail", args=[request.pk])
    notify(people, key=f"benefit-{fact}:{request.pk}", subject=subject, body=body, link=link, kind=kind)


def _facts(request: BenefitRequest) -> dict[str, object]:
    return {
        "company": request.supplier.name,
        "benefit": name_of(request.benefit),
        "answer": request.answer,
        "why": request.why_ended,
    }
