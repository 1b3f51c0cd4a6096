import pytest
from django.test import Client

from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Member, Standing
from diagnosis.panels.challenging import challenge
from diagnosis.panels.models import Assignment, Challenge, ChallengeGround, Interest
from diagnosis.panels.permissions import may_mark
from diagnosis.panels.services import AnsweredAlready, dismiss_interest, release
from tests.factories.filing import make_application
from tests.factories.panels import make_sheet, sit, sit_and_close
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
ASKED = {"ground": ChallengeGround.RIVAL, "reason": "경쟁 기업의 자문위원입니다."}


@pytest.fixture
def place() -> Assignment:
    place = sit(make_application(state=State.IN_ASSESSMENT))
    make_sheet(place)
    return place


def colleague(application: Application, standing: str = Standing.OWNER) -> User:
    person = make_user(Role.SUPPLIER)
    Member.objects.create(supplier=application.supplier, user=person, standing=standing)
    return person


def visitor(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_challenge_stops_the_assessor_until_it_is_decided(place):
    person = colleague(place.application)
    assert may_mark(place.assessor.user, place)

    challenge(place, **ASKED, by=person)
    place.refresh_from_db()

    assert (place.interest, bool(may_mark(place.assessor.user, place))) == (Interest.UNSURE, False)
    assert Event.objects.get(verb="panel.challenged").data["reason"] == ASKED["reason"]


@pytest.mark.parametrize(("decide", "upheld"), [(release, True), (dismiss_interest, False)])
def test_the_decision_about_the_place_decides_the_challenge(place, decide, upheld):
    person = colleague(place.application)
    made = challenge(place, **ASKED, by=person)

    decide(Assignment.objects.get(pk=place.pk), reason="확인한 결과입니다.", by=make_user(Role.OPERATOR))
    made.refresh_from_db()

    assert (made.upheld, made.decision_reason) == (upheld, "확인한 결과입니다.")
    assert Notice.objects.get(recipient=person, subject="기피 신청 결정").link.endswith("/members/")


def test_a_closed_sheet_cannot_be_challenged():
    place = sit_and_close(make_application(state=State.IN_ASSESSMENT))

    with pytest.raises(AnsweredAlready):
        challenge(place, **ASKED, by=colleague(place.application))
    assert Challenge.objects.count() == 0


def test_nobody_challenges_twice(place):
    person = colleague(place.application)
    challenge(place, **ASKED, by=person)
    dismiss_interest(Assignment.objects.get(pk=place.pk), reason="유지", by=make_user(Role.OPERATOR))
    address = f"/panels/{place.application.code}/members/{place.pk}/challenge/"

    assert visitor(person).post(address, ASKED).status_code == 403
    assert Challenge.objects.count() == 1


def test_the_page_names_the_panel_and_takes_the_challenge(place):
    client = visitor(colleague(place.application))
    page = client.get(f"/panels/{place.application.code}/members/").content.decode()
    answer = client.post(f"/panels/{place.application.code}/members/{place.pk}/challenge/", ASKED, follow=True)

    assert place.assessor.user.name in page
    assert place.assessor.user.email not in page
    assert "기피 신청 검토 중" in answer.content.decode()


def test_a_slip_is_said_and_keeps_the_rest(place):
    client = visitor(colleague(place.application))
    answer = client.post(f"/panels/{place.application.code}/members/{place.pk}/challenge/", {"reason": "까닭 설명"})

    assert answer.status_code == 422
    assert "사유를 골라 주세요." in answer.content.decode()
    assert "까닭 설명" in answer.content.decode()


@pytest.mark.parametrize(("standing", "status"), [(Standing.VIEWER, 403), (Standing.EDITOR, 302)])
def test_a_viewer_may_not_challenge(place, standing, status):
    client = visitor(colleague(place.application, standing))

    assert client.post(f"/panels/{place.application.code}/members/{place.pk}/challenge/", ASKED).status_code == status


def test_another_company_sees_nothing(place):
    stranger = visitor(colleague(make_application()))

    assert stranger.get(f"/panels/{place.application.code}/members/").status_code == 404
