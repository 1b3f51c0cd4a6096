"""A deadline from its reminder to the day it is met, in headless Chromium: page, inbox, digest, calendar file."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from applications import clock
from applications.filing.models import Application
from applications.filing.supplements import ask
from applications.filing.workflow import State
from applications.notices.digests import digest
from applications.roles import Role
from diagnosis.deadlines.services import remind
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.flows.browsing import assert_open_to_all, follow, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "보완해서 다시 제출"


@pytest.fixture
def owner():
    make_round(open_now=False)
    return make_member(make_supplier())


@pytest.fixture
def asked(owner) -> Application:
    """An application that was to be mended by the day after tomorrow, as asked weeks ago."""
    application = make_application(supplier=owner.member.supplier, state=State.SUPPLEMENT, order_number=1)
    due_on = clock.today() + timedelta(days=2)
    request = ask(application, {"2.1.1": "발급일이 보이지 않습니다."}, due_on=due_on, by=make_user(Role.OPERATOR))
    type(request).objects.update(asked_at=clock.now() - timedelta(days=20))
    return application


def test_a_reminder_comes_as_wished_and_stops_when_the_thing_is_done(
    chromium_page: Page, live_server, settings, owner, asked: Application, tmp_path: Path
):
    page, site = chromium_page, live_server.url
    page.set_viewport_size({"width": 390, "height": 844})
    settings.DIGEST_HOUR = 0
    log_in(page, site, owner)
    choose_digest(page, site)

    assert (remind(), remind()) == (1, 0)
    assert (digest(), digest()) == (1, 0)
    assert TITLE in mail.outbox[-1].body
    page.goto(f"{site}/notices/")
    expect(page.get_by_role("main")).to_contain_text(TITLE)
    page.goto(f"{site}/calendar/")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    assert_open_to_all(page)
    assert TITLE in calendar(page, tmp_path)

    Application.objects.filter(pk=asked.pk).update(state=State.SUBMITTED)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("기한이 있는 일이 없어요.")
    assert TITLE not in calendar(page, tmp_path)


def choose_digest(page: Page, site: str) -> None:
    page.goto(f"{site}/notices/preferences/")
    page.get_by_label("마감 미리 알림").select_option("digest")
    expect(page.get_by_label("증빙 문서의 기한")).to_be_enabled()
    follow(page, page.get_by_role("main").get_by_role("button", name="저장"))


def calendar(page: Page, folder: Path) -> str:
    """What the calendar file says, its lines unfolded."""
    with page.expect_download() as download:
        page.get_by_role("link", name="달력 파일 내려받기").click()
    download.value.save_as(folder / "own.ics")
    return (folder / "own.ics").read_text("utf8").replace("\r\n ", "").replace("\n ", "")
