"""Two members close at the same moment: one of them must end the assessment; the control shows why it locks."""

import threading
from threading import Barrier

import pytest
from django.db import transaction

from applications import clock
from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.roles import Role
from diagnosis.panels.marking import Draft, close_sheet, save_marks
from diagnosis.panels.models import Assignment, AssignmentState, Mark, MarkSheet
from diagnosis.panels.queries import are_all_sheets_closed
from diagnosis.panels.services import assign
from tests.factories.filing import make_application
from tests.factories.panels import fill, make_assignment, make_sheet, sit
from tests.factories.people import make_user
from tests.threads import PATIENCE, at_once, let_it_run_into, needs_many_writers

pytestmark = [pytest.mark.django_db(transaction=True), needs_many_writers]


def filled_sheets(count):
    application = make_application(state=State.IN_ASSESSMENT)
    sheets = [make_sheet(sit(application)) for _number in range(count)]
    for sheet in sheets:
        fill(sheet)
    return sheets


def test_of_sheets_closed_at_once_exactly_one_ends_the_assessment():
    sheets = filled_sheets(5)

    at_once(lambda sheet: close_sheet(sheet, by=sheet.assignment.assessor.user), sheets)

    assert Application.objects.get().state == State.ASSESSED
    assert Event.objects.filter(verb="application.close_assessment").count() == 1


def test_without_the_lock_sheets_closed_at_once_end_nothing():
    sheets, looked = filled_sheets(2), Barrier(2)

    def close(sheet):
        with transaction.atomic():
            MarkSheet.objects.filter(pk=sheet.pk).update(closed_at=clock.now(), sealed="6")
            is_over = are_all_sheets_closed(sheet.assignment.application)
            looked.wait(timeout=PATIENCE)
        return is_over

    assert at_once(close, sheets) == [False, False]


def test_of_two_windows_one_mark_stands_and_the_other_is_stale():
    sheet = make_sheet(sit(make_application(state=State.IN_ASSESSMENT)))
    person = sheet.assignment.assessor.user

    def save(reason):
        return save_marks(sheet, [Draft("2.1.1", None, reason, 0)], by=person).stale

    results = at_once(save, ["첫 창", "둘째 창"])

    assert sorted(len(stale) for stale in results) == [0, 1]
    assert Mark.objects.get().version == 1


def test_of_two_who_invite_a_released_member_anew_one_does():
    place = make_assignment(make_application(state=State.PAID), state=AssignmentState.RELEASED)
    operators = [make_user(Role.OPERATOR), make_user(Role.OPERATOR)]
    invited, over = Barrier(2), threading.Event()

    def invite(operator):
        with transaction.atomic():
            if operator != operators[0]:
                invited.wait(timeout=PATIENCE)  # the other has written and not yet committed
            places = assign(place.application, [place.assessor], due_on=None, by=operator)
            if operator == operators[0]:
                invited.wait(timeout=PATIENCE)
                let_it_run_into(over.is_set)
        over.set()
        return len(places)

    assert at_once(invite, operators) == [1, 0]
    assert Assignment.objects.get().invited_by == operators[0]
