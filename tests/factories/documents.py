"""Documents and their files; `sample(kind)` gives the bytes of a small genuine file."""

import hashlib
import io
import struct
import zipfile
import zlib

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.documents.kinds import OTHER
from applications.documents.models import Document, DocumentVersion
from applications.suppliers.models import Supplier
from tests.factories.people import make_member

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def make_version(supplier: Supplier, content: bytes = PDF, **fields: object) -> DocumentVersion:
    """A stored file; `kind` and `title` are those of its document, `document` makes it a later version of one."""
    owner = getattr(supplier.members.first(), "user", None) or make_member(supplier)
    values = {
        "name": "회사 소개서.pdf",
        "format": "pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "file": ContentFile(content, name="x"),
        "uploaded_by": owner,
    } | fields
    about = {"kind": values.pop("kind", OTHER), "title": values.pop("title", "회사 소개서")}
    document = values.pop("document", None) or Document.objects.create(supplier=supplier, **about)
    number = document.versions.count() + 1
    return DocumentVersion.objects.create(document=document, supplier=supplier, number=number, **values)


def upload(name: str = "회사 소개서.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def packed(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    """A ZIP of these members in this order."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return kept.getvalue()


def office(main_part: str, **more: bytes) -> bytes:
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main_part}"/></Types>'
    return packed({"[Content_Types].xml": types.encode(), "main.xml": b"<x/>"} | more)


def hwpx(**more: bytes) -> bytes:
    return packed({"mimetype": b"application/hwp+zip", "Contents/section0.xml": b"<x/>"} | more, stored=True)


def hwp(*, stream: str = "FileHeader", content: bytes = b"HWP Document File", flags: int = 0) -> bytes:
    """A compound file of one short stream: header, allocation table, directory, mini table, mini stream."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 2, 1, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    fat = struct.pack("<128I", table, end, end, end, *[free] * 124)
    directory = _entry("Root Entry", 5, 3, 64) + _entry(stream, 2, 0, 64) + bytes(256)
    minifat = struct.pack("<128I", end, *[free] * 127)
    body = content.ljust(32, b"\0") + struct.pack("<II", 0x05010000, flags)
    return head + fat + directory + minifat + body.ljust(512, b"\0")


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    raw = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    return raw.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def png(width: int = 2, height: int = 2) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            (b"IDAT", zlib.compress(bytes(3 * 2))),
            (b"IEND", b""),
        )
    )


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0" + frame + b"\xff\xda\x00\x02picture\xff\xd9"


SAMPLES = {
    "pdf": lambda: PDF,
    "hwp": hwp,
    "hwpx": hwpx,
    "xlsx": lambda: office("spreadsheetml.sheet.main+xml"),
    "docx": lambda: office("wordprocessingml.document.main+xml"),
    "pptx": lambda: office("presentationml.presentation.main+xml"),
    "jpg": jpeg,
    "png": png,
    "zip": lambda: packed({"사업자등록증.pdf": PDF}),
}


def sample(kind: str) -> bytes:
    return SAMPLES[kind]()
