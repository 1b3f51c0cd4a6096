"""English for what schemes say in Korean alone: anchors, evidence, stages, in a file beside them that no digest holds.

It is unofficial: the notice is in Korean. A text is found by its Korean words, so that a scheme which words an anchor
otherwise is never told in the English of another.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from grading.load import SCHEMES

ENGLISH = SCHEMES / "english.toml"


def in_english(text: str) -> str | None:
    """The unofficial translation of an anchor, a kind of evidence and the like, None where there is none."""
    return _words().get(text)


def translations() -> dict[str, dict[str, str]]:
    """The tables of the file, `anchors`, `evidence`, `stages` and `includes`: English by Korean."""
    return tomllib.loads(ENGLISH.read_text("utf-8"))


@cache
def _words() -> Mapping[str, str]:
    return {korean: english for table in translations().values() for korean, english in table.items()}
