"""The room in headless Chromium: dragging a slider redraws the findings, and everybody can use it."""

import pytest
from playwright.sync_api import Page, expect

from applications.roles import Role
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.flows.browsing import assert_open_to_all, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_slider_moved_by_keyboard_redraws_the_findings_alone(chromium_page: Page, live_server):
    for _number in range(5):
        make_outcome(ratings=["3", "3", "3"])
    page = chromium_page
    log_in(page, live_server.url, make_user(Role.MINISTRY))
    page.goto(f"{live_server.url}/line-drawing/")
    assert_open_to_all(page)
    heading = page.get_by_role("heading", level=1).element_handle()
    slider = page.get_by_label("모든 등급 경계 함께 옮기기")

    slider.focus()
    for _step in range(21):
        slider.press("ArrowRight")

    expect(page.get_by_role("row", name="Level 3 경계 780 801")).to_be_visible()
    expect(page.locator("#found .stats")).to_contain_text("5")
    assert heading.evaluate("node => node.isConnected")  # the page around the findings stayed
    expect(page.locator("#found")).to_contain_text("내리는 기업")
    assert_open_to_all(page)
    page.reload()
    assert slider.input_value() == "21"
