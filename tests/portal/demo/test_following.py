"""What follows a submission in the demonstration: supplements tied to documents, and assessors who are challenged."""

import pytest

from applications import clock
from applications.audit.models import Event
from applications.filing.models import Application, SupplementRequest
from applications.filing.queries import applications_for
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import Role
from diagnosis.panels.models import Assignment, AssignmentState, Challenge
from portal.demo.challenges import FEWEST, leave_some_challenged
from portal.demo.people import APPLICANT, LOGINS
from tests.factories.filing import make_application
from tests.factories.panels import make_assessor, make_sheet, sit
from tests.factories.people import make_user


def test_who_was_asked_to_mend_something_knows_which_document_and_until_when(loaded):
    waiting = Application.objects.filter(state=State.SUPPLEMENT)
    asked = SupplementRequest.objects.filter(application__in=waiting)

    assert asked.count() == waiting.count() != 0
    assert [request.is_overdue for request in asked] == [False] * len(asked)
    assert [sum(point.documents.count() for point in request.points.all()) for request in asked] == [1] * len(asked)
    assert Event.objects.filter(verb="supplement.asked").count() == SupplementRequest.objects.count()


def test_the_applicant_writes_for_one_of_them(loaded):
    applicant = User.objects.get(email=APPLICANT)

    assert State.SUPPLEMENT in {one.state for one in applications_for(applicant)}


@pytest.mark.django_db
@pytest.mark.parametrize(("cases", "challenges"), [(FEWEST, 2), (FEWEST - 1, 0)])
def test_one_challenge_waits_and_one_assessor_is_replaced_where_enough_cases_are_left(cases, challenges):
    for role in (Role.ASSESSOR, Role.OPERATOR):
        make_user(role, email=LOGINS[role], is_demo=True)
    for _case in range(cases):
        make_sheet(sit(make_application(state=State.IN_ASSESSMENT), due_on=clock.today()))
    make_assessor()

    leave_some_challenged()
    leave_some_challenged()

    assert sorted(Challenge.objects.values_list("upheld", flat=True), key=bool) == [None, True][:challenges]
    replaced = Assignment.objects.filter(state=AssignmentState.RELEASED)
    assert replaced.count() == challenges // 2
    for place in replaced:
        assert place.application.assignments.filter(state=AssignmentState.ACCEPTED).count() == 1
