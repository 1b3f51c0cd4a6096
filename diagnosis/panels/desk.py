"""An assessor's desk: what to do next on each case, the most urgent first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import clock
from applications.filing.workflow import State
from applications.people.models import User
from diagnosis.panels.marking import items_of
from diagnosis.panels.models import Assignment, AssignmentState, Interest, ReconcileAction, Reconciliation, Reconsidered
from diagnosis.panels.permissions import PANEL_STATES, sheet_of
from diagnosis.panels.queries import FREE, READING_STATES, assignments_for

ANSWER, AGAIN, MARK, READ, WAIT, DONE = range(6)


@dataclass(frozen=True)
class Task:
    """One case on the desk; `url` is empty where there is nothing to open."""

    place: Assignment
    step: int
    action: str
    note: str
    url: str
    marked: int
    items: int

    @property
    def due_on(self) -> date | None:
        return self.place.due_on if self.step in (ANSWER, MARK, READ) else None

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


def desk_of(user: User, *, every: bool = False) -> list[Task]:
    """What needs this assessor, soonest due first within each step; with `every` also what is over."""
    finished = Q(sheet__marks__rating__isnull=False) & ~Q(sheet__marks__reason="")
    absent = Q(application__absences__granted=True)
    places = (
        assignments_for(user)
        .select_related("sheet")
        .annotate(
            marked=Count("sheet__marks", filter=finished, distinct=True),
            left_out=Count("application__absences", filter=absent, distinct=True),
            is_asked_again=_asked_again(),
        )
    )
    tasks = [_task(place) for place in places.order_by("due_on", "pk")]
    wanted = [task for task in tasks if every or task.step != DONE]
    return sorted(wanted, key=lambda task: (task.step, task.due_on or date.max))


def _task(place: Assignment) -> Task:
    step, action, note = _next(place)
    pages = {ANSWER: "panels:declare", AGAIN: "panels:reconsider", MARK: "panels:sheet", READ: "panels:sheet"}
    name = pages.get(step, "")
    if step == DONE and sheet_of(place) and place.application.state in READING_STATES:
        name = "panels:sheet" if place.state == AssignmentState.ACCEPTED else ""
    url = reverse(name, args=[place.application.code]) if name else ""
    marked: int = getattr(place, "marked", 0)
    left_out: int = getattr(place, "left_out", 0)
    return Task(place, step, action, note, url, marked, len(items_of(place.application)) - left_out)


def _next(place: Assignment) -> tuple[int, str, str]:
    state, sheet = place.application.state, sheet_of(place)
    if place.state == AssignmentState.INVITED and state in PANEL_STATES:
        return ANSWER, _("위촉에 답하기"), _("이해관계를 신고하고 서약하면 자료를 볼 수 있어요.")
    if place.state != AssignmentState.ACCEPTED:
        return DONE, _("끝남"), place.get_state_display()
    if sheet is not None and sheet.closed_at is not None:
        if getattr(place, "is_asked_again", False) and state == State.IN_ASSESSMENT:
            return AGAIN, _("다시 살펴보기"), _("다시 살펴볼 항목이 있어요. 평점을 확인하고 사유를 적어 주세요.")
        return DONE, _("평가표 보기"), _("평가표를 마감했어요.")
    if place.interest == Interest.UNSURE and state in PANEL_STATES:
        return WAIT, _("기다리기"), _("신고한 이해관계를 운영기관이 검토하고 있어요.")
    if place.interest in FREE and state == State.IN_ASSESSMENT:
        return MARK, _("평점 입력하기"), _("모든 항목에 평점과 사유를 쓰고 마감해 주세요.")
    if place.interest in FREE and state == State.PAID:
        return READ, _("자료 읽기"), _("진단이 시작되면 평점을 입력할 수 있어요.")
    return DONE, _("끝남"), place.application.get_state_display()


def _asked_again() -> Exists:
    """Whether the sheet of a place still lacks the answer to an open reconciliation."""
    waiting = Reconciliation.objects.filter(
        application=OuterRef("application"), closed_at=None, action=ReconcileAction.RECONCILE
    )
    answered = Reconsidered.objects.filter(reconciliation=OuterRef("pk"), sheet=OuterRef(OuterRef("sheet")))
    return Exists(waiting.filter(~Exists(answered)))
