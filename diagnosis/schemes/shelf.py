"""The published schemes that were brought in through the portal, where the kernel finds them beside its own.

A published scheme never changes, so each process reads it once; which codes there are it asks again every few seconds,
which is how a scheme published in one process is known in the others.
"""

from collections.abc import Iterable
from time import monotonic

from django.db.models import QuerySet

from diagnosis.schemes.folders import folder_of
from diagnosis.schemes.models import FROZEN, SchemeDraft
from grading.load import Life, read_frozen
from grading.values import Scheme

CODES_KEPT_SECONDS = 5


class PublishedSchemes:
    """Published and closed schemes of the database, for `grading.load.add_shelf`."""

    def __init__(self) -> None:
        self._codes: tuple[str, ...] = ()
        self._asked_at: float | None = None
        self._schemes: dict[str, Scheme] = {}

    def codes(self) -> tuple[str, ...]:
        """Codes, at most a few seconds old."""
        if self._asked_at is None or monotonic() - self._asked_at >= CODES_KEPT_SECONDS:
            self.keep(_frozen().values_list("code", flat=True))
        return self._codes

    def lives(self) -> dict[str, Life]:
        """State and digest of each by code, read now."""
        found = {code: Life(state, digest) for code, state, digest in _frozen().values_list("code", "state", "digest")}
        self.keep(found)
        return found

    def scheme(self, code: str) -> Scheme | None:
        """The scheme of that code. Raises SchemeError where its files are no longer those that were published."""
        if code not in self._schemes:
            draft = _frozen().filter(code=code).first()
            if draft is None:
                return None
            self._schemes[code] = read_frozen(folder_of(draft), draft.digest)
        return self._schemes[code]

    def keep(self, codes: Iterable[str]) -> None:
        """Take these codes for the present ones."""
        self._codes, self._asked_at = tuple(codes), monotonic()

    def forget(self) -> None:
        """Read everything anew when it is next asked for."""
        self._codes, self._asked_at = (), None
        self._schemes.clear()


def _frozen() -> QuerySet[SchemeDraft]:
    return SchemeDraft.objects.filter(state__in=FROZEN)


SHELF = PublishedSchemes()
