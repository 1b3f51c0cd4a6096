"""Whether an upload may be opened as a workbook at all; stricter than the store of documents, for it is read here."""

import zipfile
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from applications.documents.files.recognise import recognise
from applications.documents.files.refusal import FileRefused
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sheets.reading import SheetRefused

MOST_UNPACKED = 30 * 1024**2
LEADS_OUT = ("externallinks/", "activex/", "embeddings/")


def digest_of_sheet(upload: "UploadedFile[bytes]") -> str:
    """SHA-256 of a file that is a plain workbook without macros or links. Raises SheetRefused."""
    if not (upload.name or "").lower().endswith(".xlsx"):
        raise SheetRefused(_("엑셀 통합 문서(.xlsx)만 올릴 수 있어요. 다른 형식이면 .xlsx로 다시 저장해 주세요."))
    if (upload.size or 0) > requirements().sheet_bytes:
        limit = requirements().sheet_bytes // 1024**2
        raise SheetRefused(_("파일이 너무 커요. %(limit)sMB까지 올릴 수 있어요.") % {"limit": limit})
    try:
        found = recognise(upload)
    except FileRefused as refused:
        raise SheetRefused(str(refused)) from refused
    _refuse_what_leads_out(cast(BinaryIO, upload.file))
    return found.sha256


def _refuse_what_leads_out(content: BinaryIO) -> None:
    with zipfile.ZipFile(content) as archive:
        members = archive.infolist()
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise SheetRefused(_("압축을 풀었을 때의 크기가 비정상적이에요. 양식에 다시 옮겨 적어 주세요."))
    if any(mark in member.filename.lower() for mark in LEADS_OUT for member in members):
        raise SheetRefused(_("다른 파일로 이어지는 연결이 들어 있어요. 빼고 다시 저장해 주세요."))
