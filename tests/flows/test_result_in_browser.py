"""A published result on a phone: read whole, used for a benefit and a bank, objected to, found again in the years."""

from decimal import Decimal
from pathlib import Path

import pytest
from celery import current_app
from playwright.sync_api import Locator, Page, expect

from applications.jobs.models import Job, JobState
from diagnosis.scoring.bridge import AiScore
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.flows.browsing import assert_open_to_all, follow, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
REASON = "2.1.1 항목의 증빙 가운데 두 건이 평가 사유에 빠져 있어 다시 보아 주시기를 바랍니다."


@pytest.fixture
def outcome():
    """Five sheets, of which two are left out, a bonus that lifts the Level, and five others in the field."""
    round_, company = make_round(), make_supplier(name_en="Daon Control Systems")
    make_member(company)
    for _other in range(5):
        make_outcome(round_=round_, ratings=["3", "3"])
    sheets = ["2", "3", "3", "3", "4"]
    return make_outcome(supplier=company, round_=round_, ratings=sheets, ai=AiScore("26-1-A-00001", Decimal("62.8")))


def test_a_result_is_read_used_and_objected_to_on_a_phone(chromium_page: Page, live_server, outcome, tmp_path: Path):
    page = chromium_page
    page.set_viewport_size(PHONE)
    log_in(page, live_server.url, outcome.application.supplier.members.first().user)
    read_the_result(page, outcome)
    ask_for_the_register(page)
    take_the_letter(page, tmp_path)
    fetch_papers(page, tmp_path)
    object_to_it(page)
    look_back(page, outcome)


def read_the_result(page: Page, outcome) -> None:
    """Both Levels, the field, what was dropped, the way up; nothing of it bars anybody."""
    follow(page, page.get_by_role("link", name="결과 보기"))
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"Level {outcome.level}")
    before = main.locator("dt", has_text="가점 반영 전 등급").locator("xpath=following-sibling::dd[1]")
    expect(before).to_have_text(f"Level {outcome.base_level}")
    assert outcome.level != outcome.base_level
    expect(main).to_contain_text("다른 5개 기업과 견주었어요")
    expect(main.get_by_role("heading", name="다음 등급까지", exact=True)).to_be_visible()
    main.get_by_text("점수는 이렇게 계산했어요").click()
    expect(main).to_contain_text("최고·최저 한 장씩을 뺐습니다.")
    assert_open_to_all(page)


def ask_for_the_register(page: Page) -> None:
    follow(page, page.get_by_role("link", name="혜택 신청하기"))
    page.get_by_label("전할 말").fill("이번 달 안에 필요합니다.")
    follow(page, page.get_by_role("button", name="신청하기"))
    expect(page.get_by_role("main")).to_contain_text("답변 대기")
    expect(page.get_by_role("main")).to_contain_text("이번 달 안에 필요합니다.")
    assert_open_to_all(page)


def take_the_letter(page: Page, folder: Path) -> None:
    page.goto(page.url.split("/requests/")[0] + "/")
    assert_open_to_all(page)
    follow(page, page.get_by_role("link", name="은행 제출용 확인서 만들기"))
    follow(page, page.get_by_role("button", name="확인서 만들기"))
    work("bank_letter:")
    fetch(page, page.get_by_role("link", name="확인서 PDF 내려받기"), folder)
    assert_open_to_all(page)


def fetch_papers(page: Page, folder: Path) -> None:
    """The certificate holds both languages on its page; the report is made in each."""
    page.goto(page.url.split("/bank-letters/")[0] + "/")
    follow(page, page.get_by_role("link", name="함께 낼 역량진단 확인서").first)
    follow(page, page.get_by_role("button", name="확인서 발급받기"))
    work("certificate:")
    fetch(page, page.get_by_role("link", name="확인서 PDF 내려받기"), folder)
    page.goto(page.url.replace("/certificates/", "/reports/"))
    for _language in ("ko", "en"):
        follow(page, page.get_by_role("button", name="진단결과서 만들기").first)
    work("report:")
    expect(page.get_by_role("link", name="진단결과서 내려받기")).to_have_count(2, timeout=20_000)
    for link in page.get_by_role("link", name="진단결과서 내려받기").all():
        fetch(page, link, folder)


def object_to_it(page: Page) -> None:
    page.goto(page.url.replace("/reports/", "/results/"))
    follow(page, page.get_by_role("link", name="이의신청"))
    page.get_by_label("사유").fill(REASON)
    follow(page, page.get_by_role("button", name="이의신청"))
    expect(page.get_by_role("main")).to_contain_text("이의신청")


def look_back(page: Page, outcome) -> None:
    page.goto(page.url.split("/applications/")[0] + "/results/")
    follow(page, page.get_by_role("link", name="연도별 진단 결과"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("첫 결과")
    expect(main.get_by_role("link", name="역량진단 확인서")).to_have_attribute(
        "href", f"/certificates/{outcome.application.code}/"
    )
    assert_open_to_all(page)


def work(stem: str) -> None:
    """Do what is queued under keys that begin so."""
    current_app.loader.import_default_modules()
    for job in Job.objects.filter(key__startswith=stem, state=JobState.QUEUED).order_by("pk"):
        current_app.tasks[job.kind](job.pk)


def fetch(page: Page, link: Locator, folder: Path) -> None:
    """Download a paper through its link once the page offers it."""
    expect(link).to_be_visible(timeout=20_000)
    with page.expect_download() as download:
        link.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
