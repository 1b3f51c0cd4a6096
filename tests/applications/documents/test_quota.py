"""Files that arrive in the same instant do not pass together what a company may keep."""

from threading import Barrier

import pytest
from django.core.files.storage import default_storage

from applications.documents import uploads
from applications.documents.files.refusal import FileRefused
from applications.documents.models import DocumentVersion, Upload
from applications.documents.queries import stored_bytes
from applications.documents.quota import refuse_over_quota
from applications.documents.services import keep
from tests.factories.documents import PDF, upload
from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier
from tests.threads import PATIENCE, at_once

CROWD = 4
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(settings):
    """Of a company with room for one file more and a little."""
    settings.EVIDENCE_COMPANY_MAX_BYTES = len(PDF) + 20
    return make_member(make_supplier())


def company_of(owner) -> int:
    return owner.member.supplier_id


def test_one_of_many_files_at_once_finds_the_last_room(owner):
    def send(number):
        try:
            keep(company_of(owner), upload(f"{number}.pdf", PDF + b"%%%d\n" % number), by=owner)
        except FileRefused as refused:
            return str(refused)[:4]
        return "kept"

    answers = at_once(send, range(CROWD))

    (stored,) = DocumentVersion.objects.all()
    assert sorted(answers) == ["kept"] + ["기업마다"] * (CROWD - 1)
    assert stored_bytes(company_of(owner)) == stored.size
    assert default_storage.listdir(f"documents/{stored.supplier_id}")[1] == [stored.file.name.rpartition("/")[2]]


def test_one_of_many_promises_at_once_finds_it(owner):
    def begin(number):
        try:
            uploads.begin(company_of(owner), f"{number}.pdf", len(PDF), "", by=owner)
        except FileRefused:
            return "refused"
        return "promised"

    answers = at_once(begin, range(CROWD))

    assert sorted(answers) == ["promised"] + ["refused"] * (CROWD - 1)
    assert Upload.objects.count() == 1


def test_looking_first_finds_room_for_everybody(owner):
    looked = Barrier(CROWD)

    def look(_number):
        refuse_over_quota(company_of(owner), len(PDF))
        looked.wait(timeout=PATIENCE)
        return "room"

    assert at_once(look, range(CROWD)) == ["room"] * CROWD
