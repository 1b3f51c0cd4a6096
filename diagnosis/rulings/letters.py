"""Who is told about corrections and revocations; each letter is written with the fact it tells."""

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.moments import day_text
from applications.notices.services import notify
from applications.people.models import User
from applications.roles import Role
from diagnosis.rulings.models import Ruling


def tell_asked(ruling: Ruling) -> None:
    """Those of the agency who may decide: everybody but who asked."""
    people = User.objects.filter(role=Role.AGENCY, is_active=True).exclude(pk=ruling.asked_by_id)
    body = _("%(name)s 님이 %(code)s 결과의 %(kind)s을(를) 요청했습니다.\n사유: %(reason)s") % (
        _facts(ruling) | {"name": ruling.asked_by.name}
    )
    _tell(people, ruling, "asked", _("결과 정정·취소 결정 요청"), body)


def tell_decided(ruling: Ruling) -> None:
    """The company's people, and who asked."""
    facts = _facts(ruling)
    body = _("%(code)s 진단 결과가 %(day)s부터 %(kind)s 처리되었습니다.\n사유: %(reason)s") % facts
    people = User.objects.filter(member__supplier=ruling.outcome.application.supplier_id, is_active=True)
    link = reverse("results:detail", args=[ruling.outcome.application.code])
    subject = _("진단 결과 %(kind)s 안내") % facts
    notify(people, key=f"ruling-decided:{ruling.pk}", subject=subject, body=body, link=link)
    _tell([ruling.asked_by], ruling, "decided", subject, body)


def tell_refused(ruling: Ruling) -> None:
    """Who asked, unless it was taken back."""
    if ruling.decided_by_id != ruling.asked_by_id:
        body = _("요청하신 %(code)s 결과의 %(kind)s이(가) 반려되었습니다.\n사유: %(why)s") % _facts(ruling)
        _tell([ruling.asked_by], ruling, "refused", _("결과 정정·취소 반려"), body)


def _tell(people: object, ruling: Ruling, fact: str, subject: str, body: str) -> None:
    link = reverse("rulings:detail", args=[ruling.pk])
    notify(people, key=f"ruling-{fact}:{ruling.pk}", subject=subject, body=body, link=link)  # type: ignore[arg-type]


def _facts(ruling: Ruling) -> dict[str, object]:
    return {
        "code": ruling.outcome.application.code,
        "kind": ruling.get_kind_display(),
        "day": day_text(ruling.effective_on),
        "reason": ruling.reason,
        "why": ruling.decision_reason,
    }
