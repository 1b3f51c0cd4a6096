import io

import pytest
from pypdf import PdfReader

from diagnosis.press import drawable, keep_words_whole
from diagnosis.reports.models import Report
from diagnosis.reports.services import build_report
from tests.factories.outcomes import make_outcome
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def reader_of(report: Report) -> PdfReader:
    with report.file.open("rb") as file:
        return PdfReader(io.BytesIO(file.read()))


def text_of(report: Report) -> str:
    pages = reader_of(report).pages
    return "".join("".join(page.extract_text() for page in pages).replace("\u2060", "").split())


def test_report_prints_the_stored_figures():
    outcome = make_outcome(ratings=["3", "3", "3"], letter="C", supplier=make_supplier(name="다온제어시스템"))

    said = text_of(build_report(outcome))

    assert outcome.total == 800
    wanted = ["다온제어시스템", "Level3", "800.0", "진단결과서", outcome.application.code, "(직인)"]
    assert [words for words in wanted if words not in said] == []


def test_report_is_tagged_and_embeds_its_fonts():
    reader = reader_of(build_report(make_outcome()))
    fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert reader.trailer["/Root"]["/Lang"] == "ko"
    assert {_is_embedded(font.get_object()) for font in fonts} == {True}


def _is_embedded(font) -> bool:
    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    return "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_report_of_the_ai_track():
    outcome = make_outcome(track="MFG_AI", ratings=["4", "4", "4"])

    said = text_of(build_report(outcome))

    assert outcome.ai == 80
    assert "80.0" in said
    assert "Level" not in said


def test_report_in_english():
    said = text_of(build_report(make_outcome(), language="en"))

    assert "Project management".replace(" ", "") in said


def test_report_is_made_once():
    outcome = make_outcome()

    first, second = build_report(outcome), build_report(outcome)

    assert first.pk == second.pk
    assert Report.objects.count() == 1


def test_words_are_bound_and_tags_are_not():
    html = '<html><head><title>제목</title></head><body class="본문"><p>역량 진단</p></body>'

    assert keep_words_whole(html) == (
        '<html><head><title>제목</title></head><body class="본문"><p>역\u2060량 진\u2060단</p></body>'
    )


def test_signs_that_no_font_holds_become_empty_squares():
    assert drawable("공장 🏭🤖 제어 👩‍🔧, ☎️ 株式") == "공장 □ 제어 □, ☎ 株式"
