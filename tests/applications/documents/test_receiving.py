"""Too large a file: said in one sentence, with everything else of the form as it was typed."""

import pytest

from applications.documents.models import DocumentVersion
from tests.factories.documents import PDF, upload
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_member(make_supplier())


@pytest.fixture
def browser(client, owner, settings):
    settings.EVIDENCE_MAX_BYTES = 1024**2
    client.force_login(owner)
    return client


@pytest.mark.parametrize("megabytes", [1.1, 4])
def test_the_other_fields_survive_a_file_that_is_too_large(browser, megabytes):
    large = upload("큰 파일.pdf", PDF + b"%" * int(megabytes * 1024**2))

    answer = browser.post("/documents/add/", {"file": large, "kind": "sme", "title": "우리 확인서"})

    page = answer.content.decode()
    assert (answer.status_code, "1MB까지 올릴 수 있습니다" in page) == (422, True)
    assert 'value="우리 확인서"' in page
    assert DocumentVersion.objects.count() == 0


def test_the_files_beside_it_are_taken(browser, owner):
    application = make_application(supplier=owner.member.supplier)
    files = [upload("큰.pdf", PDF + b"%" * 3 * 1024**2), upload("작은.pdf")]

    answer = browser.post(f"/applications/{application.code}/items/2.1.1/evidence/", {"2.1.1-files": files})

    assert "큰.pdf: 파일이 너무 큽니다" in answer.content.decode()
    assert [version.name for version in DocumentVersion.objects.all()] == ["작은.pdf"]


def test_a_request_beyond_every_form_is_answered_with_one_sentence(browser, settings):
    settings.UPLOAD_REQUEST_MAX_BYTES = 2 * 1024**2

    large = browser.post("/documents/add/", {"file": upload("a.pdf", PDF + b"%" * 3 * 1024**2)})
    small = browser.post("/documents/add/", {"file": upload(), "kind": "other"})

    assert (large.status_code, "한 번에 보내기에는 너무" in large.content.decode()) == (413, True)
    assert small.status_code == 302
