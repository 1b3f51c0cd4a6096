"""What is told when somebody asks to join, is let in or turned away, and the letter that calls somebody in."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.membership.models import Invitation, JoinRequest
from applications.membership.queries import owners_of, token_of
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.suppliers.models import Member

logger = logging.getLogger(__name__)


def tell_asked(request: JoinRequest) -> None:
    """The owners, that somebody waits for their decision."""
    facts = {"name": request.user.name, "email": request.user.email, "company": request.supplier.name}
    body = gettext_lazy(
        "%(name)s 님(%(email)s)이 %(company)s에 합류를 요청했습니다. 아는 사람인지 확인하고 결정해 주세요."
    )
    notify(
        owners_of(request.supplier),
        key=f"join-asked:{request.pk}",
        subject=gettext_lazy("구성원 합류 요청"),
        body=lambda: str(body) % facts,
        link=reverse("membership:members"),
        kind=Kind.MEMBER,
    )


def tell_decided(request: JoinRequest) -> None:
    """Who asked, and the owners, so that each knows what another decided."""

    def body() -> str:
        name = {"company": request.supplier.name, "reason": request.reason}
        if request.accepted:
            return _("%(company)s 합류 요청이 수락되었습니다.") % name
        return _("%(company)s 합류 요청이 거절되었습니다.\n사유: %(reason)s") % name

    def answer() -> str:
        name = {"name": request.user.name}
        if request.accepted:
            return _("%(name)s 님의 합류 요청이 수락되었습니다.") % name
        return _("%(name)s 님의 합류 요청이 거절되었습니다.") % name

    key, subject = f"join-decided:{request.pk}", gettext_lazy("합류 요청 결과")
    notify([request.user], key=key, subject=subject, body=body, link=reverse("workspace"), kind=Kind.MEMBER)
    link = reverse("membership:members")
    notify(owners_of(request.supplier), key=key, subject=subject, body=answer, link=link, kind=Kind.MEMBER)


def tell_standing(member: Member) -> None:
    """A colleague, that the standing changed."""
    notify(
        [member.user],
        key=f"standing:{member.pk}:{member.standing}:{member.joined_at:%Y%m%d%H%M%S}",
        subject=gettext_lazy("권한 변경 안내"),
        body=lambda: (
            _("%(company)s에서의 권한이 «%(standing)s»(으)로 바뀌었습니다.")
            % {"company": member.supplier.name, "standing": member.get_standing_display()}
        ),
        link=reverse("membership:members"),
        kind=Kind.MEMBER,
    )


def send_invitation(invitation: Invitation) -> bool:
    """Mail the link; False where no mail left, which the log then explains. The link is kept nowhere else."""
    told = {
        "invitation": invitation,
        "link": settings.SITE_URL + reverse("membership:accept", args=[token_of(invitation)]),
        "site": settings.SITE_URL,
    }
    names = {"name": invitation.supplier.name}
    subject = " ".join((_("[공급기업 역량진단] %(name)s의 구성원으로 초대되었습니다") % names).split())
    try:
        send_mail(subject, render_to_string("membership/invitation.txt", told), None, [invitation.email])
    except (SMTPException, OSError, ValueError):
        logger.exception("invitation %s was not mailed", invitation.pk)
        return False
    return True
