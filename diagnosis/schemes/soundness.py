"""What the kernel says of an uploaded folder: every fault with its place, or the proof that it holds together."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diagnosis.schemes.archives import code_in, strange_numbers
from diagnosis.schemes.folders import write_into
from grading.faults import Fault
from grading.load import faults, read_scheme
from grading.reasons import because
from grading.values import Scheme


@dataclass(frozen=True)
class Judgement:
    """Either faults, or the scheme that the files make."""

    code: str
    faults: tuple[Fault, ...]
    scheme: Scheme | None


def judged(files: Mapping[str, str]) -> Judgement:
    """All that is wrong with the files of a scheme folder, at once."""
    strange = tuple(strange_numbers(dict(files)))
    code = code_in(dict(files))
    if strange or not code:
        return Judgement(code, strange or (_no_code(files),), None)
    with tempfile.TemporaryDirectory(prefix="scheme-") as beside:
        folder = Path(beside) / code
        folder.mkdir()
        write_into(files, folder)
        found = tuple(faults(folder))
        return Judgement(code, found, None if found else read_scheme(folder))


def _no_code(files: Mapping[str, str]) -> Fault:
    if "scheme.toml" not in files:
        return Fault("scheme.toml", because("file_left_out"))
    return Fault("scheme/code", because("no_code"))
