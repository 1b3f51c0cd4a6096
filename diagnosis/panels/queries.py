"""Panels and sheets that a person may see; nobody gets another's ratings before all sheets are closed."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Max, Q, QuerySet

from applications.documents.queries import READ_BY
from applications.fees.refunds import HAS_PANEL
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.panels.models import Assignment, AssignmentState, Interest, Mark, MarkSheet
from diagnosis.submissions.status import PANELS, Panel

FREE = (Interest.CLEAR, Interest.DISMISSED)
ON_PANEL = (AssignmentState.INVITED, AssignmentState.ACCEPTED)
READING_STATES = (State.PAID, State.IN_ASSESSMENT, State.ASSESSED)


def assignments_for(user: User) -> QuerySet[Assignment]:
    """An assessor's own places; all of them for those who run or inspect; none for anybody else."""
    places = Assignment.objects.select_related("application__supplier", "application__round", "assessor__user")
    if user.role in SEES_EVERY_CASE:
        return places
    if user.role == Role.ASSESSOR:
        return places.filter(assessor__user=user)
    return places.none()


def cases_read_by(user: User) -> QuerySet[Application]:
    """The applications whose answers and documents an assessor may read: pledged, free of interest, under way."""
    return Application.objects.filter(
        state__in=READING_STATES,
        assignments__assessor__user=user,
        assignments__state=AssignmentState.ACCEPTED,
        assignments__interest__in=FREE,
        assignments__pledged_at__isnull=False,
    )


READ_BY[Role.ASSESSOR] = lambda user: Q(uses__application__in=cases_read_by(user))


def has_panel(application: Application) -> bool:
    """Whether anybody was asked to the panel and has neither declined nor left."""
    return application.assignments.filter(state__in=ON_PANEL).exists()


HAS_PANEL.append(has_panel)


def panels_of(applications: Sequence[Application]) -> dict[int, Panel]:
    """The panels of cases that are being prepared or under way, as their companies may know them."""
    cases = [application.pk for application in applications if application.state in READING_STATES]
    if not cases:
        return {}
    places = Assignment.objects.filter(application__in=cases, state=AssignmentState.ACCEPTED).order_by()
    counted = places.values_list("application").annotate(
        members=Count("pk"),
        finished=Count("sheet__closed_at"),
        in_review=Count("pk", filter=Q(interest=Interest.UNSURE)),
        last_day=Max("due_on", filter=Q(sheet__closed_at=None)),
    )
    return {pk: Panel(*row) for pk, *row in counted}


PANELS.append(panels_of)


def panel_of(application: Application) -> list[Assignment]:
    """Everybody who was asked, in the order of asking, each with `marked`, the number of finished items."""
    finished = Q(sheet__marks__rating__isnull=False) & ~Q(sheet__marks__reason="")
    places = application.assignments.select_related("assessor__user", "sheet").prefetch_related("challenges")
    return list(places.annotate(marked=Count("sheet__marks", filter=finished)).order_by("id"))


def ready_members(application: Application) -> QuerySet[Assignment]:
    """Those who accepted, pledged and are free of interest."""
    return application.assignments.filter(state=AssignmentState.ACCEPTED, interest__in=FREE)


def unsure_members(application: Application) -> QuerySet[Assignment]:
    """Those who accepted but could not tell whether they are free of interest; an operator has to decide."""
    return application.assignments.filter(state=AssignmentState.ACCEPTED, interest=Interest.UNSURE)


def are_all_sheets_closed(application: Application) -> bool:
    """Whether there is a panel and every accepted member has closed the sheet."""
    accepted = application.assignments.filter(state=AssignmentState.ACCEPTED)
    closed = accepted.values_list("sheet__closed_at", flat=True)
    return bool(closed) and None not in closed


def closed_among(places: Iterable[Assignment]) -> list[MarkSheet]:
    """The closed sheets of a panel's accepted members, in the order of closing."""
    sheets = [place.sheet for place in places if place.state == AssignmentState.ACCEPTED and hasattr(place, "sheet")]
    return sorted((one for one in sheets if one.closed_at), key=lambda one: (one.closed_at, one.pk))


def sheets_visible_to(user: User, places: Sequence[Assignment]) -> list[MarkSheet]:
    """The closed sheets of a panel, as `panel_of` reads it, for officials, once all are closed."""
    sheets = closed_among(places)
    accepted = sum(place.state == AssignmentState.ACCEPTED for place in places)
    return sheets if user.role in SEES_EVERY_CASE and len(sheets) == accepted else []


def marks_by_item(marks: Iterable[Mark]) -> dict[str, Mark]:
    """One sheet's marks by item code."""
    return {mark.item_code: mark for mark in marks}
