"""What assessors and operators are told about panels."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.filing.models import Application
from applications.notices.models import Notice
from applications.notices.services import notify, notify_each, write
from applications.people.models import User
from applications.roles import Role
from diagnosis.panels.models import Assignment


def tell_invited(places: Iterable[Assignment]) -> None:
    """Each of them, what case it is and how to answer."""
    notify_each([_invitation(place) for place in places])


def tell_declined(place: Assignment) -> None:
    """The operators, that a place is free again."""
    body = _("%(name)s 위원이 %(code)s 위촉을 거절했습니다. 사유: %(reason)s") % {
        "name": place.assessor,
        "code": place.application.code,
        "reason": place.get_decline_code_display(),
    }
    _tell_operators(place, "declined", _("진단위원 위촉 거절"), body)


def tell_unsure(place: Assignment) -> None:
    """The operators, that a declaration waits for their decision."""
    body = _("%(name)s 위원이 %(code)s 건의 이해관계를 판단해 달라고 요청했습니다.") % {
        "name": place.assessor,
        "code": place.application.code,
    }
    _tell_operators(place, "unsure", _("이해관계 판단 요청"), body)


def tell_kept(place: Assignment) -> None:
    """The assessor, that the doubt is settled and the material open."""
    body = _("%(code)s 건의 이해관계 신고를 검토한 결과 배정을 유지합니다. 자료를 열람하실 수 있습니다.")
    _tell_assessor(place, "kept", _("이해관계 검토 결과"), body % {"code": place.application.code})


def tell_released(place: Assignment) -> None:
    """The assessor, that the place is no longer his."""
    body = _("%(code)s 건의 배정이 해제되었습니다. 사유: %(reason)s") % {
        "code": place.application.code,
        "reason": place.state_reason,
    }
    _tell_assessor(place, "released", _("진단위원 배정 해제"), body)


def tell_started(application: Application, places: Iterable[Assignment]) -> None:
    """The panel, that the sheets are open."""
    body = _("%(code)s 건의 진단이 시작되었습니다. 평가표에 평점과 사유를 입력하여 주시기 바랍니다.")
    told = body % {"code": application.code}
    link = reverse("panels:sheet", args=[application.code])
    key = f"started:{application.code}:{application.state_since:%Y%m%d%H%M%S}"
    people = [place.assessor.user for place in places]
    notify(people, key=key, subject=_("진단 시작 안내"), body=told, link=link)


def _invitation(place: Assignment) -> Notice:
    body = _("%(supplier)s(%(code)s)의 진단위원으로 위촉 요청을 드립니다. 이해관계를 확인하고 답하여 주시기 바랍니다.")
    return write(
        place.assessor.user,
        key=f"invited:{place.pk}:{place.invited_at:%Y%m%d%H%M%S}",
        subject=_("진단위원 위촉 요청"),
        body=body % {"supplier": place.application.supplier, "code": place.application.code},
        link=reverse("panels:declare", args=[place.application.code]),
    )


def _tell_assessor(place: Assignment, fact: str, subject: str, body: str) -> None:
    key = f"{fact}:{place.pk}:{place.invited_at:%Y%m%d%H%M%S}"
    notify([place.assessor.user], key=key, subject=subject, body=body, link=reverse("workspace"))


def _tell_operators(place: Assignment, fact: str, subject: str, body: str) -> None:
    people = User.objects.filter(role=Role.OPERATOR, is_active=True)
    key = f"{fact}:{place.pk}:{place.invited_at:%Y%m%d%H%M%S}"
    link = reverse("panels:assign", args=[place.application.code])
    notify(people, key=key, subject=subject, body=body, link=link)
