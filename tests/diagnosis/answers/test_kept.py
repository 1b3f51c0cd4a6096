"""What is typed and not stored yet survives the window, and colleagues see each other, in a real browser."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from diagnosis.answers.models import Answer
from tests.diagnosis.answers.test_autosave import NEXT_TRY, SAVED, log_in, state, text
from tests.diagnosis.answers.test_earlier import filed_before
from tests.factories.answers import make_answer
from tests.factories.people import make_member
from tests.flows.browsing import assert_open_to_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "창이 닫히기 전에 쓴 글"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('kept:')).length"


@pytest.fixture
def address(live_server, application) -> str:
    return f"{live_server.url}/applications/{application.code}/sections/2/"


@pytest.fixture
def browser_of_owner(chromium_page: Page, live_server, application) -> BrowserContext:
    log_in(chromium_page, live_server.url, application)
    return chromium_page.context


def write_and_vanish(context: BrowserContext, address: str) -> None:
    """Type without a connection, and close the window before it comes back."""
    page = context.new_page()
    page.goto(address)
    context.set_offline(True)
    page.locator('label[for="rating-2.1.1-4.5"]').click()
    text(page).fill(WORDS)
    expect(state(page)).to_contain_text("이 컴퓨터에 보관 중")
    page.close()
    context.set_offline(False)


def test_words_of_a_closed_window_come_back_and_are_saved(browser_of_owner, address):
    write_and_vanish(browser_of_owner, address)
    assert not Answer.objects.exists()

    page = browser_of_owner.new_page()
    page.goto(address)

    expect(text(page)).to_have_value(WORDS)
    expect(state(page)).to_contain_text(SAVED)
    answer = Answer.objects.get()
    assert (answer.text, str(answer.rating)) == (WORDS, "4.5")
    assert page.evaluate(KEPT) == 0


def test_control_without_the_copy_the_words_of_a_closed_window_are_gone(browser_of_owner, address):
    write_and_vanish(browser_of_owner, address)

    page = browser_of_owner.new_page()
    page.goto(address.replace("/sections/2/", "/"))
    page.evaluate("localStorage.clear()")
    page.goto(address)

    page.wait_for_timeout(1000)
    expect(text(page)).to_have_value("")


def test_words_of_a_closed_window_never_cover_what_a_colleague_wrote_since(browser_of_owner, address, application):
    write_and_vanish(browser_of_owner, address)
    make_answer(application, "2.1.1", text="동료의 글")

    page = browser_of_owner.new_page()
    page.goto(address)

    expect(state(page)).to_contain_text("동료의 글")
    expect(text(page)).to_have_value(WORDS)
    state(page).get_by_role("button", name="두 내용을 이어서 저장").click()
    expect(state(page)).to_contain_text(SAVED)
    assert Answer.objects.get().text == f"{WORDS}\n\n동료의 글"


def test_the_other_pages_tell_of_words_that_wait(browser_of_owner, address):
    write_and_vanish(browser_of_owner, address)

    page = browser_of_owner.new_page()
    page.goto(address.replace("/sections/2/", "/review/"))

    expect(page.locator("[data-kept-for]")).to_contain_text(WORDS)
    page.locator("[data-kept-for] a").click()
    expect(state(page)).to_contain_text(SAVED)


def test_logging_out_asks_and_leaves_nothing_to_the_next_person(browser_of_owner, address):
    write_and_vanish(browser_of_owner, address)
    page, asked = browser_of_owner.new_page(), []
    page.on("dialog", lambda dialog: asked.append(dialog.message) or dialog.accept())
    page.goto(address.replace("/sections/2/", "/"))
    assert page.evaluate(KEPT) == 1

    with page.expect_navigation():
        page.locator("form[action$='/logout/']").first.evaluate("form => form.requestSubmit()")

    assert len(asked) == 1
    assert page.evaluate(KEPT) == 0


def test_a_page_does_not_save_under_another_persons_log_in(browser_of_owner, address, application, live_server):
    page = browser_of_owner.new_page()
    page.clock.install()
    page.goto(address)
    Session.objects.all().delete()
    colleague = make_member(application.supplier)
    owner, application.created_by = application.created_by, colleague
    log_in(page, live_server.url, application)

    text(page).fill("주인의 글")
    page.clock.fast_forward(2000)
    expect(state(page)).to_contain_text("로그인한 사람")
    assert not Answer.objects.exists()

    application.created_by = owner
    log_in(page, live_server.url, application)
    page.clock.fast_forward(NEXT_TRY)
    expect(state(page)).to_contain_text(SAVED)
    assert Answer.objects.get().saved_by == owner


def test_a_server_that_fails_is_tried_again(browser_of_owner, address):
    page = browser_of_owner.new_page()
    page.clock.install()
    page.goto(address)
    page.route("**/items/**", lambda route: route.fulfill(status=502, body="bad gateway"))
    text(page).fill(WORDS)
    page.clock.fast_forward(2000)
    expect(state(page)).to_contain_text("서버가 잠시 답하지 않아 이 컴퓨터에 보관 중")

    page.unroute("**/items/**")
    page.clock.fast_forward(NEXT_TRY)

    expect(state(page)).to_contain_text(SAVED)
    assert Answer.objects.get().text == WORDS


def test_colleagues_see_who_is_writing_and_what_was_changed(browser_of_owner, address, application, chromium):
    colleague = make_member(application.supplier, name="박동료")
    other = chromium.new_context(locale="ko-KR")
    owner, application.created_by = application.created_by, colleague
    theirs = other.new_page()
    log_in(theirs, address.split("/applications")[0], application)
    application.created_by = owner
    theirs.goto(address)
    page = browser_of_owner.new_page()
    page.clock.install()
    page.goto(address)

    with theirs.expect_response("**/editing/"):
        text(theirs).focus()
    page.clock.fast_forward(21_000)
    expect(page.locator('[id="company-2.1.1"]')).to_contain_text("박동료 님이")
    text(theirs).fill("동료가 먼저 쓴 글")
    expect(state(theirs)).to_contain_text(SAVED)
    page.clock.fast_forward(21_000)
    expect(page.locator('[id="company-2.1.1"] [data-newer]')).to_be_visible()
    expect(page.locator('[id="company-2.2.1"] [data-newer]')).to_be_hidden()
    other.close()


def test_a_page_with_a_conflict_an_offer_and_a_mark_to_check_is_open_to_all(browser_of_owner, address, application):
    before = filed_before(application)
    for item in ("2.2.1", "2.3.1"):
        make_answer(before, item, text="지난 회차의 글")
    make_answer(application, "2.3.1", checked=False, taken_from=before)
    page = browser_of_owner.new_page()
    page.goto(address)
    make_answer(application, "2.1.1", text="동료의 글 " * 60)

    text(page).fill("띄어쓰기없이아주길게이어진나의글" * 20)

    expect(state(page)).to_contain_text("동료의 글")
    assert_open_to_all(page)
    page.goto(address.replace("/sections/2/", "/review/"))
    expect(page.locator("[data-kept-for]")).to_contain_text("나의글")
    assert_open_to_all(page)
