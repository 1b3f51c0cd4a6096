"""Where documents are put forward. Rooms above tell; this one only knows that they are asked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Use:
    """One place where a version is put forward; `filed`: what stands there can no longer be changed."""

    version_id: int
    label: str
    url: str
    filed: bool


Source = Callable[[Sequence[int]], Iterable[Use]]
SOURCES: list[Source] = []
"""Each takes ids of versions and gives their uses; a room above adds its own while it is loaded."""


def uses_of(version_ids: Sequence[int]) -> list[Use]:
    """Every use of these versions, with as many queries as there are sources."""
    return [use for source in SOURCES for use in source(version_ids)] if version_ids else []
