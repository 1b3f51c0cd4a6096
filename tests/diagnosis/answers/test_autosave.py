"""The page in a real browser: it saves by itself, and what goes wrong loses nothing."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from applications.filing.workflow import State
from diagnosis.answers.models import Answer, Evidence
from tests.factories.answers import make_answer
from tests.factories.documents import PDF

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = "저장됨"
NEXT_TRY = 16_000  # milliseconds until a failed save is tried again, at the most


@pytest.fixture
def section(live_server, chromium_page: Page, application) -> Page:
    """The section 기술 of the application, opened by its owner."""
    log_in(chromium_page, live_server.url, application)
    chromium_page.goto(f"{live_server.url}/applications/{application.code}/sections/2/")
    return chromium_page


def log_in(page: Page, url: str, application) -> None:
    client = Client()
    client.force_login(application.created_by)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}])


def state(page: Page, item: str = "2.1.1"):
    return page.locator(f'[id="state-{item}"]')


def text(page: Page, item: str = "2.1.1"):
    return page.locator(f'[id="text-{item}"]')


def test_a_choice_and_a_pause_in_typing_are_saved_and_the_estimate_follows(section, application):
    section.locator('label[for="rating-2.1.1-4.5"]').click()
    expect(state(section)).to_contain_text(SAVED)
    expect(section.locator("#estimate")).to_contain_text("1 / 22")
    text(section).fill("공정 데이터를 모읍니다.")
    expect(section.locator("#count-2")).to_have_text("1/3")

    answer = Answer.objects.get()
    assert (str(answer.rating), answer.text, answer.version) == ("4.5", "공정 데이터를 모읍니다.", 2)


def test_a_rating_is_chosen_with_the_keyboard_alone(section):
    section.locator('[id="rating-2.1.1-0.0"]').focus()
    section.keyboard.press("Space")
    section.keyboard.press("ArrowRight")

    expect(section.locator('[id="rating-2.1.1-0.5"]')).to_be_checked()
    expect(state(section)).to_contain_text(SAVED)


def test_a_colleague_was_faster_and_both_texts_are_seen(section, application):
    make_answer(application, "2.1.1", text="동료의 글")

    text(section).fill("나의 글")

    expect(state(section)).to_contain_text("동료의 글")
    expect(text(section)).to_have_value("나의 글")
    section.get_by_role("button", name="저장하고 다음 분야로").click()
    expect(section.locator("[data-settle=mine]")).to_be_focused()
    assert Answer.objects.get().text == "동료의 글"
    section.locator("[data-settle=mine]").click()
    expect(state(section)).not_to_contain_text("동료의 글")
    expect(state(section)).to_contain_text(SAVED)
    assert Answer.objects.get().text == "나의 글"


def test_what_is_typed_without_a_connection_is_saved_once_it_is_back(section):
    section.clock.install()
    section.context.set_offline(True)
    text(section).fill("끊긴 동안의 글")
    expect(state(section)).to_contain_text("연결이 끊겨 이 컴퓨터에 보관 중")
    assert not Answer.objects.exists()

    section.context.set_offline(False)
    section.clock.fast_forward(NEXT_TRY)

    expect(state(section)).to_contain_text(SAVED)
    assert Answer.objects.get().text == "끊긴 동안의 글"


def test_what_is_typed_after_the_log_in_is_gone_is_saved_after_the_next(section, live_server, application):
    section.clock.install()
    section.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    text(section).fill("풀린 동안의 글")
    expect(state(section)).to_contain_text("로그인이 풀려 이 컴퓨터에 보관 중")

    log_in(section, live_server.url, application)
    section.clock.fast_forward(NEXT_TRY)

    expect(state(section)).to_contain_text(SAVED)
    assert Answer.objects.get().text == "풀린 동안의 글"


def test_files_are_taken_at_once_and_a_refused_one_says_why(section):
    good = {"name": "데이터 흐름도.pdf", "mimeType": "application/pdf", "buffer": PDF}
    bad = {"name": "나쁜 것.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}

    section.locator('[id="files-2.1.1"]').set_input_files([good, bad])

    files = section.locator('[id="evidence-2.1.1"]')
    expect(files).to_contain_text("데이터 흐름도.pdf")
    expect(files).to_contain_text("나쁜 것.pdf: 확장자는 PDF인데")
    assert Evidence.objects.count() == 1
    files.locator("[data-remove]").click()
    expect(files).to_contain_text("올린 파일이 없어요")


def test_a_file_waits_for_the_connection_and_goes_by_itself(section):
    told = section.locator('[id="item-2.1.1"] [data-upload-state]')
    section.context.set_offline(True)
    section.locator('[id="files-2.1.1"]').set_input_files(
        {"name": "흐름도.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(told).to_contain_text("포털에 이어지면 저절로 보내니")
    assert not Evidence.objects.exists()

    section.context.set_offline(False)

    expect(section.locator('[id="evidence-2.1.1"]')).to_contain_text("흐름도.pdf")
    expect(told).to_have_text("")
    assert Evidence.objects.count() == 1


def test_a_file_for_an_application_that_is_no_longer_open_is_said_not_to_be_sent(section, application):
    type(application).objects.update(state=State.SUBMITTED)

    section.locator('[id="files-2.1.1"]').set_input_files(
        {"name": "흐름도.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )

    expect(section.locator('[id="item-2.1.1"] [data-upload-state]')).to_contain_text("신청 상태를 확인한 뒤")
    assert not Evidence.objects.exists()
