"""A supplier's doubts about its assessors: who sits on the panel, what was asked, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import clock
from applications.filing.models import Application
from applications.filing.permissions import may_write_for
from applications.filing.workflow import State
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.people.models import User
from applications.permissions import Verdict, refuse
from diagnosis.panels.models import Assignment, AssignmentState, Challenge
from diagnosis.panels.queries import FREE

SHOWN_FROM = (State.PAID, State.IN_ASSESSMENT, State.ASSESSED)


@dataclass(frozen=True)
class Member:
    """An assessor of the panel as the supplier sees him, with what was asked about him and whether it may be asked."""

    place: Assignment
    challenge: Challenge | None
    verdict: Verdict


def members_seen_by(user: User, application: Application) -> list[Member]:
    """Those who accepted, and those whom the supplier had taken off; two queries."""
    places = application.assignments.select_related("assessor__user", "sheet").prefetch_related("challenges")
    seen = [place for place in places.order_by("id") if place.state == AssignmentState.ACCEPTED or _last(place)]
    return [Member(place, _last(place), may_challenge(user, place, application)) for place in seen]


def open_to_challenge(applications: Iterable[Application]) -> QuerySet[Assignment]:
    """Places in these cases that may be challenged as far as the places go; who asks is not looked at."""
    places = Assignment.objects.filter(application__in=list(applications), state=AssignmentState.ACCEPTED)
    return places.filter(interest__in=FREE, challenges=None, sheet__closed_at=None)


def may_challenge(user: User, place: Assignment, application: Application) -> Verdict:
    """Whether this person may ask for another assessor in this place, now: once, and before the sheet is closed."""
    if _last(place):
        return refuse(_("이 위원에 대한 기피 신청은 이미 했습니다."))
    if place.state != AssignmentState.ACCEPTED or application.state not in (State.PAID, State.IN_ASSESSMENT):
        return refuse(_("진단이 끝나기 전에만 기피를 신청할 수 있습니다."))
    if getattr(getattr(place, "sheet", None), "closed_at", None) is not None:
        return refuse(
            _("이 위원은 평가를 마쳤습니다. 결과에 이의가 있으면 결과가 공개된 뒤 이의신청을 할 수 있습니다.")
        )
    if place.interest not in FREE:
        return refuse(_("운영기관이 이 위원의 이해관계를 이미 검토하고 있습니다."))
    return may_write_for(user, application)


def settle(place: Assignment, *, upheld: bool, reason: str, by: User) -> None:
    """Close the open challenge of a place, if there is one, with what was decided about the place; tell who asked."""
    decided = {"upheld": upheld, "decided_by": by, "decided_at": clock.now(), "decision_reason": reason}
    challenge = Challenge.objects.filter(assignment=place, decided_at=None).select_related("asked_by").first()
    if challenge is None or Challenge.objects.filter(pk=challenge.pk, decided_at=None).update(**decided) != 1:
        return
    code = place.application.code

    def body() -> str:
        text = (
            _("%(code)s 건의 %(name)s 위원 기피 신청을 받아들였습니다. 위원을 다시 배정합니다. 이유: %(reason)s")
            if upheld
            else _("%(code)s 건의 %(name)s 위원 기피 신청을 받아들이지 않았습니다. 이유: %(reason)s")
        )
        return text % {"code": code, "name": place.assessor, "reason": reason}

    notify(
        [challenge.asked_by],
        key=f"challenge-decided:{challenge.pk}",
        subject=gettext_lazy("기피 신청 결정"),
        body=body,
        link=reverse("panels:members", args=[code]),
        kind=Kind.FILING,
    )


def _last(place: Assignment) -> Challenge | None:
    return max(place.challenges.all(), key=lambda one: one.pk, default=None)
