"""Evidence: stored once, under a random key, and handed out only to those who may read it."""

import hashlib
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Q

from applications.audit.models import Event
from applications.documents import queries
from applications.documents.models import Document, DocumentVersion
from applications.filing.workflow import State
from applications.roles import Role
from applications.suppliers.models import Standing
from diagnosis.answers.models import Evidence
from diagnosis.answers.services import attach
from tests.factories.answers import make_evidence
from tests.factories.documents import PDF, make_version, upload
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user

pytestmark = pytest.mark.django_db


def evidence_url(application, item="2.1.1"):
    return f"/applications/{application.code}/items/{item}/evidence/"


def status_of(client, document) -> int:
    answer = client.get(f"/documents/files/{document.key}/")
    if answer.streaming:  # reading to the end closes the file
        answer.getvalue()
    return answer.status_code


def test_several_files_are_stored_with_size_and_digest_under_a_random_key(owner, application):
    files = [upload("회사 소개서.pdf"), upload("둘째.pdf", PDF + b"\n")]

    answer = owner.post(evidence_url(application), {"2.1.1-files": files})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "회사 소개서.pdf" in page
    assert "둘째.pdf" in page
    document = DocumentVersion.objects.get(name="회사 소개서.pdf")
    assert (document.size, document.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert re.fullmatch(rf"documents/{application.supplier_id}/[0-9a-f]{{32}}", document.file.name)
    with document.file.open() as kept:
        assert kept.read() == PDF
    assert Event.objects.filter(verb="evidence.attached").count() == 2


def test_the_same_file_is_stored_once_for_a_company_and_once_for_each_other(owner, application):
    other_track = make_application(supplier=application.supplier, track="MFG_AI")
    stranger = make_application()

    attach(application, "2.1.1", upload("a.pdf"), by=application.created_by)
    attach(application, "2.2.1", upload("b.pdf"), by=application.created_by)
    attach(other_track, "1.1", upload("c.pdf"), by=application.created_by)
    attach(stranger, "2.1.1", upload("d.pdf"), by=stranger.created_by)

    assert [row.name for row in DocumentVersion.objects.order_by("pk")] == ["a.pdf", "d.pdf"]
    assert Evidence.objects.count() == 4
    assert len(default_storage.listdir(f"documents/{application.supplier_id}")[1]) == 1


def test_the_same_file_twice_on_an_item_is_one_use(application):
    for _turn in range(2):
        attach(application, "2.1.1", upload(), by=application.created_by)

    assert Evidence.objects.count() == 1
    assert Event.objects.filter(verb="evidence.attached").count() == 1


def test_a_refused_file_leaves_nothing_behind(owner, application):
    answer = owner.post(evidence_url(application), {"2.1.1-files": [upload("a.hwp", PDF), upload("b.pdf")]})

    assert answer.status_code == 422
    assert "a.hwp: 확장자는 HWP인데" in answer.content.decode()
    assert [row.name for row in DocumentVersion.objects.all()] == ["b.pdf"]


def test_no_file_is_attached_once_the_application_is_filed(application):
    stale = make_application(supplier=application.supplier, track="MFG_AI")
    type(stale).objects.filter(pk=stale.pk).update(state=State.SUBMITTED)

    with pytest.raises(PermissionDenied):
        attach(stale, "1.1", upload(), by=application.created_by)
    attach(application, "2.1.1", upload(), by=application.created_by)

    assert [use.application for use in Evidence.objects.all()] == [application]


def test_a_use_is_taken_back_and_the_document_stays(owner, application):
    use = make_evidence(application, "2.1.1")

    answer = owner.post(f"/applications/{application.code}/evidence/{use.pk}/remove/", headers={"X-Autosave": "1"})

    assert answer.status_code == 200
    assert "올린 파일이 없어요" in answer.content.decode()
    assert (Evidence.objects.count(), Document.objects.count()) == (0, 1)
    assert Event.objects.filter(verb="evidence.detached").count() == 1


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_ASSESSMENT])
def test_a_use_stays_once_filed(owner, application, state):
    use = make_evidence(application, "2.1.1")
    type(application).objects.filter(pk=application.pk).update(state=state)

    answer = owner.post(f"/applications/{application.code}/evidence/{use.pk}/remove/")

    assert answer.status_code == 403
    assert Evidence.objects.count() == 1


def test_the_use_of_another_application_is_not_found(owner, application):
    foreign = make_evidence(make_application(), "2.1.1")

    assert owner.post(f"/applications/{application.code}/evidence/{foreign.pk}/remove/").status_code == 404
    owner.post(f"/applications/{application.code}/sections/2/", {"remove": foreign.pk})
    assert Evidence.objects.count() == 1


def test_a_viewer_adds_and_removes_nothing(client, application):
    use = make_evidence(application, "2.1.1")
    client.force_login(make_member(application.supplier, Standing.VIEWER))

    assert client.post(evidence_url(application), {"2.1.1-files": [upload()]}).status_code == 403
    assert client.post(f"/applications/{application.code}/evidence/{use.pk}/remove/").status_code == 403
    assert Evidence.objects.count() == 1


NAMES = {
    "회사 (최종).pdf": "attachment; filename*=utf-8''%ED%9A%8C%EC%82%AC%20%28%EC%B5%9C%EC%A2%85%29.pdf",
    "plain.pdf": 'attachment; filename="plain.pdf"',
    'quo"te;.pdf': 'attachment; filename="quo\\"te;.pdf"',
}


@pytest.mark.parametrize(("name", "header"), NAMES.items())
def test_a_document_comes_under_its_name_as_an_attachment(owner, application, name, header):
    document = make_version(application.supplier, name=name)

    answer = owner.get(f"/documents/files/{document.key}/")

    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == header
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"


READERS = {
    Role.OPERATOR: 200,
    Role.AGENCY: 200,
    Role.AUDITOR: 200,
    Role.ASSESSOR: 404,
    Role.MINISTRY: 403,
}


@pytest.mark.parametrize(("role", "status"), READERS.items())
def test_who_may_read_a_document(client, application, role, status):
    document = make_evidence(application).version
    client.force_login(make_user(role))

    assert status_of(client, document) == status


def test_strangers_do_not_get_a_document(client, application):
    document = make_evidence(application).version
    assert status_of(client, document) == 302
    client.force_login(make_application().created_by)
    assert status_of(client, document) == 404
    client.force_login(make_member(application.supplier, Standing.VIEWER))
    assert status_of(client, document) == 200


def test_a_role_reads_what_its_own_room_says(application, monkeypatch):
    """The room that assigns assessors fills in their entry; without it they read nothing."""
    document = make_evidence(application).version
    make_evidence(make_application())
    assessor = make_user(Role.ASSESSOR)
    mine = type(application).objects.filter(pk=application.pk)
    monkeypatch.setattr(queries, "READ_BY", {})
    assert list(queries.versions_for(assessor)) == []

    monkeypatch.setattr(queries, "READ_BY", {Role.ASSESSOR: lambda user: Q(uses__application__in=mine)})
    assert list(queries.versions_for(assessor)) == [document]


def test_a_missing_file_is_not_found(owner, application):
    document = make_version(application.supplier)
    document.file.storage.delete(document.file.name)

    assert status_of(owner, document) == 404
