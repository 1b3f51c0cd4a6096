"""The hostile corpus: what is wrong with each file and what its sender is told; sound files beside them."""

import io
import struct
import time
import zlib
from collections.abc import Callable

import pytest
from pypdf import PdfWriter

from applications.documents.files.recognise import KINDS, clean_name, kinds_text, recognise
from applications.documents.files.refusal import FileRefused
from tests.factories.documents import PDF, hwp, hwpx, jpeg, office, packed, png, sample, upload

SHEET = "spreadsheetml.sheet.main+xml"
WORDS = "wordprocessingml.document.main+xml"


def pdf_with(part: bytes) -> bytes:
    return PDF.replace(b"endobj", part + b"\nendobj", 1)


def pdf_in_object_stream(part: bytes, *, filter_: bytes = b"/FlateDecode", pack: Callable = zlib.compress) -> bytes:
    content = pack(part)
    head = b"2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter %s /Length %d >>\nstream\n" % (filter_, len(content))
    return PDF.replace(b"trailer", head + content + b"\nendstream\nendobj\ntrailer")


def pdf_written(change: Callable[[PdfWriter], object]) -> bytes:
    writer, kept = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    change(writer)
    writer.write(kept)
    return kept.getvalue()


def flagged(content: bytes) -> bytes:
    """The same archive whose directory says that its first member is encrypted."""
    changed = bytearray(content)
    changed[changed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def overlapping() -> bytes:
    content = bytearray(packed({"a.txt": b"a" * 50, "b.txt": b"b" * 50}, stored=True))
    struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + 42, 0)
    return bytes(content)


SCRIPTED = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LOCKED, OTHER_KIND, MACROS, MONSTROUS = "암호가 걸린 파일", "내용이 다릅니다", "매크로가 들어 있는", "비정상적입니다"
SCRIPT, PROGRAM, ATTACHED, UNSEEN = "스크립트가 들어", "다른 프로그램을 실행", "파일이 첨부된 PDF", "확인할 수 없습니다"
NESTED, RUNS, WITH_MACROS = "또 압축 파일(속.zip)", "실행 파일(", "매크로를 담는 문서(표.xlsm)"

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a program as PDF": ("a.pdf", lambda: b"MZ" + bytes(600), OTHER_KIND),
    "a page as PDF": ("a.pdf", lambda: b"<html><script>alert(1)</script>" + PDF, OTHER_KIND),
    "a cut PDF": ("a.pdf", lambda: PDF[:-7], "끝이 잘려"),
    "a locked PDF": ("a.pdf", lambda: pdf_written(lambda writer: writer.encrypt("비밀")), LOCKED),
    "a PDF that runs a script": ("a.pdf", lambda: pdf_with(SCRIPTED), SCRIPT),
    "the same with a name in digits": ("a.pdf", lambda: pdf_with(b"<< /S /J#61vaScript /JS (x) >>"), SCRIPT),
    "a script in an object stream": ("a.pdf", lambda: pdf_in_object_stream(SCRIPTED), SCRIPT),
    "the same behind a misleading string": (
        "a.pdf",
        lambda: pdf_in_object_stream(SCRIPTED).replace(
            b"/Type /ObjStm", b"/Filter /FlateDecode /X (obj) /Type /ObjStm"
        ),
        SCRIPT,
    ),
    "an object stream packed oddly": (
        "a.pdf",
        lambda: pdf_in_object_stream(SCRIPTED, filter_=b"/ASCIIHexDecode", pack=lambda part: part.hex().encode()),
        UNSEEN,
    ),
    "an object stream that swells": ("a.pdf", lambda: pdf_in_object_stream(bytes(70 * 1024**2)), UNSEEN),
    "a crowd of object streams": ("a.pdf", lambda: pdf_with(b"/ObjStm " * 1_000_000), UNSEEN),
    "an object stream that is none": ("a.pdf", lambda: pdf_in_object_stream(SCRIPTED, pack=bytes), UNSEEN),
    "a PDF that starts a program": ("a.pdf", lambda: pdf_with(b"<< /S /Launch /F (cmd.exe) >>"), PROGRAM),
    "a PDF with a file in it": (
        "a.pdf",
        lambda: pdf_written(lambda writer: writer.add_attachment("a.exe", b"MZ")),
        ATTACHED,
    ),
    "a PDF as HWP": ("a.hwp", lambda: PDF, OTHER_KIND),
    "another compound file as HWP": ("a.hwp", lambda: hwp(stream="WordDocument"), OTHER_KIND),
    "a locked HWP": ("a.hwp", lambda: hwp(flags=0x2), LOCKED),
    "a ZIP as HWPX": ("a.hwpx", lambda: sample("zip"), OTHER_KIND),
    "a locked HWPX": ("a.hwpx", lambda: hwpx(**{"META-INF/manifest.xml": b"<x:encryption-data/>"}), LOCKED),
    "a workbook with programs": ("a.xlsx", lambda: office(SHEET, **{"xl/vbaProject.bin": b"x"}), MACROS),
    "a workbook with old macros": ("a.xlsx", lambda: office(SHEET, **{"xl/macrosheets/sheet1.xml": b"<x/>"}), MACROS),
    "a renamed workbook with macros": (
        "a.xlsx",
        lambda: packed({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"}),
        MACROS,
    ),
    "a locked workbook": ("a.xlsx", lambda: hwp(stream="EncryptedPackage"), LOCKED),
    "a locked document": ("a.docx", lambda: hwp(stream="EncryptedPackage"), LOCKED),
    "a workbook as slides": ("a.pptx", lambda: sample("xlsx"), OTHER_KIND),
    "a bomb as document": ("a.docx", lambda: packed({"a.xml": bytes(30 * 1024**2)}), MONSTROUS),
    "a bomb": ("a.zip", lambda: packed({"a.txt": bytes(30 * 1024**2)}), MONSTROUS),
    "a crowd of members": ("a.zip", lambda: packed({f"{n}": b"" for n in range(10_001)}), MONSTROUS),
    "members that share their bytes": ("a.zip", overlapping, MONSTROUS),
    "a locked ZIP": ("a.zip", lambda: flagged(packed({"a.pdf": PDF})), LOCKED),
    "a ZIP in a ZIP": ("a.zip", lambda: packed({"속.zip": packed({"a.pdf": PDF})}), NESTED),
    "a program in a ZIP": ("a.zip", lambda: packed({"견적서.pdf.EXE": b"MZ"}), RUNS),
    "macros in a ZIP": ("a.zip", lambda: packed({"표.xlsm": b"PK"}), WITH_MACROS),
    "a program called a text": ("a.zip", lambda: packed({"메모.txt": b"MZ" + bytes(600)}), "실행 파일(메모.txt)"),
    "a script without a name": ("a.zip", lambda: packed({"README": b"#!/bin/sh\nrm -rf /"}), "실행 파일(README)"),
    "an archive called data": ("a.zip", lambda: packed({"자료.dat": packed({"a.pdf": PDF})}), "압축 파일(자료.dat)"),
    "a tape called text": ("a.zip", lambda: packed({"a.txt": bytes(257) + b"ustar" + bytes(300)}), "압축 파일(a.txt)"),
    "a program called a PDF in a ZIP": ("a.zip", lambda: packed({"견적.pdf": b"MZ" + bytes(600)}), OTHER_KIND),
    "a scripted PDF in a ZIP": ("a.zip", lambda: packed({"폴더/견적.pdf": pdf_with(SCRIPTED)}), "견적.pdf: 스크립트가"),
    "a locked PDF in a ZIP": (
        "a.zip",
        lambda: packed({"견적.pdf": pdf_written(lambda writer: writer.encrypt("비밀"))}),
        "견적.pdf: 암호가 걸린",
    ),
    "a locked workbook in a ZIP": ("a.zip", lambda: packed({"표.xlsx": hwp(stream="EncryptedPackage")}), LOCKED),
    "renamed macros in a ZIP": (
        "a.zip",
        lambda: packed({"표.xlsx": office(SHEET, **{"xl/vbaProject.bin": b"x"})}),
        "표.xlsx: 매크로가 들어 있는",
    ),
    "an old workbook with macros in a ZIP": ("a.zip", lambda: packed({"표.xls": hwp(stream="Macros")}), MACROS),
    "a bomb within a document in a ZIP": (
        "a.zip",
        lambda: packed({"글.docx": packed({"a.xml": bytes(30 * 1024**2)})}, stored=True),
        MONSTROUS,
    ),
    "more documents than are judged": (
        "a.zip",
        lambda: packed({f"{n}.pdf": PDF + b"0123456789abcdef" * 600_000 for n in range(30)}),
        MONSTROUS,
    ),
    "a damaged member": ("a.zip", lambda: packed({"a.txt": b"a" * 90}, stored=True).replace(b"aaa", b"aab", 1), "손상"),
    "a way out of the folder": ("a.zip", lambda: packed({"../../a.pdf": PDF}), "벗어나는 경로"),
    "a program before a ZIP": ("a.zip", lambda: b"MZ" + packed({"a.pdf": PDF}), "구조가 아닙니다"),
    "a picture of ten thousand metres": ("a.png", lambda: png(60_000, 60_000), "비정상적입니다"),
    "a cut picture": ("a.jpg", lambda: jpeg()[:12], "손상되었습니다"),
    "a page as picture": ("a.png", lambda: b"<svg onload='alert(1)'/>" + bytes(64), OTHER_KIND),
    "a drawing that runs scripts": ("a.svg", lambda: b"<svg/>", "받지 않는 형식"),
    "a program by name": ("견적서.pdf.exe", lambda: PDF, "받지 않는 형식"),
    "a workbook made for macros": ("a.xlsm", lambda: sample("xlsx"), "받지 않는 형식"),
    "an old workbook": ("a.xls", lambda: hwp(stream="Workbook"), "받지 않는 형식"),
    "nothing": ("a.pdf", lambda: b"", "빈 파일"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_its_sentence(case):
    name, content, sentence = HOSTILE[case]
    sent = upload(name, content())
    begun = time.process_time()

    with pytest.raises(FileRefused) as caught:
        recognise(sent)

    assert sentence in str(caught.value)
    assert time.process_time() - begun < 5


SOUND: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a PDF of a real writer": ("a.pdf", lambda: pdf_written(lambda writer: writer.add_metadata({"/Title": "소개"}))),
    "a PDF that speaks of scripts": ("a.pdf", lambda: pdf_with(b"(JavaScript, Launch, EmbeddedFile)")),
    "a PDF with object streams": ("a.pdf", lambda: pdf_in_object_stream(b"<< /Type /Pages /Kids [] >>")),
    "a ZIP of documents": ("a.zip", lambda: packed({"표.xlsx": sample("xlsx"), "글.hwpx": hwpx(), "a.pdf": PDF})),
    "a ZIP with drawings, texts and what a Mac adds": (
        "a.zip",
        lambda: packed(
            {"도면.dwg": b"AC1027", "__MACOSX/._a.pdf": b"\0\5\x16\7", "빈.pdf": b"", "표.xls": hwp(stream="Book")}
        ),
    ),
    "a document about programs": ("a.docx", lambda: office(WORDS, **{"word/media/x.bin": b"MZ"})),
}


@pytest.mark.parametrize("case", SOUND)
def test_a_sound_file_beside_them_is_taken(case):
    name, content = SOUND[case]

    assert recognise(upload(name, content())).size == len(content())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\회사\\소개.pdf", "소개.pdf"),
        ("소\x00개\n.pdf", "소개.pdf"),
        ("소개\u202efdp.pdf", "소개fdp.pdf"),
        ("소\u200b개.pdf", "소개.pdf"),
        ("견적서.exe.pdf", "견적서_exe.pdf"),
        ("견적서.xlsm.zip", "견적서_xlsm.zip"),
        ("2026.5.29 소개 v1.2.pdf", "2026.5.29 소개 v1.2.pdf"),
    ],
)
def test_names_are_cleaned(given, shown):
    assert clean_name(given) == shown


def test_every_format_that_is_taken_is_named_to_people():
    assert [kind for kind in KINDS if kind != "jpeg" and kind.upper() not in kinds_text()] == []
