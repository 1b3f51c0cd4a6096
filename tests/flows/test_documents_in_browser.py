"""A company's documents in headless Chromium: sent over a broken line, looked at, used a second time."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from applications.documents.models import DocumentVersion, Upload
from diagnosis.answers.models import Evidence
from tests.factories.documents import PDF, make_version, png
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier
from tests.flows.browsing import assert_open_to_all, follow, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIECE = 16 * 1024
PIECES = 6
UPLOADS = "**/documents/uploads/*/"


class Line:
    """The way to the server: counts the pieces that went through, and is cut after so many."""

    def __init__(self, page: Page, *, cut_after: int) -> None:
        self.sent, self.left = 0, cut_after
        page.route(UPLOADS, self.carry)

    def carry(self, route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
        elif self.left:
            self.left, self.sent = self.left - 1, self.sent + 1
            route.continue_()
        else:
            route.abort()


@pytest.fixture
def owner(settings):
    settings.UPLOAD_CHUNK_BYTES = PIECE
    return make_member(make_supplier())


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF of several pieces; random, so that nothing on the way makes it smaller."""
    path = tmp_path / "납세 증명.pdf"
    padding = os.urandom(PIECE * PIECES - len(PDF) - 500).hex()[: PIECE * PIECES - len(PDF) - 500]
    path.write_bytes(PDF.replace(b"trailer", b"% " + padding.encode() + b"\ntrailer"))
    return path


def test_a_cut_line_costs_one_piece_and_the_document_serves_twice(chromium_page: Page, live_server, owner, paper):
    page, application = chromium_page, make_application(supplier=owner.member.supplier)
    section = f"{live_server.url}/applications/{application.code}/sections/2/"
    log_in(page, live_server.url, owner)
    page.goto(section)
    line = Line(page, cut_after=2)

    page.locator('[id="files-2.1.1"]').set_input_files(paper)
    expect(page.locator('[id="item-2.1.1"] [data-upload-state]')).to_contain_text("멈춘 곳부터")
    assert Upload.objects.get().offset == 2 * PIECE

    page.goto(section)  # the tab is gone; the same file is chosen anew
    line.left = PIECES
    page.locator('[id="files-2.1.1"]').set_input_files(paper)
    expect(page.locator('[id="evidence-2.1.1"]')).to_contain_text("납세 증명.pdf")
    assert line.sent == PIECES

    look_at_it(page)
    page.goto(section)
    take_it_again(page)
    assert [use.item_code for use in Evidence.objects.order_by("pk")] == ["2.1.1", "2.2.1"]
    assert (DocumentVersion.objects.count(), Upload.objects.count()) == (1, 0)


def look_at_it(page: Page) -> None:
    """The file's own page shows it inside our frame."""
    follow(page, page.locator('[id="evidence-2.1.1"]').get_by_role("link", name="납세 증명.pdf"))
    with page.expect_response("**/inline/") as shown:
        page.reload()
    assert (shown.value.status, shown.value.headers["content-type"]) == (200, "application/pdf")
    expect(page.locator("iframe.preview")).to_have_attribute("title", "납세 증명.pdf 미리보기")


def take_it_again(page: Page) -> None:
    follow(page, page.locator('[id="item-2.2.1"]').get_by_role("button", name="보관함에서 고르기"))
    assert_open_to_all(page)
    page.get_by_role("checkbox", name="납세 증명").focus()
    page.keyboard.press("Space")
    page.get_by_text("다른 항목에도 함께 넣기").click()
    expect(page.get_by_role("checkbox", name="2.2.1")).to_be_checked()
    follow(page, page.get_by_role("button", name="고른 문서 넣기"))
    expect(page.locator('[id="evidence-2.2.1"]')).to_contain_text("납세 증명.pdf")


def test_the_store_is_open_to_all_and_takes_a_large_file(chromium_page: Page, live_server, owner, paper):
    page = chromium_page
    picture = make_version(owner.member.supplier, png(), name="구성도.png", format="png", title="구성도")
    log_in(page, live_server.url, owner)
    for path in ("/documents/", f"/documents/{picture.document.key}/"):
        page.goto(live_server.url + path)
        assert_open_to_all(page)
    assert page.locator("figure.preview img").evaluate("picture => picture.complete && picture.naturalWidth") == 2

    page.goto(f"{live_server.url}/documents/add/")
    page.get_by_label("파일").set_input_files(paper)
    page.get_by_label("문서 종류").select_option("national_tax")
    follow(page, page.get_by_role("button", name="보관하기"))
    expect(page.get_by_role("heading", level=1)).to_have_text("납세 증명")
    expect(page.get_by_role("main")).to_contain_text("국세 납세증명서(완납)")
    assert DocumentVersion.objects.filter(name="납세 증명.pdf").count() == 1


def test_a_file_that_is_too_large_is_said_before_anything_is_sent(chromium_page: Page, live_server, owner, settings):
    settings.EVIDENCE_MAX_BYTES = 1024
    page, sent = chromium_page, []
    page.on("request", lambda request: sent.append(request.method))
    log_in(page, live_server.url, owner)
    page.goto(f"{live_server.url}/documents/add/")
    page.get_by_label("제목").fill("우리 확인서")
    before = len(sent)

    large = {"name": "큰.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%" * 2000}
    page.get_by_label("파일").set_input_files([large])

    expect(page.locator("[data-upload-state]")).to_contain_text("큰.pdf: 파일이 너무 큽니다.")
    expect(page.get_by_label("제목")).to_have_value("우리 확인서")
    assert len(sent) == before
