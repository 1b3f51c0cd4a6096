"""The virus scanner, played by a real server that speaks clamd's INSTREAM over TCP and over a Unix socket."""

import socketserver
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from applications.audit.models import Event
from applications.documents import scanning, services
from applications.documents.models import DocumentVersion, Scan
from applications.documents.tasks import scan, scan_waiting
from applications.jobs.models import Job, JobState
from applications.notices.models import Notice
from tests.factories.documents import PDF, make_version, upload
from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
VIRUS = PDF + b"% X5O!P-not-really-a-virus\n"


class Clamd(socketserver.BaseRequestHandler):
    """Reads a stream of blocks and says what is in it; `replies` are said instead, one each."""

    replies: list[bytes] = []
    heard: list[bytes] = []

    def handle(self) -> None:
        line = self.request.makefile("rb")
        assert line.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", line.read(4))[0]:
            content += line.read(length)
        self.heard.append(content)
        verdict = b"Test.Virus FOUND" if b"not-really-a-virus" in content else b"OK"
        self.request.sendall(self.replies.pop(0) if self.replies else b"stream: " + verdict + b"\0")


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clamd(settings) -> Iterator[type[Clamd]]:
    server = socketserver.TCPServer(("127.0.0.1", 0), Clamd)
    settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
    Clamd.replies, Clamd.heard = [], []
    with running(server):
        yield Clamd


@pytest.fixture
def owner():
    return make_member(make_supplier())


def kept(owner, content: bytes = PDF) -> DocumentVersion:
    return services.keep(owner.member.supplier_id, upload("소개.pdf", content), by=owner).version


def run() -> None:
    """What a worker does with the jobs that are queued."""
    for job in Job.objects.filter(state=JobState.QUEUED):
        scan(job.pk)


def test_without_a_scanner_nothing_is_asked_and_nothing_called_safe(owner, settings):
    settings.CLAMD_URL = ""

    version = kept(owner)

    assert (version.scan, Job.objects.count(), scan_waiting()) == (Scan.WAITING, 0, 0)


def test_a_sound_file_is_found_so(owner, clamd):
    version = kept(owner)
    assert version.scan == Scan.WAITING

    run()

    version.refresh_from_db()
    assert (version.scan, version.scan_note, version.scanned_at is not None) == (Scan.CLEAN, "", True)
    assert clamd.heard == [PDF]


def test_an_infected_file_is_quarantined_and_its_company_told_once(owner, clamd, client):
    version = kept(owner, VIRUS)

    run()
    Job.objects.update(state=JobState.QUEUED)
    run()

    version.refresh_from_db()
    assert (version.scan, version.scan_note) == (Scan.INFECTED, "Test.Virus")
    assert [(notice.recipient, "소개.pdf" in notice.body) for notice in Notice.objects.all()] == [(owner, True)]
    assert Event.objects.filter(verb="document.scanned").count() == 1
    client.force_login(owner)
    assert client.get(Notice.objects.get().link).status_code == 200
    assert client.get(f"/documents/files/{version.key}/").status_code == 403


@pytest.mark.parametrize("reply", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: whatever\0"])
def test_no_verdict_is_a_failure_that_is_tried_again(owner, clamd, reply):
    clamd.replies = [reply]
    version = kept(owner)

    run()
    version.refresh_from_db()
    assert (version.scan, version.is_quarantined) == (Scan.FAILED, False)
    assert Job.objects.get().state == JobState.QUEUED

    run()
    version.refresh_from_db()
    assert version.scan == Scan.CLEAN


def test_a_scanner_that_is_down_leaves_a_failure_which_is_taken_up_later(owner, settings, clamd):
    there, settings.CLAMD_URL = settings.CLAMD_URL, "tcp://127.0.0.1:1"
    version = kept(owner)
    for _turn in range(20):
        run()
    version.refresh_from_db()
    assert (version.scan, Job.objects.get().state) == (Scan.FAILED, JobState.FAILED)

    settings.CLAMD_URL = there
    assert scan_waiting() == 1
    run()

    version.refresh_from_db()
    assert version.scan == Scan.CLEAN


def test_files_from_before_the_scanner_are_looked_at(owner, clamd):
    version = make_version(owner.member.supplier)

    assert scan_waiting() == 1
    run()

    version.refresh_from_db()
    assert version.scan == Scan.CLEAN


def test_a_unix_socket_serves_as_well():
    Clamd.replies, Clamd.heard = [], []
    # The name of a socket has room for a hundred letters; the folders of tests are longer.
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        place = f"{folder}/clamd.sock"
        with running(socketserver.UnixStreamServer(place, Clamd)):
            found = [scanning.verdict_on(upload(content=content).file, f"unix://{place}") for content in (PDF, VIRUS)]

    assert found == ["", "Test.Virus"]


def test_a_large_file_goes_in_blocks(clamd, settings):
    content = bytes(3 * scanning.BLOCK + 7)

    assert scanning.verdict_on(upload(content=content).file, settings.CLAMD_URL) == ""
    assert clamd.heard == [content]
