"""ZIP archives and the document formats made of them, judged by their directory before anything is unpacked."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from applications.documents.files.refusal import FileRefused

START = b"PK\x03\x04"
MOST_ENTRIES = 10_000
MOST_UNPACKED = 1024**3
MOST_RATIO = 200  # office documents of plain text reach about 50
SMALL_ENOUGH = 10 * 1024**2  # a high ratio does no harm below this
ENCRYPTED = 0x1
LOCAL_HEADER = 30
END_OF_DIRECTORY = b"PK\x05\x06"
LONGEST_END = 22 + 65535
LONGEST_DIRECTORY = MOST_ENTRIES * 400  # names of 350 bytes throughout
MANIFEST_LIMIT = BLOCK = 1024**2
BROKEN = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error, lzma.LZMAError)
"""What unpacking raises where an archive is damaged; RuntimeError holds NotImplementedError."""
DRIVE = re.compile(r"[A-Za-z]:")
PROGRAMS = frozenset(
    (
        *("exe", "com", "scr", "pif", "cpl", "msi", "dll", "apk", "app", "jar", "lnk", "reg", "iso", "img"),
        *("bat", "cmd", "ps1", "sh", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta"),
    )
)
ARCHIVES = frozenset(("zip", "7z", "rar", "alz", "egg", "gz", "tgz", "bz2", "xz", "tar", "cab", "lzh"))
WITH_MACROS = frozenset(("xlsm", "xlsb", "xltm", "xlam", "docm", "dotm", "pptm", "potm", "ppam", "ppsm"))
MAIN_PARTS = {
    "xlsx": "spreadsheetml.sheet.main+xml",
    "docx": "wordprocessingml.document.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """The archive once its directory has been found harmless. Raises FileRefused."""
    file.seek(0)
    if file.read(4) != START:
        raise FileRefused(_("압축 파일의 구조가 아닙니다. 파일이 손상되지 않았는지 확인해 주세요."))
    _refuse_long_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
        raise FileRefused(_("압축 구조가 손상되어 열 수 없습니다. 파일을 다시 저장해 올려 주세요.")) from broken
    _refuse_bombs(archive.infolist(), _size_of(file))
    return archive


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """A ZIP of documents that by its directory has no password, program, further archive nor way out of its folder.

    Raises FileRefused.
    """
    archive = open_archive(file)
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or DRIVE.match(entry.filename):
            raise FileRefused(_("압축 파일 안에 폴더를 벗어나는 경로가 있습니다. 다시 압축해 주세요."))
        _refuse_by_name(path)
    return archive


def _refuse_by_name(path: PurePosixPath) -> None:
    extension = path.suffix.lower().lstrip(".")
    if extension in PROGRAMS:
        raise runs(path.name)
    if extension in ARCHIVES:
        raise nested(path.name)
    if extension in WITH_MACROS:
        raise FileRefused(
            _("압축 파일 안에 매크로를 담는 문서(%(name)s)가 있습니다. 매크로 없는 형식으로 저장해 넣어 주세요.")
            % {"name": path.name}
        )


def runs(name: str) -> FileRefused:
    """The refusal of a program within an archive."""
    return FileRefused(_("압축 파일 안에 실행 파일(%(name)s)이 있습니다. 빼고 다시 압축해 주세요.") % {"name": name})


def nested(name: str) -> FileRefused:
    """The refusal of an archive within an archive."""
    said = {"name": name}
    return FileRefused(_("압축 파일 안에 또 압축 파일(%(name)s)이 있습니다. 풀어서 한 번만 압축해 주세요.") % said)


def check_hwpx(file: BinaryIO) -> None:
    """An HWPX document: its first entry is a stored `mimetype`. Raises FileRefused."""
    archive = open_archive(file)
    first = archive.infolist()[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        raise _not_a(_("HWPX"))
    if _member(archive, "mimetype").strip() != b"application/hwp+zip":
        raise _not_a(_("HWPX"))
    if b"encryption-data" in _member(archive, "META-INF/manifest.xml", needed=False):
        raise locked_file()


def office_check(kind: str) -> Callable[[BinaryIO], None]:
    """The check for xlsx, docx or pptx: the main part says what it is; one with macros says something else."""

    def check(file: BinaryIO) -> None:
        archive = open_archive(file)
        types = _member(archive, "[Content_Types].xml", needed=False).decode("utf-8", "replace")
        if _has_macros(archive, types):
            raise FileRefused(_("매크로가 들어 있는 문서는 받지 않습니다. 매크로 없이 다시 저장해 주세요."))
        if MAIN_PARTS[kind] not in types:
            raise _not_a(kind.upper())

    return check


def _has_macros(archive: zipfile.ZipFile, types: str) -> bool:
    """Programs of Visual Basic, or sheets of the older macro language of workbooks."""
    names = [name.lower() for name in archive.namelist()]
    by_name = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names)
    return by_name or "macroenabled" in types.lower() or "macrosheet" in types.lower()


def locked_file() -> FileRefused:
    """The refusal of a file with a password, with the way out."""
    return FileRefused(
        _(
            "암호가 걸린 파일은 확인할 수 없어 받지 않습니다. "
            "프로그램에서 열어 «다른 이름으로 저장»할 때 암호를 지우고 다시 올려 주세요."
        )
    )


def _refuse_long_directory(file: BinaryIO) -> None:
    """Refuse a directory that would cost minutes to read; its end says how long it is. Raises FileRefused."""
    size = _size_of(file)
    file.seek(max(0, size - LONGEST_END))
    end = file.read()
    at = end.rfind(END_OF_DIRECTORY)
    if at >= 0 and len(end) >= at + 16 and struct.unpack_from("<I", end, at + 12)[0] > LONGEST_DIRECTORY:
        raise monstrous()


def monstrous() -> FileRefused:
    """The refusal of what would be far larger unpacked."""
    return FileRefused(_("압축을 풀었을 때의 크기나 구조가 비정상적입니다. 파일을 나누어 올려 주세요."))


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    if not entries:
        raise FileRefused(_("빈 압축 파일입니다."))
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise locked_file()
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > SMALL_ENOUGH and unpacked > MOST_RATIO * size
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or bomb or _overlap(entries, size):
        raise monstrous()


def _overlap(entries: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether two entries share bytes or reach past the end: the trick of bombs that keep their ratio low."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset + LOCAL_HEADER + entry.compress_size for entry in ordered]
    following = [entry.header_offset for entry in ordered[1:]] + [size]
    return any(end > start for end, start in zip(ends, following, strict=True))


def _member(archive: zipfile.ZipFile, name: str, *, needed: bool = True) -> bytes:
    """The first megabyte of a member, empty when it may be missing and is."""
    try:
        with archive.open(name) as member:
            return member.read(MANIFEST_LIMIT)
    except KeyError:
        if needed:
            raise FileRefused(_("문서의 구조가 손상되었습니다.")) from None
        return b""
    except BROKEN as broken:
        raise FileRefused(_("문서의 구조가 손상되었습니다.")) from broken


def _not_a(kind: str) -> FileRefused:
    return FileRefused(
        _("확장자는 %(kind)s인데 내용이 다릅니다. 원래 프로그램에서 다시 저장해 올려 주세요.") % {"kind": kind}
    )


def _size_of(file: BinaryIO) -> int:
    return file.seek(0, 2)
