"""Answering through HTTP: what is typed is either stored or shown again, never gone."""

from decimal import Decimal

import pytest

from applications.audit.models import Event
from applications.filing.workflow import State
from applications.suppliers.models import Standing
from diagnosis.answers.models import Answer, Evidence
from tests.factories.answers import make_answer, make_evidence
from tests.factories.documents import upload
from tests.factories.filing import make_application
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db


def posted(item: str = "2.1.1", rating: str = "3.5", text: str = "공정 데이터를 모읍니다.", version: int = 0) -> dict:
    return {f"{item}-rating": rating, f"{item}-text": text, f"{item}-version": version}


def section_url(application, section="2"):
    return f"/applications/{application.code}/sections/{section}/"


def item_url(application, item="2.1.1"):
    return f"/applications/{application.code}/items/{item}/"


def stored(application) -> dict:
    rows = Answer.objects.filter(application=application).order_by("item_code")
    return {row.item_code: (row.rating, row.text, row.version) for row in rows}


def test_a_section_shows_items_with_anchors_and_evidence_asked(owner, application):
    page = owner.get(section_url(application, "1")).content.decode()

    assert page.count("data-item=") == 10
    assert "동종 경력·전문자격·경영주 명의 등록특허를 모두 갖춤" in page
    assert "자격·학위증" in page
    assert "기술보증기금 평가로 확정됩니다" in page
    assert page.count('value="2.5"') == 10


def test_a_section_is_saved_as_one_form_and_redirects(owner, application):
    answer = owner.post(section_url(application), posted() | posted("2.2.1", "5.0", "자율 제어"))

    assert (answer.status_code, answer["Location"]) == (302, section_url(application))
    assert stored(application) == {
        "2.1.1": (Decimal("3.5"), "공정 데이터를 모읍니다.", 1),
        "2.2.1": (Decimal("5.0"), "자율 제어", 1),
    }
    assert Event.objects.filter(verb="answers.saved").count() == 1


@pytest.mark.parametrize(("section", "leads_to"), [("1", "sections/2/"), ("3", "review/")])
def test_next_leads_on(owner, application, section, leads_to):
    answer = owner.post(section_url(application, section), {"next": "1"})

    assert answer["Location"] == f"/applications/{application.code}/{leads_to}"


def test_one_item_saves_itself_and_updates_the_estimate(owner, application):
    answer = owner.post(item_url(application), posted(rating="5.0"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="2.1.1-version" value="1"' in page
    assert "저장됨" in page
    assert 'id="estimate"' in page
    assert stored(application) == {"2.1.1": (Decimal("5.0"), "공정 데이터를 모읍니다.", 1)}


def test_the_same_save_twice_is_one_save(owner, application):
    for _turn in range(2):
        assert owner.post(item_url(application), posted()).status_code == 200

    assert stored(application)["2.1.1"][2] == 1
    assert Event.objects.filter(verb="answers.saved").count() == 1


def test_two_tabs_the_later_save_is_shown_both_texts_and_nothing_is_lost(owner, application):
    owner.post(item_url(application), posted(text="첫째 창"))

    answer = owner.post(item_url(application), posted(text="둘째 창"))

    assert answer.status_code == 409
    assert "첫째 창" in answer.content.decode()
    assert 'name="2.1.1-version" value="0"' in answer.content.decode()
    assert 'name="2.1.1-seen" value="1"' in answer.content.decode()
    assert stored(application)["2.1.1"] == (Decimal("3.5"), "첫째 창", 1)


def test_after_seeing_the_other_text_the_author_may_keep_their_own(owner, application):
    owner.post(item_url(application), posted(text="첫째 창"))

    answer = owner.post(item_url(application), posted(text="둘째 창", version=1))

    assert answer.status_code == 200
    assert stored(application)["2.1.1"] == (Decimal("3.5"), "둘째 창", 2)


@pytest.mark.parametrize(
    ("button", "text", "version"),
    [
        ({"theirs": "2.1.1"}, "첫째 창", 1),
        ({"both": "2.1.1"}, "둘째 창\n\n첫째 창", 2),
        ({"mine": "2.1.1"}, "둘째 창", 2),
    ],
)
def test_without_a_script_the_buttons_of_a_conflict_end_it(owner, application, button, text, version):
    owner.post(item_url(application), posted(text="첫째 창"))

    answer = owner.post(section_url(application), posted(text="둘째 창") | {"2.1.1-seen": "1"} | button)

    assert answer["Location"] == f"{section_url(application)}#item-2.1.1"
    assert stored(application)["2.1.1"] == (Decimal("3.5"), text, version)


@pytest.mark.parametrize("button", [{}, {"next": "1"}, {"at": "2.1.1"}, {"mine": "2.2.1"}])
def test_a_conflict_that_nobody_decided_is_not_decided_by_another_button(owner, application, button):
    owner.post(item_url(application), posted(text="첫째 창"))

    answer = owner.post(section_url(application), posted(text="둘째 창") | {"2.1.1-seen": "1"} | button)

    assert answer.status_code == 409
    assert "둘째 창" in answer.content.decode()
    assert stored(application)["2.1.1"][1] == "첫째 창"


def test_a_conflict_that_was_overtaken_again_is_shown_again_and_not_joined(owner, application):
    owner.post(item_url(application), posted(text="첫째 창"))
    owner.post(item_url(application), posted(text="셋째 창", version=1))

    answer = owner.post(section_url(application), posted(text="둘째 창") | {"2.1.1-seen": "1", "both": "2.1.1"})

    assert (answer.status_code, stored(application)["2.1.1"][1]) == (409, "셋째 창")


def test_a_save_for_another_person_than_the_one_signed_in_is_refused(owner, application):
    for author, status in ((str(application.created_by_id + 1), 403), (str(application.created_by_id), 200)):
        answer = owner.post(item_url(application), posted(), headers={"X-Author": author})
        assert answer.status_code == status


def test_a_stale_item_in_a_section_keeps_what_was_typed_and_saves_the_others(owner, application):
    colleague = make_member(application.supplier, Standing.EDITOR, name="박동료")
    make_answer(application, "2.1.1", text="동료의 글", version=4, saved_by=colleague)

    answer = owner.post(section_url(application), posted(text="나의 글", version=3) | posted("2.2.1", text="다른 항목"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "동료의 글" in page
    assert "나의 글" in page
    assert "박동료" in page
    assert 'name="2.1.1-version" value="3"' in page
    assert 'name="2.1.1-seen" value="4"' in page
    assert stored(application)["2.1.1"] == (Decimal("3.0"), "동료의 글", 4)
    assert stored(application)["2.2.1"][1] == "다른 항목"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"2.1.1-rating": "9"}, "0.5 단위로만"),
        ({"2.1.1-rating": "3.3"}, "0.5 단위로만"),
        ({"2.1.1-rating": "가"}, "0.5 단위로만"),
        ({"2.1.1-text": "가" * 5001}, "5000자까지"),
        ({"2.1.1-text": "가\x00나"}, "Null"),
        ({"2.1.1-version": "-1"}, ""),
        ({"2.1.1-version": "x"}, ""),
    ],
)
def test_a_rejected_item_keeps_everything_typed(owner, application, change, sentence):
    data = posted(text="지켜야 할 글") | posted("2.2.1", text="옆 항목") | change

    answer = owner.post(section_url(application), data)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert data["2.1.1-text"].replace("\x00", "")[:20] in page.replace("\x00", "")
    assert sentence.lower() in page.lower()
    assert list(stored(application)) == ["2.2.1"]
    assert owner.post(item_url(application), data).status_code == 422


def test_a_window_without_a_choice_does_not_erase_the_rating_chosen_elsewhere(owner, application):
    make_answer(application, "2.1.1", text="먼저 쓴 글")

    owner.post(item_url(application), posted(rating="", text="나중 글", version=1))

    assert stored(application)["2.1.1"] == (Decimal("3.0"), "나중 글", 2)


def test_line_ends_of_browsers_do_not_make_a_change(owner, application):
    make_answer(application, "2.1.1", text="첫 줄\n둘째 줄")

    owner.post(item_url(application), posted(rating="3.0", text="첫 줄\r\n둘째 줄", version=1))

    assert stored(application)["2.1.1"] == (Decimal("3.0"), "첫 줄\n둘째 줄", 1)


def test_files_come_along_with_the_section_and_a_refused_one_says_why(owner, application):
    files = {"2.1.1-files": [upload("데이터.pdf"), upload("나쁜 것.exe", b"MZ")]}

    answer = owner.post(section_url(application), posted() | files)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "나쁜 것.exe: 받지 않는 형식" in page
    assert "데이터.pdf" in page
    assert stored(application)["2.1.1"][1] == "공정 데이터를 모읍니다."
    assert Evidence.objects.filter(application=application, item_code="2.1.1").count() == 1


def test_a_file_is_taken_back_without_losing_what_was_typed(owner, application):
    use = make_evidence(application, "2.1.1")

    answer = owner.post(section_url(application), posted() | {"remove": use.pk})

    assert answer.status_code == 302
    assert not Evidence.objects.exists()
    assert stored(application)["2.1.1"][1] == "공정 데이터를 모읍니다."


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PAID, State.PUBLISHED, State.WITHDRAWN])
def test_answers_are_shut_outside_the_writing_states(owner, application, state):
    make_answer(application, "2.1.1")
    application.state = state
    application.save()

    for answer in (owner.post(section_url(application), posted()), owner.post(item_url(application), posted())):
        assert answer.status_code == 403
        assert "답변을 고칠 수 없습니다" in answer.content.decode()
    shown = owner.get(section_url(application))
    assert "data-answers" not in shown.content.decode()
    assert stored(application)["2.1.1"][2] == 1


def test_answers_are_open_in_a_supplement(owner, application):
    application.state, application.state_reason = State.SUPPLEMENT, "2.1.1 증빙을 보완하세요"
    application.save()

    assert "2.1.1 증빙을 보완하세요" in owner.get(section_url(application)).content.decode()
    assert owner.post(item_url(application), posted()).status_code == 200


def test_a_viewer_reads_and_is_told_why_not_more(client, application):
    client.force_login(make_member(application.supplier, Standing.VIEWER))

    shown = client.get(section_url(application))
    answer = client.post(item_url(application), posted())

    assert shown.status_code == 200
    assert "열람 권한만" in shown.content.decode()
    assert answer.status_code == 403
    assert "열람 권한만" in answer.content.decode()


def test_another_company_finds_nothing(client, application):
    client.force_login(make_application().created_by)

    assert client.get(section_url(application)).status_code == 404
    assert client.post(item_url(application), posted()).status_code == 404


@pytest.mark.parametrize("path", ["sections/9/", "items/9.9.9/"])
def test_unknown_parts_are_not_found(owner, application, path):
    url = f"/applications/{application.code}/{path}"

    assert (owner.get(url) if "sections" in path else owner.post(url, {})).status_code == 404


def test_the_estimate_spans_what_is_missing(owner, application):
    empty = owner.get(section_url(application)).content.decode()
    answer = owner.post(item_url(application), posted(rating="5.0")).content.decode()

    assert "평점을 고르면" in empty
    assert "자가 평점에 따른 예상" in answer
    assert "1 / 22" in answer


@pytest.mark.parametrize("answered", [0, 22])
def test_a_section_costs_the_same_queries_whatever_is_answered(
    owner, application, answered, django_assert_max_num_queries
):
    codes = ["2.1.1", "2.2.1", "2.3.1"] + [f"1.1.{n}" for n in (1, 2)]
    for code in codes[:answered]:
        make_answer(application, code)
        make_evidence(application, code, content=code.encode(), name=f"{code}.pdf")

    with django_assert_max_num_queries(9):
        owner.get(section_url(application))


def test_saving_an_item_costs_few_queries(owner, application, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):  # the first event of an application makes the head of its stream
        assert owner.post(item_url(application), posted()).status_code == 200
