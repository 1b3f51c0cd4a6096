"""PDF and HWP documents."""

import re
from typing import BinaryIO

from django.utils.translation import gettext as _

from applications.documents.files import compound
from applications.documents.files.activity import refuse_active
from applications.documents.files.archives import locked_file
from applications.documents.files.refusal import FileRefused

PDF_START = b"%PDF-"
LOCK = re.compile(rb"/Encrypt(\s+\d+\s+\d+\s+R|\s*<<)")
BLOCK = 1024**2
SEAM = 64  # what is looked for may lie across two blocks
HWP_START = b"HWP Document File"
HWP_FLAGS = 36
HWP_PASSWORD = 0x2


def check_pdf(file: BinaryIO) -> None:
    """Begins and ends as a PDF, is not encrypted, and starts nothing when it is opened. Raises FileRefused."""
    file.seek(0)
    if not file.read(16).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(PDF_START):
        raise _not_a("PDF")
    file.seek(-min(2048, file.seek(0, 2)), 2)
    if b"%%EOF" not in file.read():
        raise FileRefused(_("PDF의 끝이 잘려 있습니다. 파일을 다시 저장해 올려 주세요."))
    if _found(file, LOCK):
        raise locked_file()
    refuse_active(file)


def check_hwp(file: BinaryIO) -> None:
    """A compound file whose FileHeader stream is that of HWP 5, without a password. Raises FileRefused."""
    try:
        head = compound.CompoundFile(file).beginning("FileHeader", 64)
    except compound.Broken as broken:
        raise _not_a("HWP") from broken
    if not head.startswith(HWP_START):
        raise _not_a("HWP")
    if head[HWP_FLAGS] & HWP_PASSWORD:
        raise locked_file()


def is_compound(file: BinaryIO) -> bool:
    """Whether a file begins as a compound file; office documents do when they have a password."""
    file.seek(0)
    return file.read(8) == compound.SIGNATURE


def _found(file: BinaryIO, pattern: re.Pattern[bytes]) -> bool:
    file.seek(0)
    seam = b""
    while block := file.read(BLOCK):
        if pattern.search(seam + block):
            return True
        seam = block[-SEAM:]
    return False


def _not_a(kind: str) -> FileRefused:
    return FileRefused(
        _("확장자는 %(kind)s인데 내용이 다릅니다. 원래 프로그램에서 다시 저장해 올려 주세요.") % {"kind": kind}
    )
