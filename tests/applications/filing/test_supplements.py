from datetime import timedelta

import pytest
from django.test import Client

from applications import clock
from applications.filing.models import Application, SupplementPoint, SupplementRequest
from applications.filing.services import file
from applications.filing.supplements import is_open, open_request, supplements_of
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import Role
from diagnosis.answers.mending import asked_of
from diagnosis.answers.models import Answer
from diagnosis.answers.services import AnswersClosed, Draft, detach, save_answers
from diagnosis.cases.services import ask_supplement
from tests.factories.answers import make_evidence
from tests.factories.filing import make_application
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
NOTES = {"2.1.1": "증빙의 날짜가 보이지 않습니다."}


def visitor(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def asked(**fields: object) -> Application:
    application = make_application(state=State.SUBMITTED, **fields)
    due_on = clock.today() + timedelta(days=5)
    return ask_supplement(application, NOTES, due_on=due_on, reason="보완 바랍니다.", by=make_user(Role.OPERATOR))


def draft(code: str) -> Draft:
    return Draft(code, None, "고친 내용", 0)


def test_only_the_items_asked_for_open():
    application = asked()
    person = application.created_by

    save_answers(application, [draft("2.1.1")], by=person)
    with pytest.raises(AnswersClosed):
        save_answers(application, [draft("2.1.1"), draft("2.2.1")], by=person)

    assert list(Answer.objects.values_list("item_code", flat=True)) == ["2.1.1"]
    request = open_request(application)
    assert [is_open(request, code) for code in ("2.1.1", "2.2.1")] == [True, False]


def test_without_a_request_every_item_is_open():
    application = make_application(state=State.DRAFT)

    save_answers(application, [draft("2.1.1"), draft("2.2.1")], by=application.created_by)

    assert Answer.objects.count() == 2


def test_filing_again_answers_the_request():
    application, now = asked(order_number=1, arrived_at=clock.now()), clock.now()
    file(application, by=application.created_by, arrived_at=now, manifest={}, consents={})

    assert SupplementRequest.objects.values_list("answered_at", flat=True).get() == now
    assert open_request(application) is None


def test_the_company_is_told_each_item_and_the_day():
    application = asked()
    body = Notice.objects.get(recipient=application.created_by).body

    assert "- 2.1.1: 증빙의 날짜가 보이지 않습니다." in body
    assert f"{clock.today() + timedelta(days=5)}" in body


def test_the_page_keeps_what_other_items_say(client):
    application = asked()
    Answer.objects.create(
        application=application, item_code="2.2.1", text="그대로", saved_by=application.created_by, version=1
    )
    person = application.created_by
    visit = visitor(person)
    said = {f"{code}-{name}": value for code in ("2.1.1", "2.2.1") for name, value in _fields("고침").items()}
    page = visit.post(f"/applications/{application.code}/sections/2/", said)

    assert page.status_code in (302, 422)
    assert dict(Answer.objects.values_list("item_code", "text")) == {"2.1.1": "고침", "2.2.1": "그대로"}


def test_a_document_is_named_and_seen_to_be_replaced():
    application = make_application(state=State.SUBMITTED, order_number=1)
    make_evidence(application, "2.1.1", content=b"%PDF-1.7 a")
    meant = make_evidence(application, "2.1.1", content=b"%PDF-1.7 b")
    said = {"due_on": f"{clock.today()}", "reason": "보완", "note-2.1.1": "날짜가 없습니다."}
    page = f"/cases/{application.code}/move/request_supplement/"

    visitor(make_user(Role.OPERATOR)).post(page, said | {"files-2.1.1": [str(meant.version.key)]})

    (asked,) = asked_of(application, supplements_of(application))
    assert [[one.version for one in point.documents] for point in asked.points] == [[meant.version]]
    assert meant.version.name in Notice.objects.get(recipient=application.created_by).body
    own = visitor(application.created_by)
    assert "아직 그대로예요" in own.get(f"/applications/{application.code}/").content.decode()

    detach(meant, by=application.created_by)

    (after,) = asked_of(application, supplements_of(application))
    assert (asked.left, after.left) == (1, 0)
    assert "바꿨어요" in own.get(f"/applications/{application.code}/").content.decode()


def test_what_is_left_to_mend_is_said_before_filing_again():
    application = asked()
    review = visitor(application.created_by)
    page = f"/applications/{application.code}/review/"
    before = review.get(page).content.decode()

    save_answers(application, [draft("2.1.1")], by=application.created_by)

    told = "보완 요청을 받은 뒤 고친 것이 없습니다."
    assert (told in before, told in review.get(page).content.decode()) == (True, False)


def test_a_document_without_a_note_is_a_slip():
    application = make_application(state=State.SUBMITTED)
    meant = make_evidence(application, "2.2.1")
    said = {
        "due_on": f"{clock.today()}",
        "reason": "보완",
        "note-2.1.1": "날짜",
        "files-2.2.1": [str(meant.version.key)],
    }

    answer = visitor(make_user(Role.OPERATOR)).post(f"/cases/{application.code}/move/request_supplement/", said)

    assert (answer.status_code, SupplementPoint.objects.count()) == (422, 0)
    assert "고른 문서에서 무엇을 보완해야 하는지 적어 주세요." in answer.content.decode()


def test_a_document_of_another_item_is_refused():
    application = make_application(state=State.SUBMITTED)
    make_evidence(application, "2.1.1")
    strange = make_evidence(application, "2.2.1", content=b"%PDF-1.7 x").version
    said = {"due_on": f"{clock.today()}", "reason": "보완", "note-2.1.1": "날짜", "files-2.1.1": [str(strange.key)]}

    answer = visitor(make_user(Role.OPERATOR)).post(f"/cases/{application.code}/move/request_supplement/", said)

    assert (answer.status_code, "이 항목에 없는 문서입니다." in answer.content.decode()) == (422, True)


def _fields(text: str) -> dict[str, str]:
    return {"text": text, "rating": "3.0", "version": "0"}


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, "고칠 항목을 하나 이상 골라 보완할 내용을 적어 주세요."),
        ({"note-2.1.1": "고쳐 주세요", "due_on": "2020-01-01"}, "보완 기한은 오늘보다 앞설 수 없습니다."),
        ({"note-2.1.1": "고쳐 주세요", "reason": " "}, "사유를 적어 주세요."),
    ],
)
def test_a_slip_of_the_operator_is_said_and_nothing_moves(said, fault):
    application = make_application(state=State.SUBMITTED)
    whole = {"due_on": f"{clock.today()}", "reason": "보완"} | said
    answer = visitor(make_user(Role.OPERATOR)).post(f"/cases/{application.code}/move/request_supplement/", whole)

    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert (Application.objects.get().state, SupplementPoint.objects.count()) == (State.SUBMITTED, 0)


def test_both_sides_see_what_was_asked():
    application = asked()
    pages = [
        visitor(application.created_by).get(f"/applications/{application.code}/"),
        visitor(make_user(Role.OPERATOR)).get(f"/cases/{application.code}/"),
    ]

    assert [NOTES["2.1.1"] in page.content.decode() for page in pages] == [True, True]
