"""What the stories in a browser share: coming in through the log-in page, and looking for access faults."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Locator, Page, expect

from applications.people.models import User
from tests.flows.entrance import one_time_code

PASSWORD = "열려라-참깨-2026"
SECRET = "JBSWY3DPEHPK3PXP"
WIDTHS = (390, 1280)
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def log_in(page: Page, site: str, person: User) -> None:
    """Type address and password into the log-in page, and the one-time code where it is asked for."""
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("이메일").fill(person.email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    enter = page.get_by_role("main").get_by_role("button", name="로그인", exact=True)
    follow(page, enter)
    if "/2fa/" in page.url:
        page.get_by_role("main").get_by_role("textbox").first.fill(one_time_code(SECRET))
        enter.click()
    page.wait_for_url(f"{site}/home/")


def follow(page: Page, control: Locator) -> None:
    """Click, and go on only when the next page stands, so that what follows does not look at the old one."""
    with page.expect_navigation():
        control.click()


def assert_open_to_all(page: Page, widths: tuple[int, ...] = WIDTHS) -> None:
    """No access fault on the page, and nothing to scroll sideways for, on a phone and on a desk."""
    size = page.viewport_size
    found = [f"{width} px: {fault}" for width in widths for fault in _faults(page, width)]
    page.set_viewport_size(size)
    assert found == [], f"{page.url}: {found}"


def _faults(page: Page, width: int) -> list[str]:
    if not AXE.exists():
        pytest.skip("no axe-core (npm ci)")
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(AXE.read_text("utf8"))
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    told = [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]
    return told + ([f"{wide} px wide"] if wide > width else [])


def rate(page: Page, item: str, steps: int) -> None:
    """Choose a rating by keyboard: so many half points above 0."""
    tick(page.locator(f'[id="rating-{item}-0.0"]'))
    for _step in range(steps):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f'[id="rating-{item}-{steps / 2:.1f}"]')).to_be_checked()


def tick(box: Locator) -> None:
    """Choose a box or a button of a group by keyboard."""
    box.focus()
    box.press("Space")
    expect(box).to_be_checked()


def expect_saved(page: Page, item: str) -> None:
    expect(page.locator(f'[id="state-{item}"]')).to_contain_text("저장됨")
