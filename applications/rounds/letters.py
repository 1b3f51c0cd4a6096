"""Who is told about a later closing; each letter is written inside the transaction of the fact it tells."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.moments import moment_text
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.people.models import User
from applications.roles import Role
from applications.rounds.models import Extension
from applications.rounds.queries import people_with_drafts


def tell_asked(extension: Extension) -> None:
    """Those of the agency who may decide: everybody but who asked."""
    people = User.objects.filter(role=Role.AGENCY, is_active=True).exclude(pk=extension.asked_by_id)

    def body() -> str:
        return _("%(name)s 님이 %(round)s의 마감을 %(to)s(으)로 늦추어 달라고 요청했습니다.\n사유: %(reason)s") % (
            _facts(extension) | {"name": extension.asked_by.name, "reason": extension.reason}
        )

    link = reverse("rounds:extend", args=[extension.round.code])
    subject = gettext_lazy("마감 연장 승인 요청")
    notify(people, key=f"extension-asked:{extension.pk}", subject=subject, body=body, link=link, kind=Kind.WORK)


def tell_extended(extension: Extension) -> None:
    """Who asked, and the companies that have begun but not yet filed."""

    def body() -> str:
        told = _(
            "%(round)s의 접수 마감이 %(from)s에서 %(to)s(으)로 연장되었습니다. 이 시각 전에 제출하여 주시기 바랍니다."
        )
        return told % _facts(extension)

    def answer() -> str:
        return _("요청하신 %(round)s의 마감 연장(%(to)s)이 승인되었습니다.") % _facts(extension)

    link = reverse("rounds:detail", args=[extension.round.code])
    key, subject = f"extended:{extension.pk}", gettext_lazy("접수 마감 연장 안내")
    drafts = people_with_drafts(extension.round)
    notify(drafts, key=key, subject=subject, body=body, link=link, kind=Kind.ROUND)
    approved = gettext_lazy("마감 연장 승인")
    notify([extension.asked_by], key=key, subject=approved, body=answer, link=link, kind=Kind.WORK)


def tell_refused(extension: Extension) -> None:
    """Who asked, unless it was taken back."""
    if extension.decided_by_id == extension.asked_by_id:
        return

    def body() -> str:
        return _("요청하신 %(round)s의 마감 연장(%(to)s)이 거절되었습니다.\n사유: %(reason)s") % (
            _facts(extension) | {"reason": extension.decision_reason}
        )

    link = reverse("rounds:extend", args=[extension.round.code])
    key, subject = f"extension-refused:{extension.pk}", gettext_lazy("마감 연장 거절")
    notify([extension.asked_by], key=key, subject=subject, body=body, link=link, kind=Kind.WORK)


def _facts(extension: Extension) -> dict[str, str]:
    return {
        "round": extension.round.name,
        "from": moment_text(extension.closes_from),
        "to": moment_text(extension.closes_to),
    }
