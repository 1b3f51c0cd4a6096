"""Who is told about corrections and revocations; each letter is written with the fact it tells."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.moments import day_text, moment_text
from applications.notices.services import notify
from applications.people.models import User
from applications.roles import Role
from diagnosis.rulings.models import Ruling, RulingKind
from diagnosis.scoring.models import Outcome
from diagnosis.submissions.permissions import objection_ends

Told = Callable[[], str]
"""Words that are put together in the language of each reader."""


def tell_asked(ruling: Ruling) -> None:
    """Those of the agency who may decide: everybody but who asked."""
    people = User.objects.filter(role=Role.AGENCY, is_active=True).exclude(pk=ruling.asked_by_id)

    def body() -> str:
        told = _("%(name)s 님이 %(code)s 결과의 %(kind)s을(를) 요청했습니다.\n사유: %(reason)s")
        return told % (_facts(ruling) | {"name": ruling.asked_by.name})

    _tell(people, ruling, "asked", lambda: _("결과 정정·취소 결정 요청"), body)


def tell_decided(ruling: Ruling) -> None:
    """The company's people, with the end of the period a correction opens to object, and who asked."""
    application = ruling.outcome.application
    people = User.objects.filter(member__supplier=application.supplier_id, is_active=True)
    ends = objection_ends(application) if ruling.kind == RulingKind.CORRECTION else None

    def subject() -> str:
        return _("진단 결과 %(kind)s 안내") % _facts(ruling)

    def decided() -> str:
        return _("%(code)s 진단 결과가 %(day)s부터 %(kind)s 처리되었습니다.\n사유: %(reason)s") % _facts(ruling)

    def body() -> str:
        told = _("정정된 내용에 이의가 있으면 %(at)s 전까지 신청할 수 있습니다.")
        return "\n".join([decided(), told % {"at": moment_text(ends)}]) if ends else decided()

    link = reverse("results:detail", args=[application.code])
    notify(people, key=f"ruling-decided:{ruling.pk}", subject=subject, body=body, link=link)
    _tell([ruling.asked_by], ruling, "decided", subject, decided)


def tell_overtaken(ruling: Ruling, resting: Outcome) -> None:
    """The agency: a result counts as its bonus what was just corrected or revoked, and awaits a correction."""
    code = resting.application.code

    def body() -> str:
        told = _(
            "%(code)s 결과의 %(kind)s에 따라, 이를 가점으로 반영한 %(other)s 결과의 정정을 검토해 주시기 바랍니다."
        )
        return told % (_facts(ruling) | {"other": code})

    people = User.objects.filter(role=Role.AGENCY, is_active=True)
    key, link = f"ruling-overtaken:{ruling.pk}:{code}", reverse("rulings:recount", args=[code])
    notify(people, key=key, subject=lambda: _("가점을 다시 계산할 결과"), body=body, link=link)


def tell_refused(ruling: Ruling) -> None:
    """Who asked, unless it was taken back."""
    if ruling.decided_by_id == ruling.asked_by_id:
        return

    def body() -> str:
        return _("요청하신 %(code)s 결과의 %(kind)s이(가) 반려되었습니다.\n사유: %(why)s") % _facts(ruling)

    _tell([ruling.asked_by], ruling, "refused", lambda: _("결과 정정·취소 반려"), body)


def _tell(people: Iterable[User], ruling: Ruling, fact: str, subject: Told, body: Told) -> None:
    link = reverse("rulings:detail", args=[ruling.pk])
    notify(people, key=f"ruling-{fact}:{ruling.pk}", subject=subject, body=body, link=link)


def _facts(ruling: Ruling) -> dict[str, object]:
    return {
        "code": ruling.outcome.application.code,
        "kind": ruling.get_kind_display(),
        "day": day_text(ruling.effective_on),
        "reason": ruling.reason,
        "why": ruling.decision_reason,
    }
