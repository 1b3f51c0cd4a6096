import io
import resource
import time
import zlib
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from diagnosis.certificates.keys import seal
from diagnosis.certificates.services import document, drafted, issue
from diagnosis.certificates.signing import signed
from diagnosis.checks.examining import Verdict, examine
from diagnosis.checks.forms import LARGEST
from diagnosis.press import to_pdf
from tests.factories.outcomes import make_outcome

pytestmark = pytest.mark.django_db

PAGE = "<html lang=ko><head><title>t</title></head><body><h1>글</h1></body></html>"


@pytest.fixture
def pdf() -> bytes:
    with issue(make_outcome()).file.open("rb") as file:
        return file.read()


def changed(pdf: bytes) -> bytes:
    place = pdf.index(b"stream\n") + 60
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def extended(pdf: bytes) -> bytes:
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    writer.root["/PageMode"] = pdf_name("/FullScreen")
    writer.update_root()
    writer.write(out)
    return out.getvalue()


def test_the_issued_file_is_known(pdf):
    finding = examine(pdf)

    assert finding.verdict == Verdict.ISSUED
    assert finding.paper is not None


def test_one_changed_byte_is_found_out(pdf):
    assert examine(changed(pdf)).verdict == Verdict.CHANGED


def test_what_was_added_after_signing_is_found_out(pdf):
    assert examine(extended(pdf)).verdict == Verdict.EXTENDED


def test_our_signature_on_an_unknown_file_is_told_apart():
    finding = examine(document(drafted(make_outcome(), 1, "", None)))

    assert finding.verdict == Verdict.INTACT
    assert finding.signed_at is not None
    assert "Demo" in finding.signer


def test_a_foreign_signature_is_not_ours(settings, tmp_path):
    page, _pages = to_pdf(PAGE)
    settings.VAR_DIR = tmp_path  # another key, as another portal has it
    foreign = signed(page, datetime(2026, 1, 1, tzinfo=UTC))
    settings.VAR_DIR = tmp_path / "own"

    assert seal().roots != ()
    assert examine(foreign).verdict == Verdict.FOREIGN


def test_a_file_without_signature_is_told_so():
    assert examine(to_pdf(PAGE)[0]).verdict == Verdict.UNSIGNED


def test_a_compressed_bomb_and_endless_nesting_do_no_harm():
    bomb = _bomb()
    nested = b"%PDF-1.7\n1 0 obj\n" + b"[" * 500_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()

    verdicts = {examine(one).verdict for one in (bomb, nested, b"%PDF-1.7", b"%PDF-1.7\nstartxref\n0\n%%EOF")}

    assert verdicts == {Verdict.UNREADABLE}
    assert time.monotonic() - start < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB


def _bomb() -> bytes:
    """A cross-reference stream that grows a thousandfold, packed a second time."""
    packer = zlib.compressobj(1)
    once = b"".join(packer.compress(b"\0" * 10_000_000) for _part in range(100)) + packer.flush()
    body = zlib.compress(once, 9)
    about = b"<</Type/XRef/Size 2/W[1 8 2]/Root 1 0 R/Filter[/FlateDecode/FlateDecode]/Length %d>>" % len(body)
    return b"%PDF-1.7\n1 0 obj\n" + about + b"\nstream\n" + body + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


def test_a_dropped_certificate_is_answered_with_its_state(client, pdf):
    page = client.post(reverse("checks:document"), {"document": SimpleUploadedFile("a.pdf", pdf)}).content.decode()

    assert "발급한 파일 그대로예요" in page
    assert "유효한 확인서예요" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"MZ", "PDF 파일이 아닙니다"), (b"%PDF-" + b"0" * LARGEST, "살펴볼 수 없습니다"), (b"", "빈 파일입니다")],
)
def test_other_files_are_refused_with_a_sentence(client, content, sentence):
    answer = client.post(reverse("checks:document"), {"document": SimpleUploadedFile("a.pdf", content)})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
