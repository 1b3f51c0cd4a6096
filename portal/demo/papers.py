"""The few files that stand behind the evidence of the invented round: genuine PDF and PNG, made here."""

import hashlib
import struct
import zlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.html import escape

from diagnosis.press import to_pdf

FOLDER = "documents/demo"
PAPERS = (
    ("introduction", "회사소개서.pdf", "회사소개서", "주요 제품과 구축 실적을 적은 시연용 문서입니다."),
    ("track_record", "구축실적증명.pdf", "구축 실적 증명", "최근 3년간의 구축 과제를 적은 시연용 문서입니다."),
    ("procedure", "품질관리절차서.pdf", "품질 관리 절차서", "설계, 개발, 시험의 절차를 적은 시연용 문서입니다."),
    ("track_record", "유지보수계약서.pdf", "유지보수 계약서", "유지보수의 범위와 대응 시간을 적은 시연용 문서입니다."),
)
OWN_PAPERS = (
    ("other", "데이터흐름도.pdf", "데이터 흐름도", "설비에서 분석 화면까지 데이터가 흐르는 순서를 적었습니다."),
    ("test_report", "시험성적서.pdf", "시험 성적서", "기준 장비와 견준 처리 시간과 정확도를 적었습니다."),
    ("track_record", "과제완료보고서.pdf", "과제 완료 보고서", "목표 지표와 검수 결과를 적었습니다."),
)
DRAWING = "시스템구성도.png"
PAGE = (
    '<!doctype html><html lang="ko"><head><title>{title}</title></head>'
    "<body><h1>{title}</h1><p>{lead}</p><p>{owner}</p></body></html>"
)
SIDE = 240


@dataclass(frozen=True)
class Paper:
    """A stored file: what it is, its name for people, where it lies and what proves it whole."""

    kind: str
    name: str
    format: str
    size: int
    sha256: str
    path: str


def shared_papers() -> list[Paper]:
    """The files that every company of the invented round refers to; on disk once."""
    pdfs = [_stored(kind, name, "pdf", certificate(title, lead, "시연 자료")) for kind, name, title, lead in PAPERS]
    return [*pdfs, _stored("other", DRAWING, "png", drawing())]


def own_papers(company: str) -> list[Paper]:
    """The files of the demo supplier alone, with its name on them."""
    return [_stored(kind, name, "pdf", certificate(title, lead, company)) for kind, name, title, lead in OWN_PAPERS]


def drawing() -> bytes:
    """A small picture of blocks and lines, such as a system drawing."""
    rows = b"".join(b"\0" + bytes(_shade(x, y) for x in range(SIDE)) for y in range(SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def certificate(title: str, lead: str, owner: str) -> bytes:
    """A page that says what it is and whose."""
    page = PAGE.format(title=escape(title), lead=escape(lead), owner=escape(owner))
    return to_pdf(page)[0]


def _stored(kind: str, name: str, format_: str, content: bytes) -> Paper:
    """Put a file where its own digest says; a load that was interrupted finds it there and goes on."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"{FOLDER}/{sha256[:32]}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return Paper(kind, name, format_, len(content), sha256, path)


def _shade(x: int, y: int) -> int:
    block = (x // 40 + y // 40) % 2 and 8 < x % 40 < 32 and 8 < y % 40 < 32
    return 70 if block else 160 if x % 40 == 20 or y % 40 == 20 else 250


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
