"""An assessor in headless Chromium: pledge, mark by keyboard, close."""

import pytest
from playwright.sync_api import Page, expect

from applications.filing.models import Application
from applications.filing.workflow import State
from diagnosis.panels.marking import items_of
from diagnosis.panels.models import Assignment, Mark, MarkSheet
from tests.factories.answers import make_answers, make_evidence
from tests.factories.filing import make_application
from tests.factories.panels import fill, make_assignment, make_sheet, sit
from tests.flows.browsing import assert_open_to_all, expect_saved, follow, log_in, rate, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place() -> Assignment:
    """An invitation to an AI case under assessment, whose other member has closed nothing yet."""
    application = make_application(track="MFG_AI", state=State.IN_ASSESSMENT)
    make_answers(application)
    make_evidence(application, "1.1.1")
    make_sheet(sit(application))
    return make_assignment(application)


def test_a_case_from_the_invitation_to_the_closed_sheet(chromium_page: Page, live_server, place: Assignment):
    page, application = chromium_page, place.application
    log_in(page, live_server.url, place.assessor.user)
    assert_open_to_all(page)
    follow(page, page.get_by_role("link", name="위촉에 답하기").first)
    assert_open_to_all(page)
    pledge(page)
    follow(page, page.get_by_role("link", name="평점 입력하기").first)
    assert_open_to_all(page)
    mark_by_keyboard(page, application)
    close(page)
    sheet = MarkSheet.objects.get(assignment=place)
    assert sheet.closed_at is not None
    assert {mark.rating for mark in sheet.marks.all()} == {3, 4}


def pledge(page: Page) -> None:
    """Forget the pledge, be told so, give it."""
    tick(page.get_by_role("radio", name="없습니다", exact=True))
    page.get_by_role("button", name="신고하고 답하기").click()
    expect(page.get_by_role("main")).to_contain_text("서약해야 자료를 열람하고 평가할 수 있습니다.")
    assert_open_to_all(page)
    tick(page.get_by_role("checkbox"))
    page.get_by_role("button", name="신고하고 답하기").click()


def mark_by_keyboard(page: Page, application: Application) -> None:
    """The first item by keyboard, saved by itself; the rest as if done before."""
    first = items_of(application)[0].code
    rate(page, first, 8)
    page.keyboard.press("Tab")
    expect(page.locator(f'[id="reason-{first}"]')).to_be_focused()
    page.keyboard.type("기록으로 확인함.")
    expect(page.locator("#running-filled")).to_contain_text("1 / 11")
    expect_saved(page, first)
    expect(page.locator("#running-points")).to_contain_text("4.0")
    sheet = Mark.objects.get().sheet
    fill_rest(sheet, first)
    page.reload()


def fill_rest(sheet: MarkSheet, done: str) -> None:
    kept = Mark.objects.get(sheet=sheet, item_code=done)
    kept.delete()
    fill(sheet, rating="3.0")
    Mark.objects.filter(sheet=sheet, item_code=done).update(rating=kept.rating, reason=kept.reason)


def close(page: Page) -> None:
    page.get_by_role("button", name="저장하고 마감 확인").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("평가표 마감")
    assert_open_to_all(page)
    page.get_by_role("button", name="마감", exact=True).click()
    expect(page.get_by_text("평가표를 마감했습니다.")).to_be_visible()
