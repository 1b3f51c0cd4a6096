"""A fault in data: where it is and what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from grading.reasons import Reason


class Fault(NamedTuple):
    """One thing wrong in a scheme folder; prints as `place: reason`, in Korean."""

    place: str
    reason: Reason

    def __str__(self) -> str:
        return self.read()

    def read(self, lang: str = "ko") -> str:
        """Place and reason in a language, `ko` or `en`."""
        return f"{self.place}: {self.reason.read(lang)}"


class SchemeError(Exception):
    """A scheme folder cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
