"""What a PDF could do when it is opened: scripts, programs, files within it; also where these lie in object streams."""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from applications.documents.files.refusal import FileRefused

MOST_UNPACKED = 64 * 1024**2
MOST_STREAMS = 20_000  # each holds a hundred objects as a rule; a file of millions of empty names costs minutes
LONGEST_DICTIONARY = 2048
BLOCK = 64 * 1024
STREAM = re.compile(rb"stream\r?\n")


def _name(word: str) -> bytes:
    """A pattern for a name of PDF, each letter as itself or as the # and two digits it may be written with."""
    letters = "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in word)
    return f"/{letters}(?![A-Za-z0-9])".encode()


SCRIPT = re.compile(_name("JavaScript"))
LAUNCH = re.compile(_name("Launch"))
INSIDE = re.compile(_name("EmbeddedFile") + b"|" + _name("EmbeddedFiles") + b"|" + _name("RichMedia"))
OBJECTS = re.compile(_name("ObjStm"))
FILTER = re.compile(_name("Filter"))


def refuse_active(file: BinaryIO) -> None:
    """Raises FileRefused with what to leave out where a PDF holds scripts, programs to start or other files."""
    file.seek(0)
    data = file.read()
    for part in (data, *_object_streams(data)):
        if SCRIPT.search(part):
            raise FileRefused(_("스크립트가 들어 있는 PDF는 받지 않습니다. 인쇄 메뉴에서 «PDF로 저장»해 올려 주세요."))
        if LAUNCH.search(part):
            raise FileRefused(
                _("다른 프로그램을 실행하는 PDF는 받지 않습니다. 인쇄 메뉴에서 «PDF로 저장»해 올려 주세요.")
            )
        if INSIDE.search(part):
            raise FileRefused(_("파일이 첨부된 PDF는 받지 않습니다. 첨부를 빼고, 그 파일은 따로 올려 주세요."))


def _object_streams(data: bytes) -> Iterator[bytes]:
    """The unpacked streams that hold objects. Raises FileRefused for those packed in an unusual way."""
    left = MOST_UNPACKED
    for number, found in enumerate(OBJECTS.finditer(data)):
        if number == MOST_STREAMS:
            raise _unreadable()
        begin = STREAM.search(data, found.end(), found.end() + LONGEST_DICTIONARY)
        if begin is None:
            continue
        # Where the dictionary begins is not asked: a string within it can be made to look like its beginning.
        is_packed = FILTER.search(data, max(0, found.start() - LONGEST_DICTIONARY), begin.start())
        if not is_packed:
            continue  # searched with the rest
        unpacked = _inflated(data, begin.end(), left)
        left -= len(unpacked)
        if left <= 0:
            raise _unreadable()
        yield unpacked


def _inflated(data: bytes, start: int, most: int) -> bytes:
    """The stream that begins at `start`, at most so long; fed in blocks, or each would copy the whole file."""
    packed, unpacked = zlib.decompressobj(), b""
    for place in range(start, len(data), BLOCK):
        try:
            unpacked += packed.decompress(data[place : place + BLOCK], max(1, most - len(unpacked)))
        except zlib.error as broken:
            raise _unreadable() from broken
        if packed.eof or len(unpacked) >= most:
            break
    return unpacked


def _unreadable() -> FileRefused:
    return FileRefused(_("PDF의 내부 구조를 확인할 수 없습니다. 인쇄 메뉴에서 «PDF로 저장»해 올려 주세요."))
