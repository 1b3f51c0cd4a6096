"""Reading a filled workbook: safe to open, its columns known, its rows as text."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from applications.suppliers.entry.judging import Judged, clean_row, faults_of, judge, row_form
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import Section
from applications.suppliers.entry.sheets.template import labels_of
from applications.suppliers.entry.tables import Row
from applications.suppliers.entry.vocabulary import terms

LONGEST_CELL = 2000
LAST_LINE = 5000  # beyond the limit of rows there may still be blank ones
LANGUAGES = ("ko", "en")


class SheetRefused(Exception):
    """The workbook is not read; str() is the whole sentence for the person."""


@dataclass
class Line:
    """A row of the worksheet: its number there, its fields as text, and what was at fault in reading it."""

    number: int
    typed: Row = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


def read_sheet(section: Section, upload: "UploadedFile[bytes]") -> list[dict[str, Any]]:
    """Every row that says something, judged: line, typed, clean (None with a fault), faults. Raises SheetRefused."""
    content = cast(BinaryIO, upload.file)
    lines = list(_lines(section, content))
    if not lines:
        raise SheetRefused(_("첫째 시트에 읽을 줄이 없어요. 제목 아래 줄부터 적어 주세요."))
    judged = judge(section, [line.typed for line in lines])
    return [_told(line, judged, place) for place, line in enumerate(lines)]


def _told(line: Line, judged: Judged, place: int) -> dict[str, Any]:
    form = judged.forms[place]
    faults = [*line.faults, *faults_of(form)]
    clean = None if faults else clean_row(form)
    return {"line": line.number, "typed": line.typed, "clean": clean, "faults": faults}


def _lines(section: Section, content: BinaryIO) -> Iterator[Line]:
    columns: dict[int, tuple[str, str]] = {}
    words = _words(section)
    found = 0
    for number, cells in enumerate(_rows(content), 1):
        if not columns:
            columns = _columns(section, cells)
            continue
        line = _line(number, cells, columns, words)
        if any(value.strip() for value in line.typed.values()) or line.faults:
            found += 1
            if found > requirements().sheet_rows:
                raise SheetRefused(_("한 번에 %(n)s줄까지 올릴 수 있어요. 나누어 올려 주세요.") % {"n": found - 1})
            yield line


def _rows(content: BinaryIO) -> Iterator[tuple[Any, ...]]:
    try:
        content.seek(0)
        book = load_workbook(content, read_only=True, data_only=False, keep_links=False)
        yield from book.worksheets[0].iter_rows(max_row=LAST_LINE)
    except SheetRefused:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, SyntaxError) as broken:
        raise SheetRefused(_("엑셀 파일을 읽지 못했어요. 엑셀에서 다시 저장해 올려 주세요.")) from broken


def _columns(section: Section, cells: tuple[Any, ...]) -> dict[int, tuple[str, str]]:
    """Which column holds which field, by the headers in either language. Raises SheetRefused where one is missing."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            known |= labels_of(row_form(section))
    heads = {place: str(cell.value or "").strip() for place, cell in enumerate(cells)}
    found = {place: (known[head], head) for place, head in heads.items() if head in known}
    lacking = [label for label, name in labels_of(row_form(section)).items() if name not in dict(found.values())]
    if lacking:
        said = _("첫 줄의 제목이 양식과 달라요. 없는 열: %(columns)s. 양식을 다시 내려받아 옮겨 적어 주세요.")
        raise SheetRefused(said % {"columns": ", ".join(lacking)})
    return found


def _line(
    number: int, cells: tuple[Any, ...], columns: dict[int, tuple[str, str]], words: dict[str, dict[str, str]]
) -> Line:
    line = Line(number)
    for place, cell in enumerate(cells):
        if place not in columns:
            continue
        name, head = columns[place]
        if getattr(cell, "data_type", "") == "f":
            line.typed[name] = ""
            line.faults.append((head, _("수식은 받지 않아요. 값으로 바꾸어 적어 주세요.")))
            continue
        text = _text(cell.value)
        line.typed[name] = words.get(name, {}).get(text, text)
    return line


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("\0", "").strip()[:LONGEST_CELL]


def _words(section: Section) -> dict[str, dict[str, str]]:
    """For each column with a list, its codes by what they are called in either language."""
    form = row_form(section)
    return {
        name: {said: one.code for one in terms(kind) for said in (one.code, one.name_en, one.name)}
        for name, kind in form.kinds.items()
    }
