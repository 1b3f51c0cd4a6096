"""The session, the connection, the window and the server are cut at each step of answering and filing, in headless
Chromium; every typed word is found again, and there is one filing with one receipt."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect

from applications.filing.models import Application, Submission
from applications.filing.workflow import State
from applications.notices.models import Notice
from diagnosis.answers.models import Answer
from grading.load import load_scheme
from tests.factories.answers import make_answer
from tests.factories.filing import make_application
from tests.flows.browsing import expect_saved, follow, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST, SECOND, *REST = load_scheme("2026-1").tracks["MFG_AI"].items
WRITTEN = {FIRST.code: "현장 열두 곳에 적용했고 불량이 줄었습니다.", SECOND.code: "학습데이터 4만 건을 모았습니다."}
REASON = "대표이사가 바뀌어 내용을 고쳐 다시 내겠습니다."


class Connections(ThreadedWSGIServer):
    """A server that takes the open connections with it when it goes, as one does that is killed."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        self.open: list[socket.socket] = []
        super().__init__(*args, **settings)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.append(request)
        super().process_request(request, client_address)

    def server_close(self) -> None:
        super().server_close()
        for one in self.open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class Server(LiveServerThread):
    """The portal on a port that it can come back to."""

    server_class = Connections

    def __init__(self, port: int = 0) -> None:
        super().__init__("localhost", StaticFilesHandler, port=port)
        self.daemon = True
        self.start()
        self.is_ready.wait()
        assert self.error is None

    def _create_server(self, connections_override: Any = None) -> Connections:
        return self.server_class((self.host, self.port), QuietWSGIRequestHandler, allow_reuse_address=True)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


@dataclass
class Desk:
    """One person at one computer: the window they look at, and the server behind it."""

    context: BrowserContext
    page: Page
    server: Server
    application: Application
    under_way: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.on("request", lambda one: self.under_way.add(one))
        self.context.on("requestfinished", lambda one: self.under_way.discard(one))
        self.context.on("requestfailed", lambda one: self.under_way.discard(one))

    def open(self, part: str) -> None:
        address = f"{self.server.url}/applications/{self.application.code}/{part}"
        for _time in range(10):
            try:
                self.page.goto(address)
            except Error:  # the page of a server that was gone came in between, or loaded itself again
                self.page.wait_for_timeout(300)
            else:
                return
        raise AssertionError(f"no way to {address}")

    def sign_in(self) -> None:
        """Log in; and again where the answer to something asked before took the new session away."""
        client = Client()
        client.force_login(self.application.created_by)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        session = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.server.url}
        while key not in [cookie["value"] for cookie in self.context.cookies()]:
            self.context.add_cookies([session])
            self.until(lambda: not self.under_way)

    def look_again(self) -> None:
        """The person comes back to the window, as after mending what was wrong."""
        with suppress(Error):  # the page is on its way to the next
            self.page.evaluate("window.dispatchEvent(new Event('focus'))")

    def until(self, holds: Callable[[], bool]) -> None:
        """Leave the window alone until something holds."""
        for _time in range(600):
            if holds():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("not within a minute")


@contextmanager
def session_cut(desk: Desk) -> Iterator[None]:
    Session.objects.all().delete()
    yield
    desk.sign_in()


@contextmanager
def connection_cut(desk: Desk) -> Iterator[None]:
    desk.context.set_offline(True)
    yield
    desk.context.set_offline(False)


@contextmanager
def window_cut(desk: Desk) -> Iterator[None]:
    yield
    address = desk.page.url
    desk.page.close()
    desk.page = desk.context.new_page()
    desk.page.goto(address)


@contextmanager
def server_cut(desk: Desk) -> Iterator[None]:
    desk.server.terminate()
    yield
    desk.server = Server(desk.server.port)


CUTS = [session_cut, connection_cut, window_cut, server_cut]
Cut = Callable[[Desk], AbstractContextManager[None]]


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Desk]:
    context = chromium.new_context(locale="ko-KR", timezone_id="Asia/Seoul")
    made = Desk(context, context.new_page(), Server(), make_application(track="MFG_AI"))
    made.sign_in()
    yield made
    context.close()
    made.server.terminate()


def words(page: Page, item: str):
    return page.locator(f'[id="text-{item}"]')


def press(page: Page, name: str) -> None:
    """Press a button whose page may never come."""
    with suppress(Error):
        page.get_by_role("button", name=name, exact=True).last.click()
        page.wait_for_load_state()


@pytest.mark.parametrize("cut", CUTS)
def test_whatever_is_cut_while_answering_every_word_is_found_again(desk: Desk, cut: Cut):
    desk.open("sections/1/")
    with cut(desk):
        desk.page.locator(f'label[for="rating-{FIRST.code}-4.0"]').click()
    desk.look_again()
    expect_saved(desk.page, FIRST.code)
    with cut(desk):
        words(desk.page, FIRST.code).fill(WRITTEN[FIRST.code])
        if cut is not window_cut:
            expect_kept_here_alone(desk)
    desk.look_again()
    expect(words(desk.page, FIRST.code)).to_have_value(WRITTEN[FIRST.code])
    expect_stored(desk, FIRST.code)
    expect_saved(desk.page, FIRST.code)
    with cut(desk):
        words(desk.page, SECOND.code).fill(WRITTEN[SECOND.code])
        press(desk.page, "저장하고 다음 분야로")
    desk.look_again()
    expect_stored(desk, SECOND.code)

    found = {answer.item_code: answer.text for answer in Answer.objects.all()}
    assert found == WRITTEN
    assert str(Answer.objects.get(item_code=FIRST.code).rating) == "4.0"
    desk.page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kept:'))")


def expect_kept_here_alone(desk: Desk) -> None:
    """The cut is a cut: the words are on this computer and the page says so."""
    expect(desk.page.locator(f'[id="state-{FIRST.code}"]')).to_contain_text("이 컴퓨터에 보관 중")
    assert not Answer.objects.filter(text=WRITTEN[FIRST.code]).exists()


def expect_stored(desk: Desk, item: str) -> None:
    """The words reach the database although no button is pressed again."""
    desk.until(Answer.objects.filter(item_code=item, text=WRITTEN[item]).exists)


@pytest.mark.parametrize("cut", CUTS)
def test_whatever_is_cut_while_filing_there_is_one_filing_and_no_word_is_lost(desk: Desk, cut: Cut):
    for item in (FIRST, SECOND, *REST):
        make_answer(desk.application, item.code)
    desk.open("review/")
    with cut(desk):
        tick(desk.page.get_by_role("checkbox", name="개인정보 수집·이용 동의"))
        press(desk.page, "제출하기")
    file_if_not_filed(desk)
    file_again_with_the_back_button(desk)
    assert (Submission.objects.count(), Notice.objects.filter(key__startswith="submitted:").count()) == (1, 1)

    desk.open("move/withdraw_submitted/")
    with cut(desk):
        desk.page.get_by_role("textbox").fill(REASON)
        press(desk.page, "신청 철회")
    if Application.objects.get().state == State.SUBMITTED:
        desk.open("move/withdraw_submitted/")
        expect(desk.page.get_by_role("textbox")).to_have_value(REASON)
        follow(desk.page, desk.page.get_by_role("button", name="신청 철회"))

    application = Application.objects.get()
    assert (application.state, application.state_reason) == (State.WITHDRAWN, REASON)


def file_if_not_filed(desk: Desk) -> None:
    """What somebody does who does not know whether it arrived: open the page again and look."""
    desk.open("review/")
    if Application.objects.get().state == State.DRAFT:
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
