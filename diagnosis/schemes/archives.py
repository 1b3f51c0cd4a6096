"""A scheme folder out of a ZIP: names and sizes are judged before anything is unpacked, nothing touches a disk."""

import re
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from grading.faults import Fault
from grading.reasons import because

LARGEST_ARCHIVE = 1024**2
LARGEST_FILE = 256 * 1024
MOST_FILES = 20
NAME = re.compile(r"[a-z0-9_]{1,40}\.toml")
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")
ENCRYPTED = 0x1
FAR = 15
"""Digits before or after the point beyond which a number is a slip or an attack, never a figure."""


class ArchiveRefused(Exception):
    """The upload is not a scheme folder; `faults` are whole sentences."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def files_in(file: BinaryIO) -> dict[str, str]:
    """The text of each TOML file by name. Raises ArchiveRefused with everything that is wrong at once.

    The files may lie in one folder together, as they do when a whole folder was compressed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            faults = list(_faults(entries))
            if faults:
                raise ArchiveRefused(faults)
            return {_name(entry): _text(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as broken:
        raise ArchiveRefused([_("ZIP 파일로 열 수 없습니다. 다시 압축해 올려 주세요.")]) from broken


def code_in(files: dict[str, str]) -> str:
    """The code that scheme.toml states, where it can serve as a name; else nothing."""
    try:
        code = tomllib.loads(files.get("scheme.toml", "")).get("code")
    except (ValueError, RecursionError):
        return ""
    if isinstance(code, dict):
        code = code.get("value")
    return code if isinstance(code, str) and CODE.fullmatch(code) else ""


def strange_numbers(files: dict[str, str]) -> Iterator[Fault]:
    """What cannot be read safely in a file: numbers without end, tables nested without end."""
    for name, text in files.items():
        try:
            tomllib.loads(text, parse_float=_near)
        except tomllib.TOMLDecodeError:
            continue
        except (ValueError, ArithmeticError):
            yield Fault(name, because("too_many_digits"))
        except RecursionError:
            yield Fault(name, because("too_deep"))


def _faults(entries: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    if not entries:
        yield _("ZIP 안에 파일이 없습니다.")
    if len(entries) > MOST_FILES:
        yield _("파일이 %(count)d개입니다. %(most)d개까지 올릴 수 있습니다.") % {
            "count": len(entries),
            "most": MOST_FILES,
        }
        return
    folders = {PurePosixPath(entry.filename).parent for entry in entries}
    if len(folders) > 1 or any(len(folder.parts) > 1 or ".." in folder.parts for folder in folders):
        yield _("파일은 한 폴더에 나란히 있어야 합니다. 폴더 안의 폴더나 경로는 받지 않습니다.")
    for entry in entries:
        yield from _faults_of(entry)
    names = [_name(entry) for entry in entries]
    yield from (
        _("파일 %(name)s 이(가) 두 번 있습니다.") % {"name": name}
        for name in sorted(set(names))
        if names.count(name) > 1
    )


def _faults_of(entry: zipfile.ZipInfo) -> Iterator[str]:
    said = {"name": entry.filename[:100], "most": LARGEST_FILE // 1024}
    if "\\" in entry.filename or entry.filename.startswith("/") or not NAME.fullmatch(_name(entry)):
        yield _("%(name)s: 파일 이름은 영문 소문자·숫자·밑줄과 .toml 이어야 합니다.") % said
    if entry.file_size > LARGEST_FILE:
        yield _("%(name)s: 파일이 너무 큽니다. %(most)dKB까지 올릴 수 있습니다.") % said
    if entry.flag_bits & ENCRYPTED:
        yield _("%(name)s: 암호가 걸려 있습니다.") % said


def _name(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(entry.filename).name


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with archive.open(entry) as file:
        content = file.read(LARGEST_FILE + 1)  # the directory may lie about the size
    if len(content) > LARGEST_FILE:
        raise ArchiveRefused([_("%(name)s: 파일이 너무 큽니다.") % {"name": entry.filename[:100]}])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as broken:
        said = _("%(name)s: UTF-8로 저장한 글이 아닙니다.") % {"name": entry.filename[:100]}
        raise ArchiveRefused([said]) from broken


def _near(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > FAR or len(number.as_tuple().digits) > 2 * FAR:
        raise ArithmeticError(text)
    return number
