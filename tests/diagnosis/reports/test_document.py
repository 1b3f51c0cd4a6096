"""The report as a document: what it holds in both languages, and what the finished file proves when it is read back."""

import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from diagnosis.certificates.services import issue
from diagnosis.panels.models import Mark
from diagnosis.press import to_pdf
from diagnosis.reports.ranges import Range, ranges_svg
from diagnosis.reports.services import build_report, report_html
from diagnosis.results.field import FEWEST, Spread, field_of
from tests.factories.answers import make_evidence
from tests.factories.outcomes import make_outcome
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db

LARGEST = 500 * 1024


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).replace("\u2060", "").split())


def test_the_report_holds_every_part_in_korean():
    outcome = make_outcome(ratings=["2", "2", "3"])
    certificate = issue(outcome)

    html = report_html(outcome, "ko", certificate)

    parts = ["결과 요약", "분야별 결과", "항목별 점수와 평가 사유", "역량강화 계획", "혜택", "점수를 계산한 과정"]
    parts += ["가점 반영 전", "가점 반영 후", "강점", "먼저 보완할 곳", "보여 줄 증빙", "할 일", "효과"]
    parts += [certificate.printed_number, certificate.sha256, f"Level {outcome.base_level}", "<desc>"]
    assert [part for part in parts if part not in html] == []


def test_the_report_is_english_but_for_what_people_wrote():
    html = report_html(make_outcome(ratings=["2", "2", "3"]), "en", None)

    parts = ["Summary", "Results by section", "Growth plan", "To do", "Before the bonus", "Confirmation"]
    assert [part for part in parts if part not in html] == []
    assert [part for part in ("역량강화 계획", "결과 요약", "할 일") if part in html] == []


def test_the_plan_names_the_proof_of_the_scheme_and_the_evidence_handed_in():
    outcome = make_outcome(ratings=["2", "2", "2"])
    html = report_html(outcome, "ko", None)

    make_evidence(outcome.application, "2.1.1", name="공정자료.pdf")
    with_evidence = report_html(outcome, "ko", None)

    assert "공정자료.pdf" not in html
    assert with_evidence.count("공정자료.pdf") >= 1


def test_the_field_is_told_only_of_five_others_or_more():
    own = make_outcome(ratings=["4", "4", "4"])
    others = [make_outcome(ratings=[rating] * 3) for rating in ("1", "2", "3", "3.5")]

    too_few = report_html(own, "ko", None)
    others.append(make_outcome(ratings=["5", "5", "5"]))
    field = field_of(own)

    assert len(others) == FEWEST
    assert "5개에 못 미쳐" in too_few
    assert field is not None
    assert (field.others, field.score) == (5, Spread(Decimal("747.5"), Decimal("817.5"), Decimal("861.3")))
    assert "다른 5개 기업" in report_html(own, "ko", None)
    assert field_of(make_outcome(track="MFG_AI")) is None


def test_the_picture_of_the_field_says_itself_in_words_and_escapes():
    row = Range("<b>", Decimal("60"), Decimal("70"), Decimal("80"), Decimal("75.5"))

    drawn = ranges_svg([row], ("가", "나", "다"), "제목", "설명")

    assert 'aria-label="제목. 설명"' in drawn
    assert "&lt;b&gt;" in drawn
    assert "75.5%" in drawn


def test_the_finished_file_reads_back():
    outcome = make_outcome(supplier=make_supplier(name="다온제어시스템", representative="홍길동"))
    report = build_report(outcome)
    with report.file.open("rb") as file:
        pdf = file.read()
    reader = PdfReader(io.BytesIO(pdf))

    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[:2] == ["진단결과서", "결과 요약"]
    assert "\u2060" not in "".join(titles)
    assert reader.trailer["/Root"]["/Lang"] == "ko"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    told = "".join(map(str, reader.metadata.values()))
    assert [name for name in ("다온", "홍길동") if name in told] == []
    assert outcome.certificates.get().printed_number in text_of(pdf)
    assert report.size < LARGEST


def test_a_report_full_of_long_words_stays_small():
    outcome = make_outcome(supplier=make_supplier(name="가나다라마바사" * 14, name_en="LongName" * 18))
    Mark.objects.filter(sheet__assignment__application=outcome.application).update(reason="긴 평가 사유입니다. " * 90)

    pdf, pages = to_pdf(report_html(outcome, "ko", None))

    assert len(pdf) < LARGEST
    assert pages > 15


def test_words_without_an_end_break_and_no_page_is_left_to_a_heading():
    outcome = make_outcome(supplier=make_supplier(name="가" * 100, name_en="W" * 150))
    marks = Mark.objects.filter(sheet__assignment__application=outcome.application)
    marks.filter(item_code="2.1.1").update(reason="가" * 5000)
    marks.filter(item_code="3.1.1").update(reason="W" * 5000)
    make_evidence(outcome.application, "3.1.2", name="긴파일이름" * 40 + ".pdf")

    pdf, _pages = to_pdf(report_html(outcome, "en", None))

    pages = [page.extract_text().replace("\u2060", "") for page in PdfReader(io.BytesIO(pdf)).pages]
    assert max(len(line) for page in pages for line in page.splitlines()) < 200
    assert min(len("".join(page.split())) for page in pages) > 150
