"""What assessors and operators are told about panels."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.filing.models import Application
from applications.notices.kinds import Kind
from applications.notices.models import Notice
from applications.notices.services import Text, notify, notify_each, write
from applications.people.models import User
from applications.roles import Role
from diagnosis.panels.models import Assignment, Reconciliation


def tell_invited(places: Iterable[Assignment]) -> None:
    """Each of them, what case it is and how to answer."""
    notify_each([_invitation(place) for place in places])


def tell_declined(place: Assignment) -> None:
    """The operators, that a place is free again."""

    def body() -> str:
        return _("%(name)s 위원이 %(code)s 위촉을 거절했습니다. 사유: %(reason)s") % {
            "name": place.assessor,
            "code": place.application.code,
            "reason": place.get_decline_code_display(),
        }

    _tell_operators(place, "declined", gettext_lazy("진단위원 위촉 거절"), body)


def tell_unsure(place: Assignment) -> None:
    """The operators, that a declaration waits for their decision."""

    def body() -> str:
        return _("%(name)s 위원이 %(code)s 건의 이해관계를 판단해 달라고 요청했습니다.") % {
            "name": place.assessor,
            "code": place.application.code,
        }

    _tell_operators(place, "unsure", gettext_lazy("이해관계 판단 요청"), body)


def tell_challenged(place: Assignment) -> None:
    """The operators, that a supplier asks for another assessor."""

    def body() -> str:
        return _(
            "%(code)s 건의 공급기업이 %(name)s 위원의 기피를 신청했습니다. 결정할 때까지 이 위원의 평가는 멈춥니다."
        ) % {
            "name": place.assessor,
            "code": place.application.code,
        }

    _tell_operators(place, "challenged", gettext_lazy("진단위원 기피 신청"), body)


def tell_kept(place: Assignment) -> None:
    """The assessor, that the doubt is settled and the material open."""
    body = gettext_lazy("%(code)s 건의 이해관계 신고를 검토한 결과 배정을 유지합니다. 자료를 열람하실 수 있습니다.")
    _tell_assessor(place, "kept", gettext_lazy("이해관계 검토 결과"), _about(place.application, body))


def tell_released(place: Assignment) -> None:
    """The assessor, that the place is no longer his."""

    def body() -> str:
        return _("%(code)s 건의 배정이 해제되었습니다. 사유: %(reason)s") % {
            "code": place.application.code,
            "reason": place.state_reason,
        }

    _tell_assessor(place, "released", gettext_lazy("진단위원 배정 해제"), body)


def tell_started(application: Application, places: Iterable[Assignment]) -> None:
    """The panel, that the sheets are open."""
    body = gettext_lazy("%(code)s 건의 진단이 시작되었습니다. 평가표에 평점과 사유를 입력하여 주시기 바랍니다.")
    notify(
        [place.assessor.user for place in places],
        key=f"started:{application.code}:{application.state_since:%Y%m%d%H%M%S}",
        subject=gettext_lazy("진단 시작 안내"),
        body=_about(application, body),
        link=reverse("panels:sheet", args=[application.code]),
        kind=Kind.PANEL,
    )


def tell_reconsider(asked: Reconciliation, places: Iterable[Assignment]) -> None:
    """The panel, that items are to be looked at again; nobody learns what another rated."""
    body = gettext_lazy("%(code)s 건에서 다시 살펴볼 항목이 있습니다. 평점을 확인하고 사유를 적어 주시기 바랍니다.")
    notify(
        [place.assessor.user for place in places],
        key=f"reconsider:{asked.pk}",
        subject=gettext_lazy("항목 재검토 요청"),
        body=_about(asked.application, body),
        link=reverse("panels:reconsider", args=[asked.application.code]),
        kind=Kind.PANEL,
    )


def tell_one_more(asked: Reconciliation) -> None:
    """The operators, that one more assessor is to be appointed."""
    body = gettext_lazy("%(code)s 건의 평가표 차이가 기준을 넘어 위원을 한 명 더 배정해야 합니다.")
    notify(
        User.objects.filter(role=Role.OPERATOR, is_active=True),
        key=f"one-more:{asked.pk}",
        subject=gettext_lazy("추가 위원 배정 필요"),
        body=_about(asked.application, body),
        link=reverse("panels:assign", args=[asked.application.code]),
        kind=Kind.WORK,
    )


def tell_replaced(places: Iterable[Assignment]) -> None:
    """The panel, that others assess the case again; their sheets stay as they are."""
    body = gettext_lazy("%(code)s 건은 이의신청이 인용되어 다른 위원이 다시 진단합니다.")
    for place in places:
        _tell_assessor(place, "replaced", gettext_lazy("재진단 안내"), _about(place.application, body))


def _invitation(place: Assignment) -> Notice:
    def body() -> str:
        return _(
            "%(supplier)s(%(code)s)의 진단위원으로 위촉 요청을 드립니다. 이해관계를 확인하고 답하여 주시기 바랍니다."
        ) % {"supplier": place.application.supplier, "code": place.application.code}

    return write(
        place.assessor.user,
        key=f"invited:{place.pk}:{place.invited_at:%Y%m%d%H%M%S}",
        subject=gettext_lazy("진단위원 위촉 요청"),
        body=body,
        link=reverse("panels:declare", args=[place.application.code]),
        kind=Kind.PANEL,
    )


def _about(application: Application, told: object) -> Callable[[], str]:
    return lambda: str(told) % {"code": application.code}


def _tell_assessor(place: Assignment, fact: str, subject: Text, body: Text) -> None:
    key = f"{fact}:{place.pk}:{place.invited_at:%Y%m%d%H%M%S}"
    person, link = place.assessor.user, reverse("workspace")
    notify([person], key=key, subject=subject, body=body, link=link, kind=Kind.PANEL)


def _tell_operators(place: Assignment, fact: str, subject: Text, body: Text) -> None:
    people = User.objects.filter(role=Role.OPERATOR, is_active=True)
    key = f"{fact}:{place.pk}:{place.invited_at:%Y%m%d%H%M%S}"
    link = reverse("panels:assign", args=[place.application.code])
    notify(people, key=key, subject=subject, body=body, link=link, kind=Kind.WORK)


def tell_company(application: Application, places: Iterable[Assignment]) -> None:
    """The company, who assesses it, and that it may ask for others while they have not finished."""
    sitting = list(places)
    if not sitting:
        return

    def body() -> str:
        names = ", ".join(f"{place.assessor} ({place.assessor.affiliation})" for place in sitting)
        text = _(
            "%(code)s 신청을 진단할 위원이 정해졌습니다: %(names)s\n"
            "공정한 평가를 기대하기 어려운 사정이 있으면 위원이 평가를 마치기 전까지 기피를 신청하실 수 있습니다."
        )
        return text % {"code": application.code, "names": names}

    notify(
        User.objects.filter(member__supplier_id=application.supplier_id, is_active=True),
        key=f"panel-named:{application.code}:{'-'.join(str(place.pk) for place in sitting)}",
        subject=gettext_lazy("진단위원 안내"),
        body=body,
        link=reverse("panels:members", args=[application.code]),
        kind=Kind.PANEL,
    )
