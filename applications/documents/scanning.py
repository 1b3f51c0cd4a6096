"""Asking a virus scanner (clamd, INSTREAM) about a file, and keeping what it said."""

import socket
import struct
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from applications import clock
from applications.audit.services import record
from applications.documents.models import DocumentVersion, Scan
from applications.documents.queries import stream_of
from applications.jobs.models import JobState
from applications.jobs.services import Lease, enqueue, retry
from applications.notices.services import notify
from applications.people.models import User

TASK = "applications.documents.scan"
TIMEOUT_SECONDS = 60
BLOCK = 64 * 1024
LONGEST_REPLY = 4096
OPEN = (Scan.WAITING, Scan.FAILED)


class ScanFailed(Exception):
    """The scanner could not be asked or gave no verdict; str() is what it said."""


def ask_for_scan(version: DocumentVersion, *, by: User | None) -> None:
    """Have a file looked at in the background; without a scanner in the settings it stays «검사 전»."""
    if not settings.CLAMD_URL:
        return
    job = enqueue(TASK, f"scan:{version.key}", {"version": version.pk}, by=by)
    if job.state == JobState.FAILED:
        retry(job)


def ask_for_all(limit: int = 200) -> int:
    """Have files looked at that have no verdict yet, as after the scanner was down or not set; says how many."""
    if not settings.CLAMD_URL:
        return 0
    open_rows = list(DocumentVersion.objects.filter(scan__in=OPEN).order_by("pk")[:limit])
    for version in open_rows:
        with transaction.atomic():
            ask_for_scan(version, by=None)
    return len(open_rows)


def scan(lease: Lease) -> None:
    """Look at the file that a job names and keep the verdict; a failure is kept too and raised, for another try."""
    version = DocumentVersion.objects.select_related("document").filter(pk=lease.payload["version"]).first()
    if version is None or version.scan not in OPEN:
        return
    try:
        with version.file.open("rb") as content:
            found = verdict_on(cast(BinaryIO, content), settings.CLAMD_URL)
    except (ScanFailed, OSError) as failure:
        _keep(version, Scan.FAILED, str(failure))
        raise
    _keep(version, Scan.INFECTED if found else Scan.CLEAN, found)


def verdict_on(content: BinaryIO, url: str) -> str:
    """The name of what the scanner found, or nothing. `url`: tcp://host:3310 or unix:///path. Raises ScanFailed."""
    try:
        with _connected(url) as line:
            line.sendall(b"zINSTREAM\0")
            while block := content.read(BLOCK):
                line.sendall(struct.pack(">I", len(block)) + block)
            line.sendall(struct.pack(">I", 0))
            reply = _reply(line)
    except OSError as broken:
        raise ScanFailed(str(broken)) from broken
    if reply.endswith("FOUND"):
        return reply.removeprefix("stream: ").removesuffix(" FOUND")
    if reply != "stream: OK":
        raise ScanFailed(reply or "no answer")
    return ""


def _connected(url: str) -> socket.socket:
    where = urlsplit(url)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT_SECONDS)
        line.connect(where.path)
        return line
    return socket.create_connection((where.hostname or "localhost", where.port or 3310), TIMEOUT_SECONDS)


def _reply(line: socket.socket) -> str:
    heard = b""
    while len(heard) < LONGEST_REPLY and not heard.endswith(b"\0") and (part := line.recv(LONGEST_REPLY)):
        heard += part
    return heard.rstrip(b"\0").decode("utf-8", "replace").strip()


@transaction.atomic
def _keep(version: DocumentVersion, verdict: Scan, note: str) -> None:
    open_rows = DocumentVersion.objects.filter(pk=version.pk, scan__in=OPEN)
    if not open_rows.update(scan=verdict, scan_note=note[:200], scanned_at=clock.now()):
        return
    record(stream_of(version.document), "document.scanned", by=None, data={"to": verdict.value, "note": note[:200]})
    if verdict == Scan.INFECTED:
        _tell_company(version)


def _tell_company(version: DocumentVersion) -> None:
    people = User.objects.filter(member__supplier_id=version.supplier_id, is_active=True)
    body = _(
        "«%(name)s» 파일에서 바이러스가 발견되어 격리했습니다. 아무도 열 수 없습니다. 깨끗한 파일로 다시 올려 주세요."
    )
    link = reverse("documents:detail", args=[version.document.key])
    key = f"infected:{version.key}"
    notify(people, key=key, subject=_("감염된 증빙 파일 안내"), body=body % {"name": version.name}, link=link)
