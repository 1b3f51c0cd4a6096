"""The frame of the pages and their parts in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from portal import navigation
from tests.portal import gallery_urls

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = ["/directory/", "/directory/needs/?region=26", "/statistics/"]
DROP = """(field) => {
  const files = new DataTransfer();
  files.items.add(new File(["%PDF-"], "증빙.pdf"));
  field.dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: files}));
}"""

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.portal.gallery_urls")]


@pytest.fixture(autouse=True)
def demonstration(settings: Settings) -> Iterator[None]:
    settings.DEMO = True
    gallery_urls.saved.clear()
    navigation._address.cache_clear()
    navigation._links.cache_clear()
    yield
    navigation._address.cache_clear()
    navigation._links.cache_clear()


def faults(page: Page) -> list[tuple[str, str]]:
    if not AXE.exists():
        pytest.skip("no axe-core (npm ci)")
    page.evaluate(AXE.read_text("utf8"))
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [(fault["id"], node["html"][:120]) for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("cookie", ["normal.normal", "larger.high-contrast"])
def test_gallery_has_no_access_fault(chromium_page: Page, live_server: LiveServer, width: int, cookie: str):
    chromium_page.context.add_cookies([{"name": "display", "value": cookie, "url": live_server.url}])
    chromium_page.set_viewport_size({"width": width, "height": 900})
    chromium_page.goto(f"{live_server.url}/gallery/")
    assert faults(chromium_page) == []
    with chromium_page.expect_navigation():
        chromium_page.get_by_role("button", name="보내기").click()
    expect(chromium_page.locator(".error-summary")).to_be_focused()
    assert faults(chromium_page) == []


def test_a_fault_would_be_found(chromium_page: Page, live_server: LiveServer):
    chromium_page.goto(f"{live_server.url}/gallery/")
    chromium_page.evaluate("document.querySelector('label[for=id_name]').remove()")
    assert "label" in [name for name, _html in faults(chromium_page)]


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/no-such-page/", *PUBLIC])
def test_pages_without_a_log_in_have_no_access_fault(chromium_page: Page, live_server: LiveServer, path: str):
    chromium_page.goto(live_server.url + path)
    assert faults(chromium_page) == []


def test_pages_obey_the_content_policy_and_fit_a_phone(chromium_page: Page, live_server: LiveServer):
    said: list[str] = []
    chromium_page.on("console", lambda message: said.append(message.text))
    chromium_page.set_viewport_size({"width": 390, "height": 800})
    chromium_page.goto(f"{live_server.url}/gallery/")
    assert said == []
    assert chromium_page.evaluate("document.documentElement.scrollWidth") == 390


def test_first_tab_skips_to_the_content(chromium_page: Page, live_server: LiveServer):
    chromium_page.goto(f"{live_server.url}/gallery/")
    chromium_page.keyboard.press("Tab")
    expect(chromium_page.get_by_role("link", name="본문 바로가기")).to_be_focused()
    chromium_page.keyboard.press("Enter")
    assert chromium_page.evaluate("document.activeElement.id") == "main"


def test_faults_are_read_first_and_lead_to_their_fields(chromium_page: Page, live_server: LiveServer):
    chromium_page.goto(f"{live_server.url}/gallery/")
    chromium_page.get_by_role("button", name="보내기").click()
    expect(chromium_page.locator(".error-summary")).to_be_focused()
    chromium_page.locator(".error-list a").first.click()
    expect(chromium_page.get_by_label("기업명")).to_be_focused()


def test_escape_closes_a_menu_and_returns_to_its_button(chromium_page: Page, live_server: LiveServer):
    chromium_page.goto(f"{live_server.url}/gallery/")
    chromium_page.get_by_text("화면 설정").click()
    button = chromium_page.get_by_role("button", name="화면 대비 선명하게").first
    expect(button).to_be_visible()
    chromium_page.keyboard.press("Escape")
    expect(button).to_be_hidden()
    assert chromium_page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_chosen_contrast_and_size_stay(chromium_page: Page, live_server: LiveServer):
    chromium_page.goto(f"{live_server.url}/gallery/")
    for name in ("화면 대비 선명하게", "글자 크기 아주 크게"):
        chromium_page.get_by_text("화면 설정").click()
        with chromium_page.expect_navigation():
            chromium_page.get_by_role("button", name=name).first.click()
    chromium_page.goto(f"{live_server.url}/gallery/?page=2")
    html = chromium_page.locator("html")
    assert (html.get_attribute("data-krds-mode"), html.get_attribute("data-text")) == ("high-contrast", "larger")


def test_phone_menu_opens_without_scripts(chromium: Browser, live_server: LiveServer):
    context = chromium.new_context(java_script_enabled=False, locale="ko-KR", viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/")
    link = page.get_by_role("navigation", name="전체 메뉴").get_by_role("link", name="진단모델")
    expect(link).to_be_hidden()
    page.get_by_text("메뉴", exact=True).click()
    expect(link).to_be_visible()
    context.close()


def test_dropped_file_becomes_the_fields_file(chromium_page: Page, live_server: LiveServer):
    chromium_page.goto(f"{live_server.url}/gallery/")
    chromium_page.locator("[data-file-drop]").evaluate(DROP)
    assert chromium_page.locator("#id_paper").evaluate("input => [...input.files].map(file => file.name)") == [
        "증빙.pdf"
    ]
    expect(chromium_page.locator("[data-file-text]")).to_have_text("증빙.pdf")


def test_typing_saves_itself(chromium_page: Page, live_server: LiveServer):
    chromium_page.goto(f"{live_server.url}/autosave/")
    chromium_page.get_by_label("답변").fill("가나다")
    expect(chromium_page.locator(".autosave")).to_have_text("저장됨 14:03")
    assert gallery_urls.saved == ["가나다"]


def test_failed_save_is_said_and_tried_again(chromium_page: Page, live_server: LiveServer):
    chromium_page.clock.install()
    chromium_page.goto(f"{live_server.url}/autosave/")
    chromium_page.get_by_label("답변").fill("끊김 뒤")
    expect(chromium_page.locator(".autosave.is-failed")).to_be_visible()
    chromium_page.clock.fast_forward(6_000)
    expect(chromium_page.locator(".autosave")).to_have_text("저장됨 14:03")
    assert gallery_urls.saved == ["끊김", "끊김 뒤"]
