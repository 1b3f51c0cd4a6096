"""The session, the connection, the answer, the window and the server are cut at each step of answering and of filing,
in headless Chromium; every typed word is found again, and there is one application with one receipt a filing."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Locator, Route, expect

from applications import clock
from applications.audit.models import Event
from applications.documents.models import DocumentVersion, Upload
from applications.filing.models import Application, Submission
from applications.filing.workflow import State
from applications.notices.models import Notice
from diagnosis.answers.models import Answer, Evidence
from grading.load import load_scheme
from tests.factories.answers import make_answer
from tests.factories.documents import PDF
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.flows.browsing import expect_saved, follow, tick
from tests.flows.desk import CLOSING, CUTS, Cut, Desk, Server, answer_cut, crash_cut, reload_cut

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ITEMS = load_scheme("2026-1").tracks["MFG_AI"].items
FIRST, SECOND, THIRD, FOURTH, FIFTH = [item.code for item in ITEMS[:5]]
WHOLE = "2.1.1"  # of the other track
WORDS = {
    FIRST: "현장 열두 곳에 적용했고 불량이 줄었습니다.",
    SECOND: "학습데이터 4만 건을 모았습니다.",
    THIRD: "내가 쓴 글입니다.",
    WHOLE: "공정 데이터를 1초마다 모읍니다.",
}
THEIRS, LAST_YEAR = "동료가 먼저 쓴 글입니다.", "지난해에 낸 글입니다."
REASON = "대표이사가 바뀌어 내용을 고쳐 다시 내겠습니다."
PIECE, PIECES = 16 * 1024, 3
START = "/applications/start/2026-1/MFG_AI/"


@pytest.fixture
def desk(chromium: Browser, settings) -> Iterator[Desk]:
    settings.UPLOAD_CHUNK_BYTES = PIECE
    context = chromium.new_context(locale="ko-KR", timezone_id="Asia/Seoul")
    context.set_default_timeout(60_000)
    made = Desk(context, context.new_page(), Server(), make_application())
    made.sign_in()
    yield made
    context.close()
    made.server.terminate()


@pytest.fixture
def other(desk: Desk) -> Application:
    """The company's application on the AI track."""
    return make_application(supplier=desk.application.supplier, round_=desk.application.round, track="MFG_AI")


@pytest.fixture
def last_year(desk: Desk) -> Application:
    """What the company filed on the AI track the year before."""
    opened = clock.now() - timedelta(days=300)
    round_ = make_round("2025-2", opens_at=opened, closes_at=opened + timedelta(days=30))
    filed = {"state": State.PUBLISHED, "arrived_at": opened, "order_number": 1}
    made = make_application(supplier=desk.application.supplier, round_=round_, track="MFG_AI", **filed)
    make_answer(made, FOURTH, text=LAST_YEAR)
    return made


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF that goes in several pieces; random, so that nothing on the way makes it smaller."""
    path = tmp_path / "납세 증명.pdf"
    path.write_bytes(PDF.replace(b"trailer", b"% " + os.urandom(PIECE * PIECES // 2).hex().encode() + b"\ntrailer"))
    return path


def words(desk: Desk, item: str) -> Locator:
    return desk.page.locator(f'[id="text-{item}"]')


def card(desk: Desk, item: str) -> Locator:
    return desk.page.locator(f'[id="item-{item}"]')


def stored(desk: Desk, item: str, text: str) -> None:
    """The words reach the database although no button is pressed again."""
    desk.look_again()
    desk.until(Answer.objects.filter(item_code=item, text=text).exclude(application__round__code="2025-2").exists)


@pytest.mark.parametrize("cut", CUTS)
def test_whatever_is_cut_while_answering_every_word_is_found_again(desk: Desk, cut: Cut, last_year, paper: Path):
    application = starting(desk, cut)
    desk.open("sections/1/", application)
    choosing(desk, cut)
    writing(desk, cut, FIRST)
    sending(desk, cut, paper)
    moving_on(desk, cut)
    settling(desk, cut, application)
    taking_over(desk, cut, application)
    desk.open("sections/2/")
    writing(desk, cut, WHOLE)

    found = {(one.application.track, one.item_code): one.text for one in answers(application, desk.application)}
    ai = {FIRST: WORDS[FIRST], SECOND: WORDS[SECOND], THIRD: f"{WORDS[THIRD]}\n\n{THEIRS}", FOURTH: LAST_YEAR}
    assert found == {("MFG_AI", item): text for item, text in ai.items()} | {("INTEGRATED", WHOLE): WORDS[WHOLE]}
    desk.page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kept:'))")


def answers(*applications: Application) -> list[Answer]:
    return list(Answer.objects.filter(application__in=applications).select_related("application"))


def starting(desk: Desk, cut: Cut) -> Application:
    desk.go(START)
    with cut(desk):
        desk.press("신청 시작하기")
    own = Application.objects.filter(round=desk.application.round, track="MFG_AI")
    desk.insist(START, "신청 시작하기", own.exists)
    return own.get()


def choosing(desk: Desk, cut: Cut) -> None:
    with cut(desk):
        desk.page.locator(f'label[for="rating-{FIRST}-4.0"]').click()
    desk.look_again()
    desk.until(Answer.objects.filter(item_code=FIRST, rating=4).exists)
    expect_saved(desk.page, FIRST)


def writing(desk: Desk, cut: Cut, item: str) -> None:
    with cut(desk):
        words(desk, item).fill(WORDS[item])
        if cut not in CLOSING:  # the cut is a cut: the page knows that the words are here alone
            expect(desk.page.locator(f'[id="state-{item}"]')).to_contain_text("이 컴퓨터에 보관 중")
    stored(desk, item, WORDS[item])
    expect(words(desk, item)).to_have_value(WORDS[item])
    expect_saved(desk.page, item)


def sending(desk: Desk, cut: Cut, paper: Path) -> None:
    """One piece of the file has arrived and the next is on its way."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "PATCH" and Upload.objects.get().offset:
            held.append(route)
        else:
            route.continue_()

    field = f'[id="files-{FIFTH}"]'
    desk.page.route("**/documents/uploads/*/", hold)
    desk.page.locator(field).set_input_files(paper)
    desk.until(lambda: bool(held))
    with cut(desk):
        desk.page.unroute("**/documents/uploads/*/")
        with suppress(Error):  # the piece goes where the cut lets it
            held[0].continue_()
        if cut not in CLOSING:
            expect(card(desk, FIFTH).locator("[data-upload-state]")).to_contain_text("이어지면")
    if cut in CLOSING:
        desk.page.locator(field).set_input_files(paper)
    desk.look_again()
    expect(desk.page.locator(f'[id="evidence-{FIFTH}"]')).to_contain_text(paper.name)
    assert (Evidence.objects.count(), DocumentVersion.objects.count(), Upload.objects.count()) == (1, 1, 0)


def moving_on(desk: Desk, cut: Cut) -> None:
    with cut(desk):
        words(desk, SECOND).fill(WORDS[SECOND])
        desk.press("저장하고 다음 분야로")
    stored(desk, SECOND, WORDS[SECOND])


def settling(desk: Desk, cut: Cut, application: Application) -> None:
    """A colleague was faster; the person wants both texts."""
    desk.open("sections/1/", application)
    make_answer(application, THIRD, text=THEIRS, saved_by=make_member(application.supplier))
    words(desk, THIRD).fill(WORDS[THIRD])
    both = card(desk, THIRD).locator("[data-settle=both]")
    both.wait_for()
    with cut(desk):
        both.click()
    stored(desk, THIRD, f"{WORDS[THIRD]}\n\n{THEIRS}")


def taking_over(desk: Desk, cut: Cut, application: Application) -> None:
    section = f"/applications/{application.code}/sections/1/"
    mine = Answer.objects.filter(application=application, item_code=FOURTH)
    desk.go(section)
    card(desk, FOURTH).locator("summary").filter(has_text="낸 답변 보기").click()
    with cut(desk):
        desk.press("이 답변 가져오기")
    desk.go(section)
    if not mine.exists():
        card(desk, FOURTH).locator("summary").filter(has_text="낸 답변 보기").click()
        desk.press("이 답변 가져오기")
        desk.until(mine.exists)
    assert (mine.get().text, mine.get().checked) == (LAST_YEAR, False)
    assert Event.objects.filter(verb="answers.taken_over").count() == 1


@pytest.mark.parametrize("cut", [crash_cut, reload_cut])
def test_a_window_that_dies_or_loads_itself_again_keeps_rating_and_words(desk: Desk, cut: Cut):
    desk.open("sections/2/")
    with cut(desk):
        desk.page.locator(f'label[for="rating-{WHOLE}-4.0"]').click()
        words(desk, WHOLE).fill(WORDS[WHOLE])

    stored(desk, WHOLE, WORDS[WHOLE])
    expect(words(desk, WHOLE)).to_have_value(WORDS[WHOLE])
    assert str(Answer.objects.get().rating) == "4.0"


def test_two_windows_upon_one_item_keep_both_texts(desk: Desk):
    desk.open("sections/2/")
    first = desk.page
    desk.new_window()
    first.locator(f'[id="text-{WHOLE}"]').fill(THEIRS)
    expect_saved(first, WHOLE)

    words(desk, WHOLE).fill(WORDS[WHOLE])
    card(desk, WHOLE).locator("[data-settle=both]").click()

    stored(desk, WHOLE, f"{WORDS[WHOLE]}\n\n{THEIRS}")


def test_words_written_on_after_an_answer_was_lost_are_nobodys_conflict(desk: Desk):
    """The portal has the first words and the page does not know it; what follows is no other person's text."""
    desk.open("sections/2/")
    with answer_cut(desk):
        words(desk, WHOLE).fill("첫 문장입니다.")
        expect(desk.page.locator(f'[id="state-{WHOLE}"]')).to_contain_text("이 컴퓨터에 보관 중")
        words(desk, WHOLE).fill(f"첫 문장입니다. {WORDS[WHOLE]}")

    stored(desk, WHOLE, f"첫 문장입니다. {WORDS[WHOLE]}")
    expect_saved(desk.page, WHOLE)
    expect(desk.page.locator("[data-conflict]")).to_have_count(0)


@pytest.mark.parametrize("cut", CUTS)
def test_whatever_is_cut_while_filing_there_is_one_filing_and_no_word_is_lost(desk: Desk, cut: Cut, other: Application):
    desk.application = other
    for item in ITEMS:
        make_answer(other, item.code)
    with cut(desk), suppress(Error):
        desk.page.goto(f"{desk.server.url}/applications/{other.code}/review/")
    filing(desk, cut, times=1)
    withdrawing(desk, cut)
    reopening(desk, cut)
    filing(desk, cut, times=2)

    assert Application.objects.filter(track="MFG_AI").count() == 1


def filing(desk: Desk, cut: Cut, *, times: int) -> None:
    """Consents, the button, the receipt; however often the button is pressed there is one receipt more."""
    desk.open("review/")
    with cut(desk):
        tick(desk.page.get_by_role("checkbox", name="개인정보 수집·이용 동의"))
        desk.press("제출하기")
    file_if_not_filed(desk)
    with cut(desk), suppress(Error):
        desk.page.goto(f"{desk.server.url}/applications/{desk.application.code}/receipt/")
    file_again_with_the_back_button(desk)
    assert (Submission.objects.count(), Notice.objects.filter(key__startswith="submitted:").count()) == (times, times)


def withdrawing(desk: Desk, cut: Cut) -> None:
    desk.open("move/withdraw_submitted/")
    with cut(desk):
        desk.page.get_by_role("textbox").fill(REASON)
        desk.press("신청 철회")
    if Application.objects.get(pk=desk.application.pk).state == State.SUBMITTED:
        desk.open("move/withdraw_submitted/")
        expect(desk.page.get_by_role("textbox")).to_have_value(REASON)
        follow(desk.page, desk.page.get_by_role("button", name="신청 철회"))
    withdrawn = Application.objects.get(pk=desk.application.pk)
    assert (withdrawn.state, withdrawn.state_reason) == (State.WITHDRAWN, REASON)


def reopening(desk: Desk, cut: Cut) -> None:
    page = f"/applications/{desk.application.code}/move/reopen/"
    desk.go(page)
    with cut(desk):
        desk.press("다시 작성")
    desk.insist(page, "다시 작성", Application.objects.filter(pk=desk.application.pk, state=State.DRAFT).exists)


def file_if_not_filed(desk: Desk) -> None:
    """What somebody does who does not know whether it arrived: open the page again and look."""
    desk.open("review/")
    if Application.objects.get(pk=desk.application.pk).state == State.DRAFT:
        tick(desk.page.get_by_role("checkbox", name="개인정보 수집·이용 동의"))
        desk.page.get_by_role("button", name="제출하기").dblclick()
        expect(desk.page.get_by_role("heading", level=1)).to_have_text("접수증")


def file_again_with_the_back_button(desk: Desk) -> None:
    """The form as it was, sent once more: it leads to the receipt there is."""
    token = next(cookie["value"] for cookie in desk.context.cookies() if cookie["name"] == "csrftoken")
    answer = desk.context.request.post(
        f"{desk.server.url}/applications/{desk.application.code}/review/",
        form={"csrfmiddlewaretoken": token, "consent-personal": "on"},
    )
    assert answer.url.endswith("/receipt/")
