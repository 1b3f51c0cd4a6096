"""From the first click to the receipt, and everything that may stand between."""

import hashlib
import io
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from pypdf import PdfReader

from applications import clock
from applications.audit.models import Event
from applications.filing.models import Application, Submission
from applications.filing.services import RoundClosed
from applications.filing.workflow import State
from applications.moments import exact_text
from applications.notices.models import Notice
from applications.rounds.models import Round
from applications.suppliers.models import PoolState, Standing, Supplier
from diagnosis.answers.models import Answer
from diagnosis.submissions.consents import KIBO
from diagnosis.submissions.services import NotComplete, NotConsented, submit
from grading.load import load_scheme
from tests.factories.answers import make_answers, make_evidence
from tests.factories.documents import PDF, upload
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.flows.visitor import Page

pytestmark = pytest.mark.django_db
YES = {"consent-personal": "on", "consent-kibo": "on", "consent-platform": "on"}
AGREED = {"personal": True, "kibo": True, "platform": False}
SEOUL = ZoneInfo("Asia/Seoul")
CLOSING = datetime(2026, 5, 29, 18, 0, tzinfo=SEOUL)


@pytest.fixture
def application():
    made = make_application()
    make_answers(made)
    return made


@pytest.fixture
def owner(client, application):
    client.force_login(application.created_by)
    return client


def review_url(application):
    return f"/applications/{application.code}/review/"


def filled(section) -> dict[str, str]:
    values = (("rating", "4.0"), ("text", "근거를 씁니다."), ("version", "0"))
    return {f"{item.code}-{name}": value for item in section.items for name, value in values}


def test_the_whole_way_from_start_to_receipt(client):
    make_round()
    owner = make_member(make_supplier(name="한빛공정"))
    client.force_login(owner)

    detail = client.post("/applications/start/", {"round": "2026-1", "track": "INTEGRATED"})["Location"]
    assert "22개 항목이 남았어요" in client.get(detail).content.decode()
    for section in load_scheme("2026-1").tracks["INTEGRATED"].sections:
        data = filled(section) | {f"{section.items[0].code}-files": upload("증빙.pdf"), "next": "1"}
        answer = client.post(f"{detail}sections/{section.code}/", data)
        assert answer.status_code == 302
    assert answer["Location"] == f"{detail}review/"
    assert "제출하세요" in client.get(detail).content.decode()
    answer = client.post(f"{detail}review/", YES)
    assert answer["Location"] == f"{detail}receipt/"

    page = client.get(f"{detail}receipt/").content.decode()
    application, submission = Application.objects.get(), Submission.objects.get()
    assert application.state == State.SUBMITTED
    assert submission.receipt_number in page
    assert f"{submission.arrived_at.astimezone(SEOUL):%H:%M:%S}" in page
    assert hashlib.sha256(PDF).hexdigest() in page
    assert "정원 안" in page
    assert {code: kept["given"] for code, kept in submission.consents.items()} == dict.fromkeys(AGREED, True)
    assert Notice.objects.filter(recipient=owner, key__startswith=f"submitted:{submission.receipt_number}").count() == 1


def test_the_receipt_refers_to_what_was_filed(application):
    make_evidence(application, "2.1.1", name="데이터.pdf")

    submission = submit(application, by=application.created_by, arrived_at=clock.now(), consents=AGREED)

    answers = Answer.objects.order_by("item_code")
    said = [[answer.item_code, str(answer.rating), answer.text] for answer in answers]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    assert submission.manifest == {
        "scheme": "2026-1",
        "scheme_digest": application.scheme_digest,
        "answers": 22,
        "answers_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "files": [{"item": "2.1.1", "name": "데이터.pdf", "size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}],
        "kind": {"supplier_type": "SMART_MFG", "technology_field": "INFORMATION"},
    }


def test_what_blocks_is_listed_with_a_way_to_its_item(owner, application):
    Answer.objects.filter(item_code="2.1.1").update(rating=None)
    Answer.objects.filter(item_code="3.1.1").update(text="  ")
    Answer.objects.filter(item_code="1.1.2").delete()

    page = owner.get(review_url(application)).content.decode()
    answer = owner.post(review_url(application), YES)

    assert "채울 것이 3개" in page
    for section, item in (("2", "2.1.1"), ("3", "3.1.1"), ("1", "1.1.2")):
        assert f'href="/applications/{application.code}/sections/{section}/#item-{item}"' in page
    assert answer.status_code == 422
    assert not Submission.objects.exists()


@pytest.mark.parametrize("change", [{"rating": None}, {"text": ""}, {"text": " \n"}])
def test_each_lack_alone_blocks(application, change):
    Answer.objects.filter(item_code="2.1.1").update(**change)

    with pytest.raises(NotComplete) as caught:
        submit(application, by=application.created_by, arrived_at=clock.now(), consents=AGREED)

    assert [gap.item.code for gap in caught.value.gaps] == ["2.1.1"]


def test_missing_evidence_is_advised_and_does_not_block(owner, application):
    page = owner.get(review_url(application)).content.decode()

    assert "증빙에서 확인할 것이 12개" in page
    assert owner.post(review_url(application), YES).status_code == 302


@pytest.mark.parametrize(("without", "status"), [("personal", 422), ("kibo", 422), ("platform", 302)])
def test_consents_are_asked_one_by_one(owner, application, without, status):
    given = {name: value for name, value in YES.items() if name != f"consent-{without}"}

    answer = owner.post(review_url(application), given)

    assert answer.status_code == status
    assert Submission.objects.exists() == (status == 302)
    if status == 422:
        assert "이 동의가 없으면" in answer.content.decode()
        with pytest.raises(NotConsented):
            submit(application, by=application.created_by, arrived_at=clock.now(), consents=AGREED | {without: False})


def test_each_consent_is_kept_with_the_words_it_was_given_to(application):
    submission = submit(application, by=application.created_by, arrived_at=clock.now(), consents=AGREED)

    kept = submission.consents
    assert {code: said["given"] for code, said in kept.items()} == AGREED
    words = (KIBO.label, KIBO.purpose, KIBO.data, KIBO.kept, KIBO.refusal)
    assert kept["kibo"]["sha256"] == hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()
    assert kept["kibo"]["version"] == KIBO.version
    with translation.override("en"):
        assert KIBO.given(True) == kept["kibo"]


def test_what_changed_after_it_was_shown_is_not_filed_unseen(owner, application):
    page = Page(owner.get(review_url(application)).content.decode())
    shown = page.forms[-1].sent["shown"][0]
    Answer.objects.filter(item_code="2.1.1").update(text="동료가 그사이 고친 글")

    refused = owner.post(review_url(application), YES | {"shown": shown})

    assert (refused.status_code, Submission.objects.count()) == (409, 0)
    assert "여신 뒤 내용이 바뀌어" in refused.content.decode()
    again = Page(refused.content.decode()).forms[-1].sent["shown"][0]
    assert again != shown
    assert owner.post(review_url(application), YES | {"shown": again}).status_code == 302


def test_withdrawn_before_the_closing_it_is_filed_again_with_a_new_receipt_behind_the_others(owner, application):
    owner.post(review_url(application), YES)
    behind = make_application()
    make_answers(behind)
    submit(behind, by=behind.created_by, arrived_at=clock.now(), consents=AGREED)
    move = f"/applications/{application.code}/move/"

    assert "맨 뒤에서 새로 받아요" in owner.get(f"{move}withdraw_submitted/").content.decode()
    owner.post(f"{move}withdraw_submitted/", {"reason": "고쳐서 다시 내겠습니다."})
    assert f"{move}reopen/" in owner.get(f"/applications/{application.code}/").content.decode()
    owner.post(f"{move}reopen/")
    owner.post(review_url(application), YES)

    first, second = application.submissions.order_by("number")
    assert (first.order_number, second.order_number) == (1, 3)
    assert second.receipt_number != first.receipt_number
    assert Application.objects.get(pk=application.pk).arrived_at == second.arrived_at > first.arrived_at


def test_withdrawing_after_the_closing_says_that_there_is_no_way_back(owner, application):
    owner.post(review_url(application), YES)
    Round.objects.update(opens_at=CLOSING - timedelta(days=30), closes_at=CLOSING)

    page = owner.get(f"/applications/{application.code}/move/withdraw_submitted/").content.decode()

    assert "이 회차에는 다시 제출할 수 없어요" in page


def test_the_letter_of_the_receipt_holds_all_that_proves_the_filing(application):
    make_evidence(application, "2.1.1", name="데이터.pdf")

    submission = submit(application, by=application.created_by, arrived_at=clock.now(), consents=AGREED)

    letter = Notice.objects.get(key__startswith="submitted:").body
    told = (submission.receipt_number, exact_text(submission.arrived_at), submission.manifest["answers_sha256"])
    assert [
        part for part in (*told, f"데이터.pdf {hashlib.sha256(PDF).hexdigest()}", "정원 안") if part not in letter
    ] == []


def test_the_track_without_ktrs_items_does_not_ask_for_kibo(client):
    application = make_application(track="MFG_AI")
    make_answers(application)
    client.force_login(application.created_by)

    assert "기술보증기금 고객정보" not in client.get(review_url(application)).content.decode()
    assert client.post(review_url(application), {"consent-personal": "on"}).status_code == 302


def test_filing_twice_gives_one_submission_and_the_same_receipt(owner, application):
    answers = [owner.post(review_url(application), YES) for _click in range(2)]

    assert [answer["Location"] for answer in answers] == [f"/applications/{application.code}/receipt/"] * 2
    assert Submission.objects.count() == 1
    assert Event.objects.filter(verb="application.submit").count() == 1
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("arrival", "counts"),
    [
        (CLOSING - timedelta(seconds=1), True),
        (CLOSING - timedelta(microseconds=1), True),
        (CLOSING, False),
        (CLOSING + timedelta(microseconds=1), False),
    ],
)
def test_the_closing_instant_itself_is_too_late(application, arrival, counts):
    Round.objects.update(opens_at=CLOSING - timedelta(days=30), closes_at=CLOSING)

    try:
        submission = submit(application, by=application.created_by, arrived_at=arrival, consents=AGREED)
        taken = submission.arrived_at == arrival
    except RoundClosed:
        taken = False

    assert taken == counts
    assert Submission.objects.exists() == counts


def test_after_the_closing_a_post_is_refused_with_the_instant(owner, application):
    Round.objects.update(opens_at=CLOSING - timedelta(days=30), closes_at=CLOSING)

    page = owner.get(review_url(application)).content.decode()
    answer = owner.post(review_url(application), YES)

    assert "2026-05-29 (금) 18:00에 접수가 마감되었습니다" in page
    assert answer.status_code == 403
    assert "2026-05-29 (금) 18:00에 접수가 마감되었습니다" in answer.content.decode()
    assert Application.objects.get().state == State.DRAFT


def test_a_company_that_left_the_pool_meanwhile_does_not_file(owner, application):
    Supplier.objects.update(pool_state=PoolState.SUSPENDED)

    page = owner.get(review_url(application)).content.decode()
    answer = owner.post(review_url(application), YES)

    assert "POOL에 승인된 기업만" in page
    assert answer.status_code == 403
    with pytest.raises(PermissionDenied):
        submit(application, by=application.created_by, arrived_at=clock.now(), consents=AGREED)
    assert not Submission.objects.exists()


def test_a_supplement_is_filed_after_the_closing_and_keeps_its_number(owner, application):
    owner.post(review_url(application), YES)
    number = Application.objects.get().order_number
    Application.objects.update(state=State.SUPPLEMENT, state_reason="2.1.1 근거를 보완하세요")
    Round.objects.update(opens_at=CLOSING - timedelta(days=30), closes_at=CLOSING)
    Answer.objects.filter(item_code="2.1.1").update(text="보완한 글")
    assert "2.1.1 근거를 보완하세요" in owner.get(review_url(application)).content.decode()

    answer = owner.post(review_url(application), YES)

    assert answer.status_code == 302
    first, second = Submission.objects.order_by("number")
    assert (second.number, second.order_number) == (2, number)
    assert first.manifest["answers_sha256"] != second.manifest["answers_sha256"]
    assert second.receipt_number in owner.get(f"/applications/{application.code}/receipt/").content.decode()


def test_arrivals_beyond_the_seats_are_told_their_waiting_place(client):
    round_ = make_round(seats=1)
    pages = []
    for _company in range(3):
        application = make_application(round_=round_)
        make_answers(application)
        client.force_login(application.created_by)
        client.post(review_url(application), YES)
        pages.append(client.get(f"/applications/{application.code}/receipt/").content.decode())

    assert ["정원 안" in pages[0], "대기 1번" in pages[1], "대기 2번" in pages[2]] == [True, True, True]
    assert "잠정" in pages[0]


def test_a_viewer_reads_and_does_not_file(client, application):
    client.force_login(make_member(application.supplier, Standing.VIEWER))

    page = client.get(review_url(application))
    answer = client.post(review_url(application), YES)

    assert page.status_code == 200
    assert "열람 권한만" in page.content.decode()
    assert answer.status_code == 403
    assert not Submission.objects.exists()


def test_there_is_no_receipt_before_filing(owner, application):
    assert owner.get(f"/applications/{application.code}/receipt/").status_code == 404


@pytest.mark.parametrize("files", [0, 20])
def test_the_review_costs_the_same_queries_whatever_is_filed(owner, application, files, django_assert_max_num_queries):
    for number in range(files):
        make_evidence(application, "2.1.1", content=f"{number}".encode(), name=f"{number}.pdf")

    with django_assert_max_num_queries(12):
        owner.get(review_url(application))


def test_the_receipt_comes_as_a_pdf_that_is_the_same_each_time(owner, application):
    make_evidence(application, "2.1.1", name="데이터.pdf")
    owner.post(review_url(application), YES)

    first, second = (owner.get(f"/applications/{application.code}/receipt/1/") for _time in range(2))

    filed = Submission.objects.get()
    assert (first["Content-Type"], first.content) == ("application/pdf", second.content)
    assert f"{filed.receipt_number}.pdf" in first["Content-Disposition"]
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(first.content)).pages).replace("\u2060", "")
    told = (filed.receipt_number, exact_text(filed.arrived_at), "데이터.pdf", KIBO.version)
    assert [part for part in told if part not in text] == []
    assert filed.manifest["answers_sha256"] in "".join(text.split())


def test_a_receipt_is_its_companys_alone(client, owner, application):
    owner.post(review_url(application), YES)

    assert owner.get(f"/applications/{application.code}/receipt/2/").status_code == 404
    client.force_login(make_application().created_by)
    assert client.get(f"/applications/{application.code}/receipt/1/").status_code == 404
