"""What lies within a ZIP of documents: each member is judged by what it is, not by what it is called."""

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from applications.documents.files import archives, compound
from applications.documents.files.refusal import FileRefused

Check = Callable[[BinaryIO], None]
HEAD = 512
IN_MEMORY = 4 * 1024**2
MOST_JUDGED = 256 * 1024**2
"""Bytes that are unpacked to be judged whole; of members of other formats only the head is."""
RUNS = (
    *(b"MZ", b"\x7fELF", b"#!", b"L\0\0\0\x01\x14\x02\0"),
    *(
        b"\xfe\xed\xfa\xce",
        b"\xfe\xed\xfa\xcf",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"dex\n",
    ),
)
PACKED = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"),
    *(b"MSCF", b"ALZ\x01", b"EGGA", b"LZIP", b"\x28\xb5\x2f\xfd"),
)
TAR = slice(257, 262)
MACROS = frozenset(("Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"))
LOCKED = "EncryptedPackage"
UNSEEN = "._"  # what a Mac writes beside each file under its name


def check_members(archive: zipfile.ZipFile, checks: dict[str, Check]) -> None:
    """Raises FileRefused with the name of the first member that may not be there; `checks` by extension."""
    left = MOST_JUDGED
    for entry in archive.infolist():
        if entry.is_dir() or not entry.file_size:
            continue
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        with _unpacked(archive, entry, HEAD) as beginning:
            head = beginning.read()
        check = _check_for(path, head, checks)
        if check is None:
            continue
        left -= entry.file_size
        if left < 0:
            raise archives.monstrous()
        with _unpacked(archive, entry, entry.file_size) as member:
            _judge(member, path.name, check)


def _check_for(path: PurePosixPath, head: bytes, checks: dict[str, Check]) -> Check | None:
    """What judges a member whole, None where its head is enough. Raises FileRefused for what is in disguise."""
    known = None if path.name.startswith(UNSEEN) else checks.get(path.suffix.lower().lstrip("."))
    if known:
        return known
    if head.startswith(RUNS):
        raise archives.runs(path.name)
    if head.startswith(PACKED) or head[TAR] == b"ustar":
        raise archives.nested(path.name)
    return check_old_document if head.startswith(compound.SIGNATURE) else None


def check_old_document(file: BinaryIO) -> None:
    """A compound file of whatever program: no macros, no password. Raises FileRefused."""
    try:
        names = {entry.name for entry in compound.CompoundFile(file).entries}
    except compound.Broken as broken:
        raise FileRefused(_("문서의 구조가 손상되었습니다.")) from broken
    if names & MACROS:
        raise FileRefused(_("매크로가 들어 있는 문서는 받지 않습니다. 매크로 없이 다시 저장해 주세요."))
    if LOCKED in names:
        raise archives.locked_file()


def _judge(member: BinaryIO, name: str, check: Check) -> None:
    try:
        check(member)
    except FileRefused as refused:
        raise FileRefused(_("압축 파일 안의 %(name)s: %(why)s") % {"name": name, "why": refused}) from refused


@contextmanager
def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> Iterator[BinaryIO]:
    """The first bytes of a member in a file of its own; large ones lie on disk."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as kept:
        _unpack(archive, entry, most, cast(BinaryIO, kept))
        kept.seek(0)
        yield cast(BinaryIO, kept)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, kept: BinaryIO) -> None:
    try:
        with archive.open(entry) as member:
            while most > 0 and (block := member.read(min(most, archives.BLOCK))):
                kept.write(block)
                most -= len(block)
    except archives.BROKEN as broken:
        raise FileRefused(_("압축 구조가 손상되어 열 수 없습니다. 파일을 다시 저장해 올려 주세요.")) from broken
