import hashlib
import io

import pytest
from django.core.exceptions import PermissionDenied
from pypdf import PdfReader

from applications import clock
from applications.audit.models import Event
from applications.jobs.models import JobState
from applications.jobs.services import perform
from applications.roles import Role
from diagnosis.certificates.keys import NoKey
from diagnosis.certificates.models import Certificate
from diagnosis.certificates.page import check_address
from diagnosis.certificates.services import (
    document,
    drafted,
    issue,
    issue_asked,
    request_certificate,
    request_new_version,
)
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.rulings import make_ruling
from tests.factories.suppliers import make_supplier
from tests.seals import status_of

pytestmark = pytest.mark.django_db


def bytes_of(certificate: Certificate) -> bytes:
    with certificate.file.open("rb") as file:
        return file.read()


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).replace("\u2060", "").split())


def test_the_certificate_says_what_was_found_in_both_languages_on_one_page():
    outcome = make_outcome(supplier=make_supplier(name="다온제어시스템", name_en="Daon Control Systems"))

    certificate = issue(outcome)

    pdf = bytes_of(certificate)
    said = text_of(pdf)
    wanted = ["역량진단확인서", "CertificateofCapabilityDiagnosis", "다온제어시스템", "DaonControlSystems", "Level3"]
    wanted += [certificate.printed_number, outcome.application.code, "통합역량진단", "2026-1"]
    assert [words for words in wanted if words not in said] == []
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert check_address(certificate).endswith(f"/check/{certificate.printed_number}/")


def test_the_ai_track_is_certified_by_its_score():
    said = text_of(bytes_of(issue(make_outcome(track="MFG_AI", ratings=["4", "4", "4"]))))

    assert "80.0/100.0" in said
    assert "Level" not in said


def test_the_certificate_is_tagged_and_names_nobody_in_its_metadata():
    outcome = make_outcome(supplier=make_supplier(name="다온제어시스템", representative="홍길동"))
    certificate = issue(outcome)
    reader = PdfReader(io.BytesIO(bytes_of(certificate)))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert reader.trailer["/Root"]["/Lang"] == "ko"
    assert [entry.title for entry in reader.outline] == ["역량진단 확인서"]
    assert reader.metadata.title == f"역량진단 확인서 {certificate.printed_number}"
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    told = xmp + "".join(map(str, reader.metadata.values()))
    assert [name for name in ("다온", "홍길동", outcome.application.supplier.business_number) if name in told] == []
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert 'pdfaid:part="2"' in xmp


def test_the_signature_holds_until_one_byte_changes():
    pdf = bytes_of(issue(make_outcome()))
    changed = bytearray(pdf)
    changed[pdf.index(b"stream\n") + 60] ^= 1

    assert status_of(pdf).bottom_line is True
    assert status_of(bytes(changed)).bottom_line is False


def test_the_same_certificate_gives_the_same_bytes():
    certificate = drafted(make_outcome(), 1, "", None)

    assert document(certificate) == document(certificate)


def test_the_file_is_kept_with_its_fingerprint_and_told_to_the_chain():
    certificate = issue(make_outcome())

    assert hashlib.sha256(bytes_of(certificate)).hexdigest() == certificate.sha256
    event = Event.objects.get(verb="certificate.issued")
    assert event.data["sha256"] == certificate.sha256
    assert certificate.number not in str(event.data)


def test_a_certificate_is_issued_once():
    outcome = make_outcome()

    assert issue(outcome).pk == issue(outcome).pk
    assert Certificate.objects.count() == 1


def test_a_new_version_has_a_number_of_its_own_and_a_reason():
    agency, first = make_user(Role.AGENCY), issue(make_outcome())

    job = request_new_version(first, "영문 기업명을 고쳤습니다.", by=agency)
    perform(job.pk, issue_asked)

    second = Certificate.objects.get(version=2)
    assert (second.reason, second.issued_by) == ("영문 기업명을 고쳤습니다.", agency)
    assert second.number != first.number
    assert Event.objects.get(verb="certificate.reissued").data["reason"] == second.reason


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPPLIER, Role.MINISTRY, Role.ASSESSOR])
def test_only_the_agency_issues_again(role):
    first = issue(make_outcome())

    with pytest.raises(PermissionDenied):
        request_new_version(first, "사유", by=make_user(role))


@pytest.mark.parametrize("role", [Role.MINISTRY, Role.AUDITOR, Role.ASSESSOR])
def test_those_who_only_read_ask_for_no_certificate(role):
    with pytest.raises(PermissionDenied):
        request_certificate(make_outcome(), by=make_user(role))


def test_a_revoked_or_unpublished_result_is_not_certified():
    revoked = make_outcome()
    make_ruling(revoked, clock.today())

    for outcome in (revoked, make_outcome(published=False)):
        with pytest.raises(PermissionDenied):
            issue(outcome)
    assert Certificate.objects.count() == 0


def test_without_a_key_the_job_says_why(settings):
    settings.CERTIFICATE_KEY_IS_MADE = False
    outcome, operator = make_outcome(), make_user(Role.OPERATOR)

    with pytest.raises(NoKey):
        issue(outcome)
    job = request_certificate(outcome, by=operator)
    perform(job.pk, issue_asked)

    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert "CERTIFICATE_KEY" in job.note


def test_a_hostile_name_stays_text_and_on_one_page():
    name = "<img src=http://127.0.0.1:9/x><script>" + "긴이름" * 20
    certificate = issue(make_outcome(supplier=make_supplier(name=name[:100])))

    pdf = bytes_of(certificate)
    assert "<imgsrc=http://127.0.0.1:9/x>" in text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
