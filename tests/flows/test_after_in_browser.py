"""What follows a submission, on a phone in headless Chromium: supplement, fee, panel, and the panel's rating first."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import BY_NAME, State
from applications.roles import Role
from diagnosis.appraisals.models import Appraisal
from diagnosis.cases.services import confirm_fee, perform
from diagnosis.panels.marking import close_sheet
from diagnosis.panels.models import Assignment, Challenge, MarkSheet
from diagnosis.panels.services import release
from diagnosis.submissions.services import submit
from tests.factories.answers import make_answers, make_evidence
from tests.factories.documents import PDF
from tests.factories.filing import make_application
from tests.factories.outcomes import make_outcome_of
from tests.factories.panels import fill, sit
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.flows.browsing import assert_open_to_all, follow, log_in, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
ITEM, FILE = "1.1.1", "기술 설명서.pdf"


@pytest.fixture
def operator():
    return make_user(Role.OPERATOR)


@pytest.fixture
def owner():
    make_round()
    return make_member(make_supplier())


@pytest.fixture
def phone(chromium_page: Page) -> Page:
    chromium_page.set_viewport_size(PHONE)
    return chromium_page


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """The operator's own browser."""
    context = chromium.new_context(locale="ko-KR", timezone_id="Asia/Seoul", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def filed(owner) -> Application:
    """An application that was just filed, with a document behind one item."""
    application = make_application(supplier=owner.member.supplier, track="MFG_AI")
    make_answers(application)
    make_evidence(application, ITEM, name=FILE)
    consents = dict.fromkeys(("personal", "platform"), True)
    submit(application, by=owner, arrived_at=clock.now(), consents=consents)
    application.refresh_from_db()
    return application


def said(page: Page, *words: str) -> None:
    """The step that is under way says these words, and it is the only one of its kind."""
    step = page.locator('.timeline [aria-current="step"]')
    expect(step).to_have_count(1)
    for one in words:
        expect(step).to_contain_text(one)


def test_a_supplement_is_asked_for_answered_and_accepted(phone: Page, desk: Page, live_server, filed, owner, operator):
    page, site = phone, live_server.url
    own = f"{site}/applications/{filed.code}/"
    log_in(page, site, owner)
    expect(page.get_by_role("main")).to_contain_text("지금: 운영기관")
    page.goto(own)
    said(page, "제출 완료", "운영기관", "요건 판정")
    assert_open_to_all(page)

    ask(desk, site, filed, operator)
    page.goto(own)
    said(page, "우리 기업", "까지")
    expect(page.locator("#supplement")).to_contain_text("아직 그대로예요")
    expect(page.locator("#supplement")).to_contain_text(FILE)
    assert_open_to_all(page)
    mend(page)
    page.goto(own)
    said(page, "제출 완료", "운영기관")
    expect(page.get_by_role("main")).to_contain_text("보완 제출")

    filed.refresh_from_db()
    perform(filed, BY_NAME["accept"], by=operator)
    page.goto(own)
    said(page, "부담금 납부 대기", "우리 기업", "180,000")


def ask(page: Page, site: str, application: Application, operator) -> None:
    """The operator names an item, a document of it and a day."""
    log_in(page, site, operator)
    page.goto(f"{site}/cases/{application.code}/move/request_supplement/")
    page.locator("[name=due_on]").fill(f"{clock.today() + timedelta(days=5)}")
    page.locator("[name=reason]").fill("증빙을 확인할 수 없습니다.")
    page.locator(f'[name="note-{ITEM}"]').fill("발급일이 보이지 않습니다. 다시 올려 주세요.")
    tick(page.get_by_role("checkbox", name=FILE))
    assert_open_to_all(page)
    follow(page, page.get_by_role("main").get_by_role("button", name="보완 요청"))
    expect(page.get_by_role("main")).to_contain_text(FILE)
    assert_open_to_all(page)


def mend(page: Page) -> None:
    """Put another file in the place of the named one, say so, and file again."""
    follow(page, page.locator("#supplement").get_by_role("link", name=ITEM, exact=True))
    item = page.locator(f'[id="item-{ITEM}"]')
    expect(item).to_contain_text(f"보완할 문서: {FILE}")
    item.get_by_role("button", name="빼기").click()
    expect(item).to_contain_text("올린 파일이 없어요.")
    newer = {"name": "새 설명서.pdf", "mimeType": "application/pdf", "buffer": PDF + b"% newer\n"}
    page.locator(f'[id="files-{ITEM}"]').set_input_files([newer])
    expect(page.locator(f'[id="evidence-{ITEM}"]')).to_contain_text("새 설명서.pdf")
    page.goto(page.url.partition("sections/")[0] + "review/")
    for box in page.get_by_role("checkbox").all():
        tick(box)
    follow(page, page.get_by_role("button", name="보완하여 다시 제출하기"))
    expect(page.get_by_role("heading", level=1)).to_have_text("접수증")


def test_the_fee_the_panel_and_its_rating_before_the_result(phone: Page, live_server, filed, owner, operator):
    page, site = phone, live_server.url
    own = f"{site}/applications/{filed.code}/"
    perform(filed, BY_NAME["accept"], by=operator)
    log_in(page, site, owner)
    page.goto(own)
    pay(page, filed, operator)
    page.goto(own)
    name_panel(page, filed, operator)
    page.goto(own)
    said(page, "진단위원", "위원 3명이 평가하고 있어요.", "마친 위원은 아직 없어요.")
    assert_open_to_all(page)

    publish(filed)
    page.goto(own)
    read_result(page, owner)


def pay(page: Page, application: Application, operator) -> None:
    """The statement with both shares and the refund rule, then the receipt."""
    follow(page, page.get_by_role("link", name="고지서와 납부 계좌 보기"))
    for words in ("₩900,000", "₩720,000", "₩180,000", "납부 기한", "납부 계좌", "환불 규정"):
        expect(page.get_by_role("main")).to_contain_text(words)
    assert_open_to_all(page)
    application.refresh_from_db()
    confirm_fee(application, paid_on=clock.today(), by=operator)
    page.reload()
    follow(page, page.get_by_role("link", name="납부 확인서 보기"))
    expect(page.get_by_role("main")).to_contain_text("기업부담금을 납부하였음을 확인합니다")
    assert_open_to_all(page)


def name_panel(page: Page, application: Application, operator) -> None:
    """Three assessors by name; one is challenged, released, and another takes the place."""
    application.refresh_from_db()
    first, *_others = [sit(application, due_on=clock.today() + timedelta(days=9)) for _place in range(3)]
    page.reload()
    follow(page, page.get_by_role("link", name="진단위원 보기"))
    expect(page.get_by_role("main")).to_contain_text(first.assessor.user.name)
    assert_open_to_all(page)
    follow(page, page.get_by_role("link", name=f"기피 신청 {first.assessor.user.name}"))
    tick(page.get_by_role("radio", name="우리 기업과 분쟁이 있음"))
    page.locator("[name=reason]").fill("작년에 계약 분쟁이 있었습니다.")
    assert_open_to_all(page)
    follow(page, page.get_by_role("button", name="신청하기"))
    expect(page.get_by_role("main")).to_contain_text("기피 신청 검토 중")
    release(Assignment.objects.get(pk=first.pk), reason="분쟁을 확인했습니다.", by=operator)
    newcomer = sit(application, due_on=clock.today() + timedelta(days=9))
    perform(application, BY_NAME["start_assessment"], by=operator)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("받아들임")
    expect(page.get_by_role("main")).to_contain_text(newcomer.assessor.user.name)
    assert_open_to_all(page)
    assert Challenge.objects.get().upheld


def publish(application: Application) -> None:
    """The three mark and close, and the result comes out."""
    for sheet in MarkSheet.objects.filter(assignment__state="accepted").select_related("assignment__assessor__user"):
        fill(sheet)
        close_sheet(sheet, by=sheet.assignment.assessor.user)
    application.refresh_from_db()
    assert application.state == State.ASSESSED
    Application.objects.filter(pk=application.pk).update(state=State.PUBLISHED, state_since=clock.now())
    application.refresh_from_db()
    make_outcome_of(application)


def read_result(page: Page, owner) -> None:
    """The result asks for the panel's rating first, and opens when it is given."""
    follow(page, page.get_by_role("link", name="결과 보기").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("결과를 보기 전에 진단위원을 평가해 주세요")
    assert_open_to_all(page)
    follow(page, page.get_by_role("button", name="평가하고 결과 보기"))
    expect(page.get_by_role("main")).to_contain_text("하나를 골라 주세요.")
    for place in MarkSheet.objects.filter(closed_at__isnull=False).values_list("assignment", flat=True):
        for question in ("diligence", "fairness"):
            tick(page.locator(f'[name="{question}-{place}"]').first)
    follow(page, page.get_by_role("button", name="평가하고 결과 보기"))
    expect(page.get_by_role("main")).to_contain_text("60.0")
    given = Appraisal.objects.get()
    assert (given.given_by, given.is_skipped, given.places.count()) == (owner, False, 3)
