"""The last seconds before the closing, in a browser whose own clock is years behind."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from applications import clock
from applications.filing.models import Submission
from applications.rounds.models import Round
from tests.diagnosis.answers.test_autosave import log_in
from tests.factories.answers import make_answers
from tests.factories.filing import make_application
from tests.flows.browsing import tick

pytestmark = pytest.mark.django_db(transaction=True)
YEARS_AGO = datetime(2020, 9, 13)
TICK = 250  # milliseconds between two looks of the page at the time


@pytest.mark.browser
def test_the_page_counts_by_the_portals_clock_and_says_what_the_closing_means(chromium_page: Page, live_server):
    application = make_application(track="MFG_AI")
    make_answers(application)
    Round.objects.update(closes_at=clock.now() + timedelta(seconds=55))
    page = chromium_page
    log_in(page, live_server.url, application)
    page.clock.install(time=YEARS_AGO)
    page.clock.pause_at(YEARS_AGO + timedelta(seconds=1))  # from here on this test moves the hands
    page.goto(f"{live_server.url}/applications/{application.code}/review/", wait_until="networkidle")
    page.clock.run_for(TICK)

    page.clock.run_for((seconds_left(page) - 2) * 1000)
    expect(page.get_by_role("timer")).to_have_text("00:00:02 남음")
    expect(page.locator("[data-after-closing]")).to_be_hidden()
    page.clock.run_for(2000)
    expect(page.get_by_role("timer")).to_have_text("마감")
    expect(page.locator("[data-after-closing]")).to_be_visible()
    expect(page.locator(".countdown [role=status]")).to_have_text("접수가 마감되었습니다.")

    Round.objects.update(closes_at=clock.now())
    tick(page.get_by_role("checkbox", name="개인정보 수집·이용 동의"))
    page.get_by_role("button", name="제출하기").click()
    expect(page.get_by_role("main")).to_contain_text("접수가 마감되었습니다")
    assert not Submission.objects.exists()


def seconds_left(page: Page) -> int:
    hours, minutes, seconds = page.get_by_role("timer").inner_text().removesuffix(" 남음").split(":")
    return int(seconds) + 60 * (int(minutes) + 60 * int(hours))


def test_the_clock_answers_anybody_in_milliseconds(client):
    before = clock.now().timestamp() * 1000
    answer = client.get("/rounds/clock/")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert abs(answer.json()["now"] - before) < 5000
