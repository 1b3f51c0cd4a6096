"""A company registers in the POOL in headless Chromium: fills, uploads, mends, submits, supplements, is approved."""

import pytest
from playwright.sync_api import Browser, Page, expect

from applications.roles import Role
from applications.suppliers.models import PoolState, Supplier
from tests.factories.entries import filled_sheet
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier
from tests.flows.browsing import assert_open_to_all, follow, log_in, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = [[f"사람{number:02d}", "S/W 개발", "학사", "", number, "", ""] for number in range(1, 11)]
FAULTY = [["박다온", "사장", "학사", "", 3, "", ""], ["최라온", "PM", "학사", "", "여섯", "", ""]]


def test_an_entry_from_the_first_field_to_the_approval(chromium: Browser, chromium_page: Page, live_server):
    supplier, operator = make_supplier(pool_state=PoolState.DRAFT), make_user(Role.OPERATOR)
    page = chromium_page
    log_in(page, live_server.url, make_member(supplier))
    write_facts(page)
    bring_people(page)
    finish(page)
    office = chromium.new_context(locale="ko-KR", timezone_id="Asia/Seoul").new_page()
    log_in(office, live_server.url, operator)
    ask_for_more(office, live_server.url, supplier)
    answer(page, live_server.url)
    approve(office, live_server.url, supplier)
    office.context.close()
    page.goto(f"{live_server.url}/suppliers/profile/")
    expect(page.get_by_role("main")).to_contain_text("승인")
    stored = Supplier.objects.get()
    assert (stored.pool_state, stored.staff.count(), stored.phone) == (PoolState.APPROVED, 10, "02-222-2222")


def write_facts(page: Page) -> None:
    """Company, contact, regions, technology: each leads to the next."""
    follow(page, page.get_by_role("link", name="기업 정보 보기"))
    assert_open_to_all(page)
    follow(page, page.get_by_role("link", name="기업 정보 채우기"))
    page.get_by_label("기업 형태").select_option("sole")
    page.get_by_label("설립일").fill("2015-03-02")
    page.get_by_label("주소").fill("경기도 성남시 판교로 1")
    page.locator("#id_ksic_code").fill("58222")
    onwards(page)
    page.get_by_label("대표 전화").fill("02-111-1111")
    page.get_by_label("상시근로자 수").fill("12")
    onwards(page)
    tick(page.get_by_label("경기도"))
    onwards(page)
    tick(page.get_by_label("MES 독립형"))
    onwards(page)
    tick(page.get_by_label("제조공정 예측"))
    assert_open_to_all(page)
    onwards(page)


def bring_people(page: Page) -> None:
    """A workbook with two faulty rows, then the mended one."""
    upload(page, *PEOPLE, *FAULTY)
    expect(page.get_by_role("main")).to_contain_text("12줄 중 10줄을 읽었고 2줄은 고쳐야 해요.")
    assert_open_to_all(page)
    follow(page, page.get_by_role("link", name="등록하지 않고 돌아가기"))
    upload(page, *PEOPLE)
    follow(page, page.get_by_role("button", name="10줄 등록"))
    expect(page.locator("body")).to_contain_text("엑셀에서 10줄을 등록했습니다.")
    assert_open_to_all(page)


def upload(page: Page, *rows: list[object]) -> None:
    file = filled_sheet("staff", *rows)
    page.get_by_text("엑셀로 한꺼번에 올리기").click()
    sent = {"name": "인력.xlsx", "mimeType": file.content_type, "buffer": file.read()}
    page.get_by_label("엑셀 파일(.xlsx)").set_input_files([sent])
    follow(page, page.get_by_role("button", name="올리고 결과 보기"))


def finish(page: Page) -> None:
    """Neither projects nor closed years yet; then the application."""
    for section in ("수행 실적", "재무"):
        follow(page, page.get_by_role("navigation", name="POOL 등록").get_by_role("link", name=section))
        tick(page.locator("#is_none"))
        onwards(page)
    follow(page, page.get_by_role("link", name="POOL 등록", exact=True))
    follow(page, page.get_by_role("button", name="등록 신청"))
    expect(page.get_by_role("main")).to_contain_text("승인 대기")


def onwards(page: Page) -> None:
    follow(page, page.get_by_role("button", name="저장하고 다음"))


def ask_for_more(page: Page, site: str, supplier: Supplier) -> None:
    page.goto(f"{site}/suppliers/{supplier.business_number}/")
    assert_open_to_all(page)
    page.locator("summary", has_text="보완 요청").click()
    tick(page.get_by_label("연락처와 현황"))
    page.locator("#request_supplement_reason").fill("대표 전화가 연결되지 않습니다.")
    follow(page, page.get_by_role("button", name="보완 요청"))
    expect(page.locator("body")).to_contain_text("«보완 요청» 처리를 마쳤습니다.")


def answer(page: Page, site: str) -> None:
    page.goto(f"{site}/suppliers/profile/")
    expect(page.get_by_role("main")).to_contain_text("대표 전화가 연결되지 않습니다.")
    follow(page, page.get_by_role("link", name="연락처와 현황"))
    page.get_by_label("대표 전화").fill("02-222-2222")
    onwards(page)
    page.goto(f"{site}/suppliers/profile/")
    follow(page, page.get_by_role("button", name="보완 제출"))


def approve(page: Page, site: str, supplier: Supplier) -> None:
    page.goto(f"{site}/suppliers/{supplier.business_number}/")
    follow(page, page.get_by_role("button", name="승인", exact=True))
    expect(page.locator("body")).to_contain_text("«승인» 처리를 마쳤습니다.")
