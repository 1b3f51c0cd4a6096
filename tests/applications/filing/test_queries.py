import pytest

from applications.filing.queries import applications_for
from applications.filing.workflow import State
from applications.roles import Role
from tests.factories.filing import make_application
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_a_company_sees_its_own_applications_and_no_rivals():
    own, rival = make_application(), make_application()

    assert list(applications_for(own.created_by)) == [own]
    assert list(applications_for(rival.created_by)) == [rival]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.OPERATOR, {"draft", "published"}),
        (Role.AGENCY, {"draft", "published"}),
        (Role.AUDITOR, {"draft", "published"}),
        (Role.MINISTRY, {"published"}),
        (Role.ASSESSOR, set()),
    ],
)
def test_what_each_role_sees(role, seen):
    make_application(state=State.DRAFT)
    make_application(state=State.PUBLISHED)

    assert {application.state for application in applications_for(make_user(role))} == seen
