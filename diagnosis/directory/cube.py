"""The whole directory in memory, a column of bits for each term: counting any choice takes no query.

A process reads it anew when the edition has changed; 100,000 companies take about ten megabytes.
"""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from diagnosis.directory.models import Edition, Listing

Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Cube:
    """The companies in order of their numbers, with their terms, Levels and counts of projects."""

    ids: NDArray[np.int64]
    ranks: NDArray[np.int16]
    records: NDArray[np.int64]
    columns: dict[str, Bits]

    def column(self, term: str) -> Bits:
        """Which companies have a term; none has one that nobody registered."""
        return self.columns.get(term, np.zeros(len(self.ids), dtype=np.bool_))

    def any_of(self, terms: tuple[str, ...]) -> Bits:
        """Which companies have one of the terms at least."""
        return np.logical_or.reduce([self.column(term) for term in terms])

    def places(self, ids: NDArray[np.int64]) -> NDArray[np.intp]:
        """Where companies stand, by their numbers; those that the cube does not hold are left out."""
        at = np.searchsorted(self.ids, ids)
        return at[(at < len(self.ids)) & (self.ids[np.minimum(at, len(self.ids) - 1)] == ids)] if len(self.ids) else at


def current_cube() -> Cube:
    """The directory as it stands, with one query where this process knows the edition."""
    return _cube(Edition.objects.filter(pk=1).values_list("mark", flat=True).first())


@lru_cache(maxsize=1)
def _cube(mark: UUID | None) -> Cube:
    rows = list(Listing.objects.order_by("pk").values_list("pk", "level_rank", "records", "terms"))
    columns: dict[str, Bits] = {}
    for at, row in enumerate(rows):
        for term in row[3].split():
            if term not in columns:
                columns[term] = np.zeros(len(rows), dtype=np.bool_)
            columns[term][at] = True
    return Cube(
        ids=np.array([row[0] for row in rows], dtype=np.int64),
        ranks=np.array([row[1] for row in rows], dtype=np.int16),
        records=np.array([row[2] for row in rows], dtype=np.int64),
        columns=columns,
    )
