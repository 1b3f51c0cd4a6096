"""A company in headless Chromium: with the keyboard, without JavaScript, and before its published result."""

import re
from pathlib import Path

import pytest
from celery import current_app
from playwright.sync_api import Browser, Page, expect

from applications.filing.models import Application, Submission
from applications.filing.workflow import State
from applications.jobs.models import Job
from diagnosis.answers.models import Answer, Evidence
from grading.load import load_scheme
from grading.values import Section
from tests.factories.documents import PDF
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.flows.browsing import assert_open_to_all, expect_saved, follow, log_in, rate, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECTIONS = load_scheme("2026-1").tracks["MFG_AI"].sections
START = re.compile("신청 시작하기.*제조AI 개발역량 진단")
CONSENTS = ("개인정보 수집·이용 동의", "중소기업 빅데이터 플랫폼 정보활용 동의")


@pytest.fixture
def owner():
    make_round()
    return make_member(make_supplier())


def paper(item: str) -> dict[str, object]:
    return {"name": f"{item} 증빙.pdf", "mimeType": "application/pdf", "buffer": PDF + f"% {item}\n".encode()}


def test_answering_by_keyboard_saves_itself_and_ends_with_a_receipt(chromium_page: Page, live_server, owner):
    page = chromium_page
    begin(page, live_server.url, owner)
    for section in SECTIONS:
        for item in section.items:
            answer_by_keyboard(page, item.code)
        expect_all_saved(page, section)
        if section is SECTIONS[0]:
            assert_open_to_all(page)
        onwards(page, last=section is SECTIONS[-1])
    file_in(page, owner)


def begin(page: Page, site: str, owner) -> None:
    """From the log-in to the first section, looking at every page on the way."""
    page.goto(f"{site}/accounts/login/")
    assert_open_to_all(page)
    log_in(page, site, owner)
    assert_open_to_all(page)
    follow(page, page.get_by_role("button", name=START))
    assert_open_to_all(page)
    page.get_by_role("link", name=f"{SECTIONS[0].name} 작성하기").first.click()


def answer_by_keyboard(page: Page, item: str) -> None:
    """Rating with arrows, on to the text with Tab, and a file."""
    rate(page, item, 8)
    page.keyboard.press("Tab")
    expect(page.locator(f'[id="text-{item}"]')).to_be_focused()
    page.keyboard.type(f"{item} 현장 열두 곳에 적용했습니다.")
    page.locator(f'[id="files-{item}"]').set_input_files([paper(item)])
    expect(page.locator(f'[id="evidence-{item}"]')).to_contain_text(f"{item} 증빙.pdf")


def expect_all_saved(page: Page, section: Section) -> None:
    """Every item is stored with rating and text although no button was pressed."""
    for item in section.items:
        expect_saved(page, item.code)
    expect(page.locator(f"#count-{section.code}")).to_have_text(f"{len(section.items)}/{len(section.items)}")
    stored = Answer.objects.filter(item_code__in=[item.code for item in section.items], rating=4).exclude(text="")
    assert stored.count() == len(section.items)


def onwards(page: Page, *, last: bool) -> None:
    button = page.get_by_role("button", name="저장하고 제출 내용 확인" if last else "저장하고 다음 분야로")
    button.focus()
    page.keyboard.press("Enter")
    if last:
        expect(page.get_by_role("heading", level=1)).to_have_text("제출 내용 확인")


def file_in(page: Page, owner, *, look: bool = True) -> None:
    """Look through all, forget a consent, be told so, agree, submit, read the receipt."""
    page.get_by_role("button", name="제출하기").click()
    expect(page.get_by_role("main")).to_contain_text("이 동의가 없으면 신청을 접수할 수 없습니다.")
    if look:
        assert_open_to_all(page)
    for consent in CONSENTS:
        tick(page.get_by_role("checkbox", name=consent))
    page.get_by_role("button", name="제출하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("접수증")
    filed = Submission.objects.get()
    expect(page.get_by_role("main")).to_contain_text(filed.receipt_number)
    assert (Application.objects.get().state, filed.submitted_by_id) == (State.SUBMITTED, owner.pk)
    assert (Answer.objects.count(), Evidence.objects.count(), len(filed.manifest["files"])) == (11, 11, 11)
    if look:
        assert_open_to_all(page)


def test_without_javascript_the_same_way_leads_to_the_receipt(chromium: Browser, live_server, owner):
    context = chromium.new_context(java_script_enabled=False, locale="ko-KR", viewport={"width": 390, "height": 800})
    page = context.new_page()
    log_in(page, live_server.url, owner)
    page.get_by_role("button", name=START).click()
    page.get_by_role("link", name=f"{SECTIONS[0].name} 작성하기").first.click()
    for section in SECTIONS:
        for item in section.items:
            page.locator(f'label[for="rating-{item.code}-3.5"]').click()
            page.locator(f'[id="text-{item.code}"]').fill("현장 열두 곳에 적용했습니다.")
            page.locator(f'[id="files-{item.code}"]').set_input_files([paper(item.code)])
        onwards(page, last=section is SECTIONS[-1])
    file_in(page, owner, look=False)
    context.close()


def test_the_published_result_and_its_report(chromium_page: Page, live_server, owner, tmp_path: Path):
    page, outcome = chromium_page, make_outcome(supplier=owner.member.supplier)
    log_in(page, live_server.url, owner)
    page.get_by_role("link", name="결과 보기").click()
    expect(page.get_by_role("main")).to_contain_text(f"Level {outcome.level}")
    expect(page.get_by_role("main")).to_contain_text("800.0")
    assert_open_to_all(page)
    follow(page, page.get_by_role("link", name="진단결과서 받기"))
    follow(page, page.get_by_role("button", name="진단결과서 만들기").first)
    expect(page.get_by_role("main")).to_contain_text("진단결과서를 만들고 있어요.")
    assert_open_to_all(page)

    job = Job.objects.get(key__startswith="report:")
    current_app.loader.import_default_modules()
    current_app.tasks[job.kind](job.pk)

    with page.expect_download() as download:
        page.get_by_role("link", name="진단결과서 내려받기").click()
    download.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert outcome.application.code in download.value.suggested_filename


@pytest.mark.parametrize("path", ["/suppliers/profile/", "/members/", "/applications/", "/results/", "/notices/"])
def test_the_companys_other_pages_are_open_to_all(chromium_page: Page, live_server, owner, path: str):
    make_outcome(supplier=owner.member.supplier)
    log_in(chromium_page, live_server.url, owner)
    chromium_page.goto(live_server.url + path)
    assert_open_to_all(chromium_page)


def test_a_fault_would_be_found(chromium_page: Page, live_server):
    chromium_page.goto(f"{live_server.url}/accounts/login/")
    chromium_page.evaluate("document.querySelector('label[for=id_login]').remove()")

    with pytest.raises(AssertionError, match="390 px: label"):
        assert_open_to_all(chromium_page)
