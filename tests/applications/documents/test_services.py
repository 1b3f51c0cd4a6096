"""Keeping documents: each file once, versions that change nothing filed, no deletion of what is used."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from applications.audit.models import Event
from applications.documents import services
from applications.documents.files.refusal import FileRefused
from applications.documents.models import Document, DocumentVersion
from applications.documents.queries import latest_versions
from applications.documents.services import About
from applications.filing.workflow import State
from diagnosis.answers.services import put_forward
from diagnosis.submissions.services import manifest_of
from tests.factories.answers import make_evidence
from tests.factories.documents import PDF, make_version, upload
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
NEWER = PDF + b"% newer\n"


@pytest.fixture
def owner():
    return make_member(make_supplier())


def acts(document: Document) -> list[str]:
    return list(
        Event.objects.filter(stream=f"document:{document.key}").order_by("number").values_list("verb", flat=True)
    )


def test_the_same_bytes_are_the_same_document_and_it_is_said(owner):
    supplier_id = owner.member.supplier_id

    first = services.keep(supplier_id, upload("소개.pdf"), by=owner, about=About("introduction", "회사 소개"))
    again = services.keep(supplier_id, upload("다른 이름.pdf"), by=owner)

    assert (first.is_new, again.is_new, again.version) == (True, False, first.version)
    assert (first.version.document.title, first.version.number) == ("회사 소개", 1)
    assert acts(first.version.document) == ["document.stored"]


def test_a_document_without_a_title_is_called_by_its_file(owner):
    kept = services.keep(owner.member.supplier_id, upload("납세 증명.pdf"), by=owner)

    assert (kept.version.document.title, kept.version.document.kind) == ("납세 증명", "other")


def test_a_newer_version_leaves_what_was_filed_as_it_was(owner):
    application = make_application(supplier=owner.member.supplier)
    use = make_evidence(application, "2.1.1")
    before = manifest_of(application, {}, {"2.1.1": [use]})

    newer = services.keep_version(
        use.version.document, upload("새 소개.pdf", NEWER), by=owner, about=About(issued_on=date(2026, 5, 1))
    )

    use.refresh_from_db()
    assert (newer.number, newer.issued_on, use.version.number) == (2, date(2026, 5, 1), 1)
    assert manifest_of(application, {}, {"2.1.1": [use]}) == before
    assert list(latest_versions(application.supplier_id)) == [newer]


def test_known_bytes_are_no_newer_version_of_anything(owner):
    version = make_version(owner.member.supplier, title="회사 소개서")
    other = make_version(owner.member.supplier, NEWER)

    with pytest.raises(FileRefused, match="«회사 소개서» 문서의 1판으로 보관"):
        services.keep_version(other.document, upload(), by=owner)

    assert DocumentVersion.objects.count() == 2
    assert version.document.versions.count() == 1


def test_the_quota_of_a_company_is_kept(owner, settings):
    settings.EVIDENCE_COMPANY_MAX_BYTES = len(PDF) + 10
    services.keep(owner.member.supplier_id, upload(), by=owner)

    with pytest.raises(FileRefused, match="까지 보관할 수 있습니다"):
        services.keep(owner.member.supplier_id, upload("b.pdf", NEWER), by=owner)
    stranger = make_member(make_supplier())
    services.keep(stranger.member.supplier_id, upload("b.pdf", NEWER), by=stranger)


def test_what_is_said_of_a_document_can_be_changed(owner):
    version = make_version(owner.member.supplier)
    about = About("sme", "중소기업확인서", date(2026, 4, 1), date(2027, 3, 31))

    services.describe(version.document, about, by=owner)
    services.describe(version.document, about, by=owner)

    version.refresh_from_db()
    assert (version.document.kind, version.document.title) == ("sme", "중소기업확인서")
    assert (version.issued_on, version.valid_until) == (date(2026, 4, 1), date(2027, 3, 31))
    assert acts(version.document) == ["document.edited"]


@pytest.mark.parametrize(("state", "sentence"), [(State.SUBMITTED, "제출한 신청"), (State.DRAFT, "쓰고 있는 곳")])
def test_a_used_document_is_not_deleted_but_hidden(owner, state, sentence):
    application = make_application(supplier=owner.member.supplier, state=state)
    document = make_evidence(application, "2.1.1").version.document

    with pytest.raises(PermissionDenied, match=sentence):
        services.delete(document, by=owner)
    services.hide(document, by=owner)
    services.hide(document, by=owner)

    assert Document.objects.get().hidden_at is not None
    assert list(latest_versions(application.supplier_id)) == []
    assert acts(document) == ["document.hidden"]


def test_an_unused_document_goes_with_its_files(owner, django_capture_on_commit_callbacks):
    version = make_version(owner.member.supplier)

    with django_capture_on_commit_callbacks(execute=True):
        services.delete(version.document, by=owner)

    assert (Document.objects.count(), DocumentVersion.objects.count()) == (0, 0)
    assert not default_storage.exists(version.file.name)
    assert acts(version.document) == ["document.deleted"]


def test_sending_a_hidden_file_again_brings_it_back(owner):
    version = make_version(owner.member.supplier)
    services.hide(version.document, by=owner)

    kept = services.keep(owner.member.supplier_id, upload(), by=owner)

    assert (kept.is_new, Document.objects.get().hidden_at) == (False, None)


def test_a_document_serves_several_items_and_both_tracks(owner):
    supplier = owner.member.supplier
    version = make_version(supplier)
    integrated = make_application(supplier=supplier)
    ai = make_application(supplier=supplier, track="MFG_AI")

    put_forward(integrated, ["2.1.1", "2.2.1"], [version], by=owner)
    put_forward(ai, ["1.1"], [version], by=owner)
    put_forward(ai, ["1.1"], [version], by=owner)

    assert version.uses.count() == 3


def test_the_document_of_another_company_is_not_put_forward(owner):
    foreign = make_version(make_supplier())
    application = make_application(supplier=owner.member.supplier)

    with pytest.raises(PermissionDenied):
        put_forward(application, ["2.1.1"], [foreign], by=owner)

    assert foreign.uses.count() == 0
