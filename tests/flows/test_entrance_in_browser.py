"""Coming in, looking whether one may apply, and being told, in headless Chromium: phone and desk, with axe."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import Page, expect

from applications.membership.models import JoinRequest
from applications.notices.kinds import Kind
from applications.notices.models import Preference
from applications.notices.services import notify
from applications.suppliers.models import Member, Supplier, SupplierType
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.signup import COMPANY, PASSWORD, PERSON
from tests.factories.suppliers import make_supplier
from tests.flows.browsing import assert_open_to_all, follow, log_in, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1280)


@pytest.fixture
def owner():
    return make_member(make_supplier())


@pytest.fixture
def authenticator(chromium_page: Page) -> str:
    """A device with a finger on it, as the browser's own tools pretend one."""
    tools = chromium_page.context.new_cdp_session(chromium_page)
    tools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = device | {"isUserVerified": True, "automaticPresenceSimulation": True}
    return tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def look(page: Page) -> None:
    assert_open_to_all(page, WIDTHS)


def sign_up(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/signup/")
    number = page.get_by_label("사업자등록번호")
    number.press_sequentially("123456789", delay=5)
    expect(page.locator("#number-check")).to_contain_text("9자리를 적었어요")
    number.press_sequentially("0")
    expect(page.locator("#number-check")).to_contain_text("올바르지 않습니다")
    number.fill(COMPANY["business_number"])
    expect(page.locator("#number-check")).to_contain_text("번호가 올바르고")
    for name, value in (PERSON | COMPANY).items():
        field = page.locator(f"[name={name}]")
        field.select_option(value) if field.evaluate("one => one.tagName") == "SELECT" else field.fill(value)
    tick(page.locator("[name=agrees]"))
    look(page)
    follow(page, page.get_by_role("button", name="가입하기"))


def confirm_address(page: Page, site: str) -> None:
    page.goto(site + re.search(r"/accounts/confirm-email/\S+", mail.outbox[-1].body).group())
    follow(page, page.get_by_role("main").get_by_role("button", name="확인"))


def enter(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    follow(page, page.get_by_role("main").get_by_role("button", name="로그인", exact=True))


def leave(page: Page) -> None:
    page.context.clear_cookies()


def test_a_company_signs_up_and_lets_a_colleague_in(chromium_page: Page, live_server):
    page, site = chromium_page, live_server.url
    sign_up(page, site)
    confirm_address(page, site)
    enter(page, site, PERSON["email"])
    expect(page.get_by_role("main")).to_contain_text("기업 정보를 채우고")
    leave(page)

    page.goto(f"{site}/members/join/")
    look(page)
    given = {"business_number": COMPANY["business_number"], "person_name": "한동료", "person_phone": "02-111-1111"}
    given |= {"email": "han@example.org", "password1": PASSWORD, "password2": PASSWORD, "message": "설계팀입니다."}
    for name, value in given.items():
        page.locator(f"[name={name}]").fill(value)
    tick(page.locator("[name=agrees]"))
    follow(page, page.get_by_role("button", name="가입하고 합류 요청하기"))
    confirm_address(page, site)
    leave(page)

    enter(page, site, PERSON["email"])
    page.goto(f"{site}/members/")
    expect(page.get_by_role("main")).to_contain_text("한동료 님이 합류를 요청했어요")
    look(page)
    page.get_by_text("수락하기").click()
    follow(page, page.get_by_role("button", name="수락", exact=True))

    expect(page.get_by_role("status").first).to_contain_text("한동료 님이 구성원이 되었습니다")
    assert JoinRequest.objects.get().accepted
    assert Member.objects.filter(supplier=Supplier.objects.get()).count() == 2


def test_a_passkey_is_added_and_opens_the_door_with_and_without_password(
    chromium_page: Page, live_server, owner, authenticator: str
):
    page, site = chromium_page, live_server.url
    log_in(page, site, owner)
    page.goto(f"{site}/accounts/2fa/")
    look(page)
    follow(page, page.get_by_role("link", name="패스키·보안 키 추가"))
    if "reauthenticate" in page.url:
        page.get_by_label("비밀번호").fill("열려라-참깨-2026")
        follow(page, page.get_by_role("main").get_by_role("button", name="확인"))
    look(page)
    tick(page.get_by_label("비밀번호 없이 이 기기만으로 로그인"))
    follow(page, page.get_by_role("button", name="추가하기"))
    assert Authenticator.objects.filter(user=owner, type=Authenticator.Type.WEBAUTHN).count() == 1
    expect(page.get_by_role("heading", level=1)).to_have_text("복구 코드")
    leave(page)

    page.goto(f"{site}/accounts/login/")
    look(page)
    page.get_by_label("이메일").fill(owner.email)
    page.get_by_label("비밀번호").fill("열려라-참깨-2026")
    follow(page, page.get_by_role("main").get_by_role("button", name="로그인", exact=True))
    assert "/2fa/authenticate/" in page.url
    look(page)
    follow(page, page.get_by_role("button", name="패스키·보안 키로 확인"))
    page.wait_for_url(f"{site}/home/")
    leave(page)

    page.goto(f"{site}/accounts/login/")
    follow(page, page.get_by_role("button", name="패스키로 로그인"))
    page.wait_for_url(f"{site}/home/")


def test_a_device_that_says_no_is_told_on_the_page(chromium_page: Page, live_server):
    page = chromium_page
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    page.goto(f"{live_server.url}/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")

    page.get_by_role("button", name="패스키로 로그인").click()

    expect(page.locator("[data-passkey-error]")).to_be_visible()


def test_the_way_from_a_no_to_a_start(chromium_page: Page, live_server, owner):
    page, site, supplier = chromium_page, live_server.url, owner.member.supplier
    make_round()
    Supplier.objects.update(supplier_type=SupplierType.SMART_WORKSHOP)
    log_in(page, site, owner)
    page.goto(f"{site}/applications/")
    follow(page, page.get_by_role("link", name="조건마다 이유와 할 일 보기").first)
    expect(page.get_by_role("main")).to_contain_text("스마트공방 공급기업은 2026-2 회차부터 신청할 수 있습니다")
    look(page)

    Supplier.objects.filter(pk=supplier.pk).update(supplier_type=SupplierType.SMART_MFG)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("신청할 수 있어요")
    follow(page, page.get_by_role("button", name="신청 시작하기"))

    assert supplier.applications.count() == 1
    page.goto(f"{site}/applications/start/2026-1/{supplier.applications.get().track}/")
    expect(page.get_by_role("main")).to_contain_text("이미 시작한 신청이 있어요")
    look(page)
    page.goto(f"{site}/taxation/mine/")
    look(page)


def test_being_told_choosing_how_and_taking_the_dates_along(chromium_page: Page, live_server, owner):
    page, site = chromium_page, live_server.url
    make_application(supplier=owner.member.supplier, round_=make_round())
    notify([owner], key="1", subject="아주 긴 제목" * 12, body="내용", link="/rounds/", kind=Kind.ROUND)
    notify([owner], key="2", subject="선정 안내", body="내용", link="/rounds/", kind=Kind.SEAT)
    EmailAddress.objects.get_or_create(user=owner, email=owner.email, defaults={"verified": True, "primary": True})
    log_in(page, site, owner)
    page.goto(f"{site}/notices/")
    look(page)
    page.get_by_label("분류").select_option("seat")
    follow(page, page.get_by_role("main").get_by_role("button", name="보기", exact=True))
    follow(page, page.get_by_role("link", name=re.compile("자세히 보기.*선정 안내")))
    assert page.url == f"{site}/rounds/"
    page.goto(f"{site}/notices/?show=unread&kind=seat")
    expect(page.get_by_role("main")).to_contain_text("고른 조건에 맞는 알림이 없어요")
    look(page)

    page.goto(f"{site}/notices/preferences/")
    expect(page.get_by_label("선정과 기업부담금")).to_be_disabled()
    page.get_by_label("회차 일정 변경").select_option("digest")
    look(page)
    follow(page, page.get_by_role("main").get_by_role("button", name="저장"))
    assert list(Preference.objects.values_list("kind", "delivery")) == [("round", "digest")]

    page.goto(f"{site}/calendar/")
    follow(page, page.get_by_role("button", name="구독 주소 만들기"))
    expect(page.get_by_role("main")).to_contain_text("/calendar/feed/")
    look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="달력 파일 내려받기").click()
    assert download.value.suggested_filename == "diagnosis.ics"
