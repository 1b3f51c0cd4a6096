"""JPEG and PNG: enough of their structure to know that they are pictures of a sane size."""

import struct
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from applications.documents.files.refusal import FileRefused

PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
MOST_PIXELS = 250_000_000  # the largest telephone cameras make 200 million
FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
SCAN = 0xDA


def check_png(file: BinaryIO) -> None:
    """Signature, an undamaged first chunk and the last chunk. Raises FileRefused."""
    file.seek(0)
    head = file.read(33)
    if len(head) < 33 or head[:8] != PNG_START or head[8:16] != b"\x00\x00\x00\rIHDR":
        raise _not_a("PNG")
    if zlib.crc32(head[12:29]) != struct.unpack(">I", head[29:33])[0]:
        raise _broken()
    _refuse_flood(*struct.unpack(">II", head[16:24]))
    file.seek(-min(64, file.seek(0, 2)), 2)
    if b"IEND" not in file.read():
        raise _broken()


def check_jpeg(file: BinaryIO) -> None:
    """Walks the segments up to the picture data; a frame with its size must come before. Raises FileRefused."""
    file.seek(0)
    if file.read(3) != JPEG_START:
        raise _not_a("JPG")
    file.seek(2)
    seen = False
    while (marker := _next_marker(file)) != SCAN:
        length = struct.unpack(">H", _exactly(file, 2))[0]
        body = _exactly(file, max(length - 2, 0))
        if marker in FRAMES and len(body) >= 5:
            _refuse_flood(*struct.unpack(">HH", body[1:5]))
            seen = True
    if not seen:
        raise _broken()


def _next_marker(file: BinaryIO) -> int:
    if _exactly(file, 1) != b"\xff":
        raise _broken()
    marker = 0xFF
    while marker == 0xFF:
        marker = _exactly(file, 1)[0]
    return marker


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise _broken()
    return data


def _refuse_flood(one: int, other: int) -> None:
    if not one or not other or one * other > MOST_PIXELS:
        raise FileRefused(_("그림의 가로·세로 크기가 비정상적입니다."))


def _broken() -> FileRefused:
    return FileRefused(_("그림 파일이 손상되었습니다. 다시 저장해 올려 주세요."))


def _not_a(kind: str) -> FileRefused:
    return FileRefused(_("확장자는 %(kind)s인데 내용이 다릅니다. 다시 저장해 올려 주세요.") % {"kind": kind})
