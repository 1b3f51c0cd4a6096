"""Whether an upload may be opened as a workbook at all."""

import hashlib
import zipfile
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sheets.reading import SheetRefused

COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")  # an old XLS, or a new one with a password
MOST_MEMBERS, MOST_UNPACKED = 200, 30 * 1024**2
ACTIVE = ("vbaproject", "macrosheets/", "activex/", "externallinks/", "embeddings/")


def digest_of_sheet(upload: "UploadedFile[bytes]") -> str:
    """SHA-256 of a file that is a plain workbook without macros or links. Raises SheetRefused."""
    if not (upload.name or "").lower().endswith(".xlsx"):
        raise SheetRefused(_("엑셀 통합 문서(.xlsx)만 올릴 수 있어요. 다른 형식이면 .xlsx로 다시 저장해 주세요."))
    if (upload.size or 0) > requirements().sheet_bytes:
        limit = requirements().sheet_bytes // 1024**2
        raise SheetRefused(_("파일이 너무 커요. %(limit)sMB까지 올릴 수 있어요.") % {"limit": limit})
    content = cast(BinaryIO, upload.file)
    content.seek(0)
    data = content.read()
    if data.startswith(COMPOUND):
        raise SheetRefused(_("암호가 걸렸거나 옛 형식(.xls)이에요. 암호를 풀고 .xlsx로 다시 저장해 주세요."))
    _refuse_active(content)
    return hashlib.sha256(data).hexdigest()


def _refuse_active(content: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as broken:
        raise SheetRefused(_("확장자는 .xlsx인데 내용이 엑셀이 아니에요. 엑셀에서 다시 저장해 주세요.")) from broken
    names = [member.filename.lower() for member in members]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise SheetRefused(_("압축을 풀었을 때의 크기가 비정상적이에요. 양식에 다시 옮겨 적어 주세요."))
    if "xl/workbook.xml" not in names:
        raise SheetRefused(_("확장자는 .xlsx인데 내용이 엑셀이 아니에요. 엑셀에서 다시 저장해 주세요."))
    if any(mark in name for mark in ACTIVE for name in names):
        raise SheetRefused(_("매크로나 다른 파일로 이어지는 연결이 들어 있어요. 빼고 다시 저장해 주세요."))
