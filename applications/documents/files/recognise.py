"""The one door for uploads: name, size, then the check of the kind that the extension claims."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.documents.files import archives, members, pages, pictures
from applications.documents.files.refusal import FileRefused

LONGEST_NAME = 200
LOCKABLE = frozenset({"xlsx", "docx", "pptx"})
BLOCK = 1024**2
BAD_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PROGRAM_WITHIN = re.compile(rf"\.({'|'.join(sorted(archives.PROGRAMS | archives.WITH_MACROS))})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """A format that is taken: what it is called and served as, and how a browser shows it by itself, if it does."""

    name: str
    label: str | Promise
    media_type: str
    check: Callable[[BinaryIO], None]
    preview: str = ""

    def judge(self, content: BinaryIO) -> None:
        """Raises FileRefused where the content is not what the kind claims, or has a password."""
        if self.name in LOCKABLE and pages.is_compound(content):
            raise archives.locked_file()
        self.check(content)


PAGE, PICTURE = "page", "picture"


def _office(name: str, label: str | Promise, part: str) -> Kind:
    media_type = f"application/vnd.openxmlformats-officedocument.{part}"
    return Kind(name, label, media_type, archives.office_check(name))


def _check_zip(file: BinaryIO) -> None:
    """Every member is judged like a file that comes by itself."""
    members.check_members(archives.open_zip(file), {name: kind.judge for name, kind in KINDS.items()})


JPG = Kind("jpg", gettext_lazy("그림(JPG)"), "image/jpeg", pictures.check_jpeg, PICTURE)
KINDS: dict[str, Kind] = {
    "pdf": Kind("pdf", gettext_lazy("PDF 문서"), "application/pdf", pages.check_pdf, PAGE),
    "hwp": Kind("hwp", gettext_lazy("한글 문서(HWP)"), "application/x-hwp", pages.check_hwp),
    "hwpx": Kind("hwpx", gettext_lazy("한글 문서(HWPX)"), "application/hwp+zip", archives.check_hwpx),
    "xlsx": _office("xlsx", gettext_lazy("엑셀 문서(XLSX)"), "spreadsheetml.sheet"),
    "docx": _office("docx", gettext_lazy("워드 문서(DOCX)"), "wordprocessingml.document"),
    "pptx": _office("pptx", gettext_lazy("파워포인트 문서(PPTX)"), "presentationml.presentation"),
    "jpg": JPG,
    "jpeg": JPG,
    "png": Kind("png", gettext_lazy("그림(PNG)"), "image/png", pictures.check_png, PICTURE),
    "zip": Kind("zip", gettext_lazy("압축 파일(ZIP)"), "application/zip", _check_zip),
}
ACCEPT = ",".join(f".{extension}" for extension in KINDS)
"""For the `accept` attribute of a file field."""


@dataclass(frozen=True)
class Recognised:
    """A file that may be taken: the name to show, its kind, bytes and SHA-256."""

    name: str
    kind: str
    size: int
    sha256: str


def recognise(upload: "File[bytes]") -> Recognised:
    """Judge an upload by name, size and content. Raises FileRefused with the reason for the sender."""
    size = upload.size or 0
    name, kind = expected(upload.name or "", size)
    content = cast(BinaryIO, upload.file)
    kind.judge(content)
    return Recognised(name, kind.name, size, digest_of(content))


def expected(given: str, size: int) -> tuple[str, Kind]:
    """The clean name and the kind that a name and a size promise, before any content. Raises FileRefused."""
    name = clean_name(given)
    kind = KINDS.get(name.rpartition(".")[2].lower()) if "." in name else None
    if kind is None:
        raise FileRefused(_("받지 않는 형식입니다. %(kinds)s 파일로 올려 주세요.") % {"kinds": kinds_text()})
    if size == 0:
        raise FileRefused(_("빈 파일입니다. 내용이 저장되었는지 확인해 주세요."))
    if size > limit():
        raise FileRefused(too_large())
    return name, kind


def too_large() -> str:
    """What is said of a file beyond the limit, by us and by the browser before it sends anything."""
    most = limit() // 1024**2
    return _("파일이 너무 큽니다. 한 파일은 %(limit)sMB까지 올릴 수 있습니다.") % {"limit": most}


def clean_name(given: str) -> str:
    """The name as shown: composed Hangul, no folders, nothing unseen, one extension, at most 200 characters."""
    seen = BAD_IN_NAMES.sub("", given)
    name = unicodedata.normalize("NFC", seen.replace("\\", "/").rpartition("/")[2]).strip()
    stem, dot, extension = name.rpartition(".")
    stem = PROGRAM_WITHIN.sub(r"_\1", stem)
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}{dot}{extension}" if stem else name


def limit() -> int:
    """The largest size of one file in bytes."""
    return int(settings.EVIDENCE_MAX_BYTES)


def company_limit() -> int:
    """How many bytes one company may keep."""
    return int(settings.EVIDENCE_COMPANY_MAX_BYTES)


def kinds_text() -> str:
    """The formats that are taken, as people call them."""
    return _("PDF, 한글(HWP, HWPX), 엑셀(XLSX), 워드(DOCX), 파워포인트(PPTX), 그림(JPG, PNG), ZIP")


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of the whole file; leaves it at its beginning."""
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()
