"""Scheme folders on disk for the kernel to read: written from the database on demand, named by their content."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from diagnosis.schemes.models import SchemeDraft
from grading.load import read_scheme
from grading.values import Scheme


def folder_of(draft: SchemeDraft) -> Path:
    """The draft's files in a folder of their own; whichever process needs it first writes it."""
    return written(draft.files, draft.code)


def scheme_of(draft: SchemeDraft) -> Scheme:
    """The draft as the kernel reads it. Raises SchemeError where today's kernel finds faults in it."""
    return _read(folder_of(draft))


def written(files: Mapping[str, str], code: str) -> Path:
    """A folder called `code` that holds the files and nothing else; the same files are written once."""
    text = json.dumps(files, ensure_ascii=False, sort_keys=True)
    place = Path(settings.VAR_DIR) / "schemes" / hashlib.sha256(text.encode()).hexdigest() / code
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(files, place)
    return place


def write_into(files: Mapping[str, str], folder: Path) -> None:
    """Every file by its name, which the upload has judged to be a plain name."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def _write(files: Mapping[str, str], place: Path) -> None:
    """Written beside and moved there in one step, so that nobody reads half a folder."""
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".new-") as beside:
        half = Path(beside) / place.name
        half.mkdir()
        write_into(files, half)
        try:
            os.rename(half, place)
        except OSError:
            if not place.is_dir():
                raise


@lru_cache(maxsize=32)
def _read(folder: Path) -> Scheme:
    return read_scheme(folder)
