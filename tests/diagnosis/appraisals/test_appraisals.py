import pytest
from django.test import Client

from applications.audit.models import Event
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Member, Standing
from diagnosis.appraisals.models import Appraisal, AppraisedPlace
from diagnosis.appraisals.queries import comments_on, places_to_appraise, standings_for
from diagnosis.appraisals.services import AppraisedAlready, Word, appraise
from diagnosis.panels.models import Assessor
from diagnosis.scoring.models import Outcome
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome() -> Outcome:
    return make_outcome(appraised=False)


def visitor(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def colleague(outcome: Outcome, standing: str = Standing.OWNER) -> User:
    person = make_user(Role.SUPPLIER)
    Member.objects.create(supplier=outcome.application.supplier, user=person, standing=standing)
    return person


def address(outcome: Outcome) -> str:
    return f"/appraisals/{outcome.application.code}/"


def answers(outcome: Outcome) -> dict[str, object]:
    said: dict[str, object] = {"answer": "1"}
    for place in places_to_appraise(outcome.application):
        said |= {f"diligence-{place.pk}": 4, f"fairness-{place.pk}": 5, f"comment-{place.pk}": "꼼꼼했어요."}
    return said


@pytest.mark.parametrize("page", ["/results/{}/", "/results/{}/explain.json", "/reports/{}/"])
def test_the_result_opens_after_the_panel_is_appraised(outcome, page):
    client = visitor(colleague(outcome))
    wanted = page.format(outcome.application.code)
    first = client.get(wanted)

    assert (first.status_code, first.url.split("?")[0]) == (302, address(outcome))

    after = client.post(address(outcome), answers(outcome) | {"next": wanted})

    assert (after.status_code, after.url) == (302, wanted)
    assert not client.get(wanted).headers.get("Location", "").startswith("/appraisals/")
    assert set(AppraisedPlace.objects.values_list("diligence", "fairness")) == {(4, 5)}


def test_the_company_may_go_on_without_answering(outcome):
    client = visitor(colleague(outcome))
    client.post(address(outcome), {"skip": "1"})

    assert Appraisal.objects.values_list("is_skipped", flat=True).get() is True
    assert client.get(f"/results/{outcome.application.code}/").status_code == 200


def test_a_slip_is_said_and_keeps_the_rest(outcome):
    said = answers(outcome)
    missing = next(name for name in said if name.startswith("fairness"))
    answer = visitor(colleague(outcome)).post(address(outcome), {k: v for k, v in said.items() if k != missing})

    assert answer.status_code == 422
    assert "하나를 골라 주세요." in answer.content.decode()
    assert answer.content.decode().count("꼼꼼했어요.") == len(places_to_appraise(outcome.application))
    assert Appraisal.objects.count() == 0


@pytest.mark.parametrize("reader", [Role.OPERATOR, Role.AGENCY])
def test_officials_are_not_asked(outcome, reader):
    assert visitor(make_user(reader)).get(f"/results/{outcome.application.code}/").status_code == 200


def test_a_viewer_is_not_asked_and_may_not_answer(outcome):
    client = visitor(colleague(outcome, Standing.VIEWER))

    assert client.get(f"/results/{outcome.application.code}/").status_code == 200
    assert client.post(address(outcome), answers(outcome)).status_code == 403
    assert Appraisal.objects.count() == 0


def test_another_company_sees_no_questions(outcome):
    stranger = visitor(colleague(make_outcome()))

    assert stranger.get(address(outcome)).status_code == 404


def test_one_company_speaks_once(outcome):
    person = colleague(outcome)
    appraise(outcome.application, {}, by=person)

    with pytest.raises(AppraisedAlready):
        appraise(outcome.application, {}, by=person)
    assert Appraisal.objects.count() == 1


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "a\0b", "/a\0b"])
def test_the_way_back_stays_on_the_site(outcome, asked):
    answer = visitor(colleague(outcome)).post(address(outcome), {"skip": "1", "next": asked})

    assert answer.url == f"/results/{outcome.application.code}/"


@pytest.mark.parametrize(("companies", "shown"), [(4, False), (5, True)])
def test_few_words_are_not_shown(companies, shown):
    outcomes = [make_outcome(appraised=False) for _number in range(companies)]
    assessor = Assessor.objects.order_by("pk")[0]
    for outcome in outcomes:
        place = places_to_appraise(outcome.application)[0]
        type(place).objects.filter(pk=place.pk).update(assessor=assessor)
        appraise(outcome.application, {place: Word(4, 2, "의견")}, by=colleague(outcome))
    reader = make_user(Role.OPERATOR)
    standing = next(one for one in standings_for(reader) if one.assessor == assessor)

    assert (standing.companies, standing.diligence is not None) == (companies, shown)
    assert comments_on(reader, assessor).count() == (companies if shown else 0)
    assert standings_for(make_user(Role.SUPPLIER)) == []


def test_the_chain_does_not_say_what_was_said(outcome):
    places = places_to_appraise(outcome.application)
    appraise(outcome.application, {place: Word(1, 1, "나빴어요") for place in places}, by=colleague(outcome))

    assert Event.objects.get(verb="panel.appraised").data == {"assessors": len(places)}
