"""Extension, signature and structure must agree; each refusal has a genuine sample beside it that is taken."""

import io
import struct
import time
import zipfile
from contextlib import suppress

import pytest
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter

from applications.documents.files.recognise import KINDS, clean_name, recognise
from applications.documents.files.refusal import FileRefused
from tests.factories.documents import PDF, hwp, hwpx, jpeg, office, packed, png, sample, upload

EXTENSIONS = list(KINDS)
KIND_OF = {extension: kind.name for extension, kind in KINDS.items()}


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        recognise(upload(name, content))
    return str(caught.value)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_genuine_file_is_taken(extension):
    content = sample(KIND_OF[extension])

    found = recognise(upload(f"증빙 자료.{extension.upper()}", content))

    assert (found.kind, found.size, found.name) == (KIND_OF[extension], len(content), f"증빙 자료.{extension.upper()}")


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("inside", [*sorted(set(KIND_OF.values())), "exe", "html", "text"])
def test_only_its_own_content_passes_under_an_extension(extension, inside):
    others = {"exe": b"MZ" + bytes(600), "html": b"<html><script>alert(1)</script></html>", "text": b"a" * 600}
    content = others[inside] if inside in others else sample(inside)
    # A document made of a ZIP is a ZIP too.
    fits = inside == KIND_OF[extension] or (extension == "zip" and inside in {"hwpx", "xlsx", "docx", "pptx"})

    try:
        recognise(upload(f"a.{extension}", content))
        taken = True
    except FileRefused:
        taken = False

    assert taken == fits


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "a.svg", "a.html", "a.xlsm", "pdf", "a."])
def test_other_extensions_are_refused(name):
    assert "받지 않는 형식" in refusal(name, PDF)


def test_a_hidden_direction_mark_is_taken_out_of_the_name():
    assert recognise(upload("소개\u202efdp.pdf", PDF)).name == "소개fdp.pdf"
    assert "받지 않는 형식" in refusal("소개\u202efdp.exe", PDF)


def test_names_lose_folders_and_excess_but_keep_their_hangul():
    assert clean_name("C:\\문서\\../../회사 소개.pdf") == "회사 소개.pdf"
    assert clean_name("\u1112\u1161\u11ab\u1100\u1173\u11af.pdf") == "한글.pdf"
    assert len(clean_name("가" * 400 + ".pdf")) == 200


def test_empty_and_oversize_files_are_refused(settings):
    settings.EVIDENCE_MAX_BYTES = len(PDF)

    assert "빈 파일" in refusal("a.pdf", b"")
    assert recognise(upload("a.pdf", PDF)).size == len(PDF)
    assert "너무 큽니다" in refusal("a.pdf", PDF.replace(b"\n%%EOF", b"\n\n%%EOF"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.hwp", hwp(flags=0x2)),
        ("a.hwpx", hwpx(**{"META-INF/manifest.xml": b"<x:encryption-data/>"})),
        ("a.pdf", PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root")),
        ("a.xlsx", hwp(stream="EncryptedPackage")),
    ],
)
def test_files_with_a_password_are_refused(name, content):
    assert "암호가 걸린" in refusal(name, content)


def test_a_pdf_locked_by_a_real_writer_is_refused_and_the_open_one_taken():
    def written(password: str) -> bytes:
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        if password:
            writer.encrypt(password)
        kept = io.BytesIO()
        writer.write(kept)
        return kept.getvalue()

    assert recognise(upload("a.pdf", written(""))).kind == "pdf"
    assert "암호가 걸린" in refusal("a.pdf", written("비밀"))


def test_an_encrypted_member_is_refused():
    content = bytearray(packed({"a.pdf": PDF}))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1

    assert "암호가 걸린" in refusal("a.zip", bytes(content))


def test_workbooks_and_pictures_of_real_writers_are_taken():
    book, picture, photo = io.BytesIO(), io.BytesIO(), io.BytesIO()
    Workbook().save(book)
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    Image.new("RGB", (40, 30)).save(photo, "JPEG", progressive=True)

    kinds = [
        recognise(upload(name, kept.getvalue())).kind
        for name, kept in (("a.xlsx", book), ("a.png", picture), ("a.jpeg", photo))
    ]

    assert kinds == ["xlsx", "png", "jpg"]


def test_macros_are_refused_under_either_name():
    renamed = packed({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"})
    hidden = office("spreadsheetml.sheet.main+xml", **{"xl/vbaProject.bin": b"x"})

    assert "매크로" in refusal("a.xlsx", renamed)
    assert "매크로" in refusal("a.xlsx", hidden)


def test_a_bomb_is_refused_by_its_directory():
    bomb = packed({"a.txt": bytes(30 * 1024**2)})
    harmless = packed({"a.txt": bytes(1024**2)})

    assert "비정상" in refusal("a.zip", bomb)
    assert "비정상" in refusal("a.docx", bomb)
    assert recognise(upload("a.zip", harmless)).kind == "zip"


def test_a_lying_or_overlapping_directory_is_refused():
    content = bytearray(packed({"a.txt": b"a" * 50, "b.txt": b"b" * 50}, stored=True))
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, second + 42, 0)

    assert "비정상" in refusal("a.zip", bytes(content))


@pytest.mark.parametrize("member", ["../a.pdf", "/a.pdf", "C:\\a.pdf", "..\\a.pdf"])
def test_a_way_out_of_the_folder_is_refused(member):
    assert "벗어나는 경로" in refusal("a.zip", packed({member: PDF}))


def test_a_program_in_an_archive_is_refused():
    assert "실행 파일" in refusal("a.zip", packed({"견적서.pdf.EXE": b"MZ"}))


def test_an_archive_behind_a_program_is_refused():
    assert "구조가 아닙니다" in refusal("a.zip", b"MZ" + packed({"a.pdf": PDF}))


def test_an_empty_archive_is_refused():
    kept = io.BytesIO()
    zipfile.ZipFile(kept, "w").close()

    refusal("a.zip", kept.getvalue())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", png(60_000, 60_000)),
        ("a.jpg", jpeg(60_000, 60_000)),
        ("a.png", png()[:-12]),
        ("a.jpg", jpeg()[:12]),
        ("a.pdf", PDF[:-7]),
        ("a.zip", sample("zip")[:-20]),
        ("a.hwp", hwp()[:1200]),
        ("a.hwp", hwp(stream="WordDocument")),
        ("a.hwpx", packed({"Contents/a.xml": b"", "mimetype": b"application/hwp+zip"}, stored=True)),
    ],
)
def test_damaged_and_absurd_files_are_refused(name, content):
    assert refusal(name, content)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_cut_of_a_genuine_file_is_judged_without_an_error(extension):
    content = sample(KIND_OF[extension])
    accepted = []
    for length in range(1, len(content), max(1, len(content) // 60)):
        with suppress(FileRefused):
            recognise(upload(f"a.{extension}", content[:length]))
            accepted.append(length)

    # What a mere look at the head and the end cannot tell is left to whoever opens the picture.
    assert [length for length in accepted if length <= len(content) // 2] == []


def test_a_chain_that_bites_its_tail_is_refused():
    content = bytearray(hwp())
    struct.pack_into("<I", content, 512 + 4, 1)

    assert "내용이 다릅니다" in refusal("a.hwp", bytes(content))


def test_a_member_that_does_not_unpack_is_refused():
    genuine = office("wordprocessingml.document.main+xml")
    at = genuine.index(b"[Content_Types].xml") + len("[Content_Types].xml")

    assert "손상" in refusal("문서.docx", genuine[:at] + b"\xff" * 20 + genuine[at + 20 :])


def test_a_directory_of_a_million_entries_is_refused_before_it_is_read():
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, *[0] * 7, 1, *[0] * 6) + b"a"
    directory = entry * 200_000
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 65535, 65535, len(directory), 64, 0)
    started = time.process_time()

    told = refusal("증빙.zip", b"PK\3\4" + bytes(60) + directory + end)

    assert "비정상" in told
    assert time.process_time() - started < 1  # reading it takes several
