"""The pool of assessors and the members of a panel, as officials see them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from applications.filing.models import Application
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, Interest
from diagnosis.panels.permissions import may_dismiss, may_release
from diagnosis.panels.proposal import BUSY_STATES
from diagnosis.panels.queries import ON_PANEL, panel_of

TONES = {
    AssignmentState.INVITED: "warning",
    AssignmentState.ACCEPTED: "success",
    AssignmentState.DECLINED: "danger",
    AssignmentState.RELEASED: "neutral",
    AssignmentState.REPLACED: "neutral",
}


@dataclass(frozen=True)
class Member:
    """Somebody who was asked to a panel, and what the reader may do about it."""

    place: Assignment
    may_release: bool
    may_dismiss: bool

    @property
    def tone(self) -> str:
        unsure = self.place.interest == Interest.UNSURE and self.place.state == AssignmentState.ACCEPTED
        return "warning" if unsure else TONES[AssignmentState(self.place.state)]


def members_of(application: Application, user: User) -> list[Member]:
    """Everybody who was asked to this panel, in the order of asking."""
    places = panel_of(application)
    for place in places:
        place.application = application
    return [Member(place, bool(may_release(user, place)), bool(may_dismiss(user, place))) for place in places]


def pool_shown_to(user: User) -> QuerySet[Assessor]:
    """All assessors for officials, those set aside last; with `load`, their cases under way, and `closed`, the
    sheets they have closed."""
    if user.role not in SEES_EVERY_CASE:
        return Assessor.objects.none()
    busy = Q(assignments__state__in=ON_PANEL, assignments__application__state__in=BUSY_STATES)
    closed = Q(assignments__sheet__closed_at__isnull=False)
    pool = Assessor.objects.filter(user__is_active=True).select_related("user")
    counted = pool.annotate(load=Count("assignments", filter=busy), closed=Count("assignments", filter=closed))
    return counted.order_by("-is_enlisted", "user__name", "pk")
