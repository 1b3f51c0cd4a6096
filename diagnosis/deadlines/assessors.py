"""The deadlines of assessors."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.filing.workflow import State
from diagnosis.deadlines.deadline import Deadline, end_of
from diagnosis.panels.models import Assignment, AssignmentState


def of_assessors(places: "QuerySet[Assignment]") -> Iterator[Deadline]:
    """Invitations to answer and sheets to mark; two queries."""
    due = places.filter(due_on__isnull=False).select_related("application", "assessor")
    yield from map(_answer, due.filter(state=AssignmentState.INVITED))
    marking = due.filter(
        state=AssignmentState.ACCEPTED, application__state=State.IN_ASSESSMENT, sheet__closed_at=None
    ).exclude(sheet=None)
    yield from map(_sheet, marking)


def _answer(place: Assignment) -> Deadline:
    link = reverse("panels:declare", args=[place.application.code])
    return _of_panel(place, "answer", _("진단 건 %(code)s 위촉 요청에 답하고 서약"), link)


def _sheet(place: Assignment) -> Deadline:
    link = reverse("panels:sheet", args=[place.application.code])
    return _of_panel(place, "marking", _("진단 건 %(code)s 평가표 작성"), link)


def _of_panel(place: Assignment, kind: str, title: Promise, link: str) -> Deadline:
    assert place.due_on is not None  # the querysets above leave out who has no day
    return Deadline(
        f"{kind}:{place.pk}",
        end_of(place.due_on),
        place.invited_at,
        title,
        link,
        {"code": place.application.code},
        on=place.due_on,
        person=place.assessor.user_id,
    )
