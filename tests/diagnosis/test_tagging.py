"""What a reader with a screen reader, and an archive, ask of every document: read back from the finished files."""

import io

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from applications import clock
from diagnosis.certificates.page import certificate_html
from diagnosis.certificates.services import STYLE as CERTIFICATE
from diagnosis.certificates.signing import signed
from diagnosis.press import OwnFilesOnly, press_for, to_pdf
from diagnosis.reports.services import STYLE as REPORT
from diagnosis.reports.services import report_html
from diagnosis.submissions.receipts import STYLE as RECEIPT
from tests.factories.certificates import make_certificate
from tests.factories.outcomes import make_outcome
from tests.papers import elements_in, faults_of

RECEIPT_LIKE = """<html lang=ko><head><meta charset=utf-8><title>접수증</title></head><body>
<h1>접수증</h1><p class="number">26</p>
<table class=facts><tbody><tr><th scope=row>신청 기업</th><td>다온</td></tr></tbody></table>
<table><caption>파일</caption><thead><tr><th scope=col>항목</th><th scope=col>파일</th></tr></thead>
<tbody><tr><td>1</td><td>가.pdf</td></tr></tbody></table></body></html>"""


@pytest.mark.django_db
@pytest.mark.parametrize(("track", "language"), [("INTEGRATED", "ko"), ("MFG_AI", "en")])
def test_a_sealed_report_is_whole_for_archives_and_screen_readers(track, language):
    html = report_html(make_outcome(track=track), language, make_certificate())

    pdf = signed(to_pdf(html, REPORT)[0], clock.now())

    assert faults_of(pdf) == []


@pytest.mark.django_db
def test_so_is_a_sealed_certificate():
    pdf = signed(to_pdf(certificate_html(make_certificate()), CERTIFICATE)[0], clock.now())

    assert faults_of(pdf) == []


def test_so_is_a_receipt():
    assert faults_of(to_pdf(RECEIPT_LIKE, RECEIPT)[0]) == []


def test_without_the_press_the_same_page_has_faults():
    fonts, sheet = press_for(RECEIPT)
    rendered = HTML(string=RECEIPT_LIKE, url_fetcher=OwnFilesOnly(), base_url=None)

    bare = rendered.write_pdf(font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/a-2a", pdf_tags=True)

    assert set(faults_of(bare)) == {
        "does not claim <pdfuaid:part>1<",
        "a header cell heads nothing",
        "page 1: a tagged piece is not in the tree",
    }


@pytest.mark.django_db
def test_a_picture_tells_its_figures_and_an_address_is_a_link():
    outcome = make_outcome()
    certificate = make_certificate(outcome)

    pdf = to_pdf(report_html(outcome, "ko", certificate), REPORT)[0]

    reader = PdfReader(io.BytesIO(pdf))
    links = [one.get_object()["/A"]["/URI"] for page in reader.pages for one in page.get("/Annots", ())]
    told = [str(element["/Alt"]) for element in elements_in(reader) if element["/S"] == "/Figure"]
    assert [certificate.printed_number in link for link in links] == [True]
    assert [words for words in told if "열네 단계 가운데 Level 3" in words] != []
