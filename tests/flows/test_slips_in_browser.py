"""Slips in headless Chromium: a second click, and a log-in that ran out while somebody was writing."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from applications.filing.models import Application, Submission
from applications.notices.models import Notice
from diagnosis.answers.models import Answer
from grading.load import load_scheme
from tests.factories.answers import make_answers
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.flows.browsing import expect_saved, log_in, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ITEM = load_scheme("2026-1").tracks["MFG_AI"].sections[0].items[0].code
TEXT = "로그인이 풀린 뒤에 쓴 글입니다."


@pytest.fixture
def owner():
    return make_member(make_supplier())


def test_a_second_click_sends_a_form_once(chromium_page: Page, live_server, owner):
    page, sent = chromium_page, []
    log_in(page, live_server.url, owner)
    page.goto(f"{live_server.url}/people/account/")
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    page.get_by_role("button", name="저장").dblclick()

    expect(page.get_by_role("status").first).to_contain_text("저장했습니다")
    assert len(sent) == 1


def test_a_lost_login_does_not_swallow_what_is_sent_with_the_button(chromium_page: Page, live_server, owner):
    page, application = chromium_page, make_application(supplier=owner.member.supplier, track="MFG_AI")
    log_in(page, live_server.url, owner)
    page.goto(f"{live_server.url}/applications/{application.code}/sections/1/")
    Session.objects.all().delete()

    page.locator(f'[id="text-{ITEM}"]').fill(TEXT)
    page.get_by_role("button", name="저장", exact=True).last.click()
    expect(page.locator(f'[id="state-{ITEM}"]')).to_contain_text("로그인이 풀려 이 컴퓨터에 보관 중")
    window = page.context.new_page()
    log_in(window, live_server.url, owner)

    expect_saved(page, ITEM)
    assert Answer.objects.get(item_code=ITEM).text == TEXT


def test_double_click_back_and_reload_give_one_application_and_one_receipt(chromium_page: Page, live_server, owner):
    page, site = chromium_page, live_server.url
    make_round()
    log_in(page, site, owner)
    page.goto(f"{site}/applications/start/2026-1/MFG_AI/")
    page.get_by_role("button", name="신청 시작하기").dblclick()
    page.wait_for_url("**/applications/26-1-A-*/")
    application = Application.objects.get()
    make_answers(application)
    review = f"{site}/applications/{application.code}/review/"
    page.goto(review)
    tick(page.get_by_role("checkbox", name="개인정보 수집·이용 동의"))

    page.get_by_role("button", name="제출하기").dblclick()
    page.wait_for_url("**/receipt/")
    page.go_back()
    page.wait_for_url(review)
    expect(page.get_by_role("heading", level=1)).to_have_text("제출한 내용")
    expect(page.get_by_role("button", name="제출하기")).to_have_count(0)
    page.go_forward()
    page.wait_for_url("**/receipt/")
    page.reload()

    assert (Application.objects.count(), Submission.objects.count()) == (1, 1)
    assert Notice.objects.filter(key__startswith="submitted:").count() == 1
