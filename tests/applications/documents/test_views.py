"""The pages of the store, and who gets at a file."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.audit.models import Event
from applications.documents.models import Document, DocumentVersion, Scan
from applications.roles import Role
from applications.suppliers.models import Standing
from tests.factories.answers import make_evidence
from tests.factories.documents import PDF, make_version, png, upload
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_member(make_supplier())


@pytest.fixture
def browser(client, owner):
    client.force_login(owner)
    return client


def page_of(client, path: str) -> str:
    return client.get(path).content.decode()


def reads() -> int:
    return Event.objects.filter(verb="document.read").count()


def test_a_document_is_added_and_said_to_be_there_when_sent_again(browser, owner):
    said = {"kind": "sme", "title": "확인서", "issued_on": "2026-04-01", "valid_until": "2027-03-31"}

    first = browser.post("/documents/add/", {**said, "file": upload()}, follow=True).content.decode()
    again = browser.post("/documents/add/", {**said, "file": upload("b.pdf")}, follow=True).content.decode()

    assert "«확인서» 문서를 보관했습니다" in first
    assert "같은 파일이 «확인서» 문서의 1판으로 있어" in again
    assert "2026-04-01 (수)" in again
    assert (Document.objects.count(), DocumentVersion.objects.get().supplier_id) == (1, owner.member.supplier_id)


def test_a_refused_file_keeps_what_was_typed(browser):
    answer = browser.post("/documents/add/", {"kind": "sme", "title": "우리 확인서", "file": upload("a.hwp", PDF)})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "확장자는 HWP인데" in page
    assert 'value="우리 확인서"' in page
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("issued_on", "2999-01-01", "발급일이 오늘보다 뒤입니다."),
        ("issued_on", "0001-01-01", "연도를 1900에서"),
        ("valid_until", "2020-01-01", "유효기한이 발급일보다 앞섭니다."),
        ("kind", "nonsense", "nonsense"),
    ],
)
def test_days_and_kinds_that_cannot_be_are_said_beside_their_field(browser, field, value, sentence):
    said = {"kind": "sme", "title": "확인서", "issued_on": "2026-04-01", field: value}

    answer = browser.post("/documents/add/", {**said, "file": upload()})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_newer_version_and_changed_facts_come_through_their_pages(browser, owner):
    version = make_version(owner.member.supplier)
    path = f"/documents/{version.document.key}/"

    browser.post(f"{path}renew/", {"file": upload("새.pdf", PDF + b"%\n"), "issued_on": "2026-05-01"})
    browser.post(f"{path}edit/", {"kind": "sme", "title": "새 이름", "issued_on": "2026-05-02"})

    page = page_of(browser, path)
    assert "새 이름" in page
    assert "2판" in page
    assert "2026-05-02 (토)" in page
    assert browser.post(f"{path}renew/", {"file": upload()}).status_code == 422


def test_the_list_says_what_goes_stale_before_the_round_closes(browser, owner):
    round_ = make_round()
    long_ago = timezone.localtime(round_.closes_at).date() - timedelta(days=100)
    make_version(owner.member.supplier, title="납세증명", kind="national_tax", issued_on=long_ago)
    make_version(owner.member.supplier, PDF + b"%\n", title="소개")

    page = page_of(browser, "/documents/")
    stale = page_of(browser, "/documents/?show=stale")

    assert "만료된 문서예요" in page
    assert ("납세증명" in stale, ">소개<" in stale) == (True, False)
    assert "가정" in stale


def test_hiding_and_deleting(browser, owner):
    version = make_version(owner.member.supplier)
    path = f"/documents/{version.document.key}/"

    browser.post(f"{path}put-away/")
    assert "회사 소개서" not in page_of(browser, "/documents/")
    assert "회사 소개서" in page_of(browser, "/documents/?show=hidden")
    browser.post(f"{path}put-away/")
    assert "회사 소개서" in page_of(browser, "/documents/")
    browser.post(f"{path}remove/")
    assert Document.objects.count() == 0


def test_a_used_document_says_where_and_is_not_deleted(browser, owner):
    application = make_application(supplier=owner.member.supplier)
    document = make_evidence(application, "2.1.1").version.document

    page = page_of(browser, f"/documents/{document.key}/")
    answer = browser.post(f"/documents/{document.key}/remove/")

    assert f"{application.code} 통합 역량진단 · 2.1.1" in page
    assert (answer.status_code, "먼저 빼거나" in answer.content.decode()) == (403, True)


def test_what_is_opened_is_looked_at_in_our_page_only(browser, owner):
    picture = make_version(owner.member.supplier, png(), name="그림.png", format="png")
    book = make_version(owner.member.supplier, b"PK", name="a.xlsx", format="xlsx")

    answer = browser.get(f"/documents/files/{picture.key}/inline/")

    assert answer.getvalue() == png()
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert browser.get(f"/documents/files/{book.key}/inline/").status_code == 404
    assert f"/documents/files/{picture.key}/inline/" in page_of(browser, f"/documents/versions/{picture.key}/")


def test_an_infected_file_is_opened_by_nobody(browser, owner, client):
    version = make_version(owner.member.supplier, scan=Scan.INFECTED)

    for path in ("", "inline/"):
        answer = browser.get(f"/documents/files/{version.key}/{path}")
        assert (answer.status_code, "격리한 파일" in answer.content.decode()) == (403, True)
    page = page_of(browser, f"/documents/{version.document.key}/")
    assert ("감염" in page, "/inline/" in page, "이상 없음" in page) == (True, False, False)
    client.force_login(make_user(Role.OPERATOR))
    assert client.get(f"/documents/files/{version.key}/").status_code == 403


def test_a_file_nobody_looked_at_is_never_called_safe(browser, owner):
    version = make_version(owner.member.supplier)

    page = page_of(browser, f"/documents/{version.document.key}/")

    assert ("검사 전" in page, "이상 없음" in page, "안전" in page) == (True, False, False)


@pytest.mark.parametrize(("kind", "own_reads"), [("insured", 1), ("introduction", 0)])
def test_readings_are_written_down_outside_the_company_and_where_people_are_told_of(client, owner, kind, own_reads):
    version = make_version(owner.member.supplier, kind=kind)
    path = f"/documents/files/{version.key}/"

    client.force_login(owner)
    client.get(path).getvalue()
    assert reads() == own_reads
    client.force_login(make_user(Role.OPERATOR))
    client.get(path).getvalue()
    assert reads() == own_reads + 1


def test_a_viewer_reads_and_changes_nothing(client, owner):
    version = make_version(owner.member.supplier)
    client.force_login(make_member(owner.member.supplier, Standing.VIEWER))
    path = f"/documents/{version.document.key}/"

    assert client.get(path).status_code == 200
    assert "문서 올리기" not in page_of(client, "/documents/")
    for act in ("edit/", "renew/", "put-away/", "remove/"):
        assert client.post(path + act).status_code == 403
    assert client.post("/documents/add/", {"file": upload("b.pdf", PDF + b"%")}).status_code == 403
    assert DocumentVersion.objects.count() == 1


def test_another_company_finds_nothing(client, owner):
    version = make_version(owner.member.supplier)
    client.force_login(make_member(make_supplier()))
    path = f"/documents/{version.document.key}/"

    assert client.get(path).status_code == 404
    assert client.get(f"/documents/versions/{version.key}/").status_code == 404
    for act in ("edit/", "renew/", "put-away/", "remove/"):
        assert client.post(path + act).status_code == 404
    assert client.get("/documents/").status_code == 200


def test_the_list_asks_the_same_whatever_its_length(browser, owner, django_assert_max_num_queries):
    make_round()
    application = make_application(supplier=owner.member.supplier)
    for number in range(12):
        version = make_version(owner.member.supplier, PDF + b"%d" % number, title=f"문서 {number}")
        make_evidence(application, "2.1.1", version=version)

    with django_assert_max_num_queries(13):
        assert browser.get("/documents/").status_code == 200
    with django_assert_max_num_queries(14):
        assert browser.get(f"/documents/{version.document.key}/").status_code == 200


def test_an_official_reads_a_file_with_what_the_scan_said_beside_it(client, owner):
    version = make_version(owner.member.supplier)
    client.force_login(make_user(Role.OPERATOR))

    page = page_of(client, f"/documents/versions/{version.key}/")

    assert (owner.member.supplier.name in page, "검사 전" in page, 'href="/documents/"' in page) == (True, True, False)
    assert client.get(f"/documents/{version.document.key}/").status_code == 403
