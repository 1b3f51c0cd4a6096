"""Large files in pieces: continued where they stopped, checked when whole, used once, thrown away when late."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from applications import clock
from applications.documents import uploads
from applications.documents.models import DocumentVersion, Upload, UploadChunk
from applications.documents.uploads import Misplaced
from applications.suppliers.models import Standing
from diagnosis.answers.models import Evidence
from tests.factories.documents import PDF
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
PIECE = 40
CONTENT = PDF + b"%" * 60 + b"\n%%EOF\n"
LENGTH = len(CONTENT)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def small_pieces(settings):
    settings.UPLOAD_CHUNK_BYTES = PIECE


@pytest.fixture
def owner():
    return make_member(make_supplier())


@pytest.fixture
def browser(client, owner):
    client.force_login(owner)
    return client


def begin(browser, name="소개.pdf", size=LENGTH, changed="1700000000000"):
    return browser.post("/documents/uploads/", {"name": name, "size": size, "changed": changed})


def patch(browser, url, offset, content=CONTENT):
    piece = content[offset : offset + PIECE]
    return browser.patch(
        url, piece, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(offset)}
    )


def sent(browser, content=CONTENT, name="소개.pdf"):
    """All pieces of a file; gives what the server told of the upload at its beginning."""
    told = begin(browser, name, len(content)).json()
    for offset in range(0, len(content), PIECE):
        assert patch(browser, told["url"], offset, content).status_code == 200
    return told


def key_of(told) -> str:
    return told["url"].strip("/").rpartition("/")[2]


def pieces_on_disk() -> int:
    if not default_storage.exists("uploads"):
        return 0
    return sum(len(default_storage.listdir(f"uploads/{one}")[1]) for one in default_storage.listdir("uploads")[0])


def test_a_file_in_pieces_becomes_a_document(browser, owner):
    told = sent(browser)
    assert browser.post(told["finish"], {"sha256": DIGEST}).json() == {"key": key_of(told)}

    browser.post("/documents/add/", {"kind": "introduction", "title": "소개", "upload": key_of(told)})

    version = DocumentVersion.objects.get()
    assert (version.sha256, version.name, version.document.title) == (DIGEST, "소개.pdf", "소개")
    with version.file.open() as kept:
        assert kept.read() == CONTENT
    assert (Upload.objects.count(), UploadChunk.objects.count(), pieces_on_disk()) == (0, 0, 0)


def test_after_a_lost_connection_the_same_file_goes_on_where_it_stopped(browser):
    told = begin(browser).json()
    patch(browser, told["url"], 0)
    patch(browser, told["url"], PIECE)

    again, other = begin(browser).json(), begin(browser, changed="1700000000001").json()

    assert (again["url"], again["offset"]) == (told["url"], 2 * PIECE)
    assert other["offset"] == 0
    assert browser.get(told["url"]).json()["offset"] == 2 * PIECE


def test_a_piece_that_comes_twice_or_out_of_order_changes_nothing(browser):
    url = begin(browser).json()["url"]

    assert patch(browser, url, 0).json() == {"offset": PIECE}
    twice, early = patch(browser, url, 0), patch(browser, url, 3 * PIECE)

    assert [(answer.status_code, answer.json()) for answer in (twice, early)] == [(409, {"offset": PIECE})] * 2
    assert (UploadChunk.objects.count(), pieces_on_disk()) == (1, 1)


def test_of_two_that_send_the_same_piece_at_once_one_wins(browser, owner):
    url = begin(browser).json()["url"]
    one, other = Upload.objects.get(), Upload.objects.get()

    uploads.append(one, 0, CONTENT[:PIECE])
    with pytest.raises(Misplaced) as caught:
        uploads.append(other, 0, CONTENT[:PIECE])

    assert (caught.value.offset, pieces_on_disk()) == (PIECE, 1)
    assert patch(browser, url, PIECE).status_code == 200


@pytest.mark.parametrize(("header", "size"), [("", PIECE), ("x", PIECE), ("-1", PIECE), ("0", PIECE + 1), ("0", 0)])
def test_a_piece_that_cannot_be_is_turned_away(browser, header, size):
    url = begin(browser).json()["url"]

    answer = browser.patch(url, b"x" * size, content_type="application/octet-stream", headers={"Upload-Offset": header})

    assert answer.status_code in (409, 413)
    assert Upload.objects.get().offset == 0


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("a.exe", 10, "받지 않는 형식"),
        ("a.pdf", 0, "빈 파일"),
        ("a.pdf", "many", "빈 파일"),
        ("a.pdf", 51 * 1024**2, "50MB까지"),
        ("a.pdf", 10**30, "빈 파일"),
    ],
)
def test_what_can_never_be_taken_is_said_before_a_byte_is_sent(browser, name, size, sentence):
    answer = begin(browser, name, size)

    assert (answer.status_code, sentence in answer.json()["message"]) == (422, True)
    assert Upload.objects.count() == 0


def test_a_file_that_changed_on_the_way_or_is_no_pdf_is_thrown_away(browser):
    wrong = sent(browser)
    assert "달라졌습니다" in browser.post(wrong["finish"], {"sha256": "0" * 64}).json()["message"]
    other = sent(browser, b"MZ" + bytes(200))
    assert "내용이 다릅니다" in browser.post(other["finish"]).json()["message"]

    assert (Upload.objects.count(), pieces_on_disk()) == (0, 0)


def test_an_unfinished_or_unknown_upload_is_no_file(browser):
    told = begin(browser).json()

    for key in (key_of(told), "nonsense", "x" * 36):
        answer = browser.post("/documents/add/", {"kind": "other", "upload": key})
        assert (answer.status_code, "찾을 수 없습니다" in answer.content.decode()) == (422, True)
    assert browser.post(told["finish"]).status_code == 409
    assert DocumentVersion.objects.count() == 0


def test_quota_and_number_of_unfinished_files_are_kept(browser, settings):
    settings.EVIDENCE_COMPANY_MAX_BYTES = 2 * len(CONTENT) + 5
    begin(browser, changed="1")
    begin(browser, changed="2")
    assert "까지 보관할 수 있습니다" in begin(browser, changed="3").json()["message"]

    settings.EVIDENCE_COMPANY_MAX_BYTES = 10**9
    for changed in range(3, 11):
        assert begin(browser, changed=str(changed)).status_code == 201
    assert "올리다 만 파일" in begin(browser, changed="11").json()["message"]


def test_what_is_never_finished_is_thrown_away(browser):
    told = sent(browser)
    Upload.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    assert browser.get(told["url"]).status_code == 404
    assert begin(browser).json()["offset"] == 0
    Upload.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert uploads.drop_expired() == 1
    assert (Upload.objects.count(), pieces_on_disk()) == (0, 0)


def test_an_upload_can_be_given_up(browser):
    told = sent(browser)

    assert browser.delete(told["url"]).status_code == 200
    assert (Upload.objects.count(), pieces_on_disk()) == (0, 0)


def test_nobody_else_reaches_an_upload(browser, owner, client):
    told = sent(browser)
    colleague = make_member(owner.member.supplier, Standing.EDITOR)
    for person in (colleague, make_member(make_supplier())):
        client.force_login(person)
        assert client.get(told["url"]).status_code == 404
        assert client.post(told["finish"]).status_code == 404
    client.force_login(make_member(owner.member.supplier, Standing.VIEWER))
    assert begin(client).status_code == 403


def test_a_file_in_pieces_is_put_forward_for_an_item(browser, owner):
    application = make_application(supplier=owner.member.supplier)
    told = sent(browser)
    browser.post(told["finish"], {"sha256": DIGEST})
    url = f"/applications/{application.code}/items/2.1.1/evidence/"

    first = browser.post(url, {"2.1.1-uploads": [key_of(told)]})
    second = browser.post(url, {"2.1.1-uploads": [key_of(told)]})

    assert (first.status_code, second.status_code) == (200, 422)
    assert "찾을 수 없습니다" in second.content.decode()
    assert Evidence.objects.get().version.sha256 == DIGEST
