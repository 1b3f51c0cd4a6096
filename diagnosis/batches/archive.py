"""All documents of a batch as one ZIP that leaves while it is written; never more than one file is held in memory."""

import csv
import io
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _

from applications import clock
from diagnosis.batches.models import Batch
from diagnosis.batches.queries import documents_of

MODE = 0o600 << 16
BOM = "\ufeff"  # spreadsheets read the list as UTF-8 only with it


class Outlet(io.RawIOBase):
    """A file that can only be written and whose bytes are taken away in between."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.waiting.append(bytes(data))  # type: ignore[call-overload]
        return len(self.waiting[-1])

    def taken(self) -> bytes:
        """What was written since the last call."""
        data, self.waiting = b"".join(self.waiting), []
        return data


def archive(batch: Batch) -> Iterator[bytes]:
    """The ZIP in pieces: the documents as they are, which are compressed already, and a list with their SHA-256."""
    outlet, rows = Outlet(), [[_("파일"), _("접수번호"), _("기업명"), "SHA-256"]]
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as packed:
        for name, document in documents_of(batch):
            with document.file.open("rb") as file:
                packed.writestr(_entry(name), file.read())
            application = document.outcome.application
            rows.append([name, application.code, application.supplier.name, document.sha256])
            yield outlet.taken()
        packed.writestr(_entry(_("목록") + ".csv"), _listed(rows))
    yield outlet.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, clock.now().timetuple()[:6])
    entry.external_attr = MODE
    return entry


def _listed(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([[_harmless(cell) for cell in row] for row in rows])
    return (BOM + text.getvalue()).encode()


def _harmless(cell: str) -> str:
    """A spreadsheet takes some first characters for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
