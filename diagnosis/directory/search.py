"""Finding companies: by words that forgive spelling, by hard choices with counts, or by needs, ranked with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnosis.directory.cube import Bits, Cube, current_cube
from diagnosis.directory.terms import KINDS
from diagnosis.directory.texts import ALIKE, SAME, Match, names_like, terms_like

MOST_WORDS = 4
BY_FIT, BY_LEVEL, BY_RECORDS = "fit", "level", "records"


@dataclass(frozen=True)
class Wanted:
    """What was asked for: words, and terms by kind (one of a kind is enough, every kind must fit)."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = BY_FIT


@dataclass(frozen=True)
class Found:
    """Companies in order, by the numbers of their listings.

    `counts` says for each term how many companies there would be with it; `names` and `terms` why words found a
    company; `is_loose` that no company fits all words, so those that fit some are shown; `met` how many needs each
    company meets.
    """

    listings: list[int]
    counts: dict[str, int]
    names: dict[int, Match] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    is_loose: bool = False


def search(wanted: Wanted) -> Found:
    """Companies that fit; at most one query for the edition and one for each word and for all words together."""
    cube = current_cube()
    spoken = _Spoken(cube, wanted.words)
    masks = {kind: cube.any_of(terms) for kind, terms in wanted.chosen.items() if terms}
    hits = np.logical_and.reduce([spoken.hits, *masks.values()])
    order = _order(cube, hits, spoken.score if wanted.order == BY_FIT else None, wanted.order)
    counts = _counts(cube, spoken.hits, masks)
    return Found(order, counts, spoken.names, tuple(spoken.terms), spoken.is_loose)


def match(needs: tuple[str, ...]) -> Found:
    """Companies that meet one of the needs at least: those that meet most first, then by Level and projects."""
    cube = current_cube()
    met = np.zeros(len(cube.ids), dtype=np.int16)
    for need in needs:
        met += cube.column(need)
    return Found(_order(cube, met > 0, met, BY_FIT), {})


class _Spoken:
    """Which companies fit the words that were typed, how well, and why."""

    def __init__(self, cube: Cube, typed: str) -> None:
        words = typed.split()[:MOST_WORDS]
        self.names: dict[int, Match] = {}
        self.terms: list[str] = []
        self.is_loose = False
        self.score = np.zeros(len(cube.ids), dtype=np.int32)
        self.hits = np.ones(len(cube.ids), dtype=np.bool_)
        if not words:
            return
        each = [self._fitting(cube, word) for word in words]
        whole = self._fitting(cube, "".join(words), SAME) if len(words) > 1 else each[0]
        strict = np.logical_or(np.logical_and.reduce(each), whole)
        self.is_loose = not strict.any() and len(words) > 1
        self.hits = np.logical_or.reduce(each) if self.is_loose else strict
        if self.is_loose:
            self.score += 100 * sum(mask.astype(np.int32) for mask in each)

    def _fitting(self, cube: Cube, word: str, least: int = ALIKE) -> Bits:
        """The companies that one word fits, by a term or by a name; notes the reasons."""
        fitting = np.zeros(len(cube.ids), dtype=np.bool_)
        for term in terms_like(word):
            fitting |= cube.column(term)
            if term not in self.terms:
                self.terms.append(term)
        found = names_like(word, least)
        for number, one in found.items():
            if number not in self.names or one.likeness > self.names[number].likeness:
                self.names[number] = one
        numbers = np.array(sorted(found), dtype=np.int64)
        places = cube.places(numbers)
        fitting[places] = True
        for place in places:
            alike = found[int(cube.ids[place])].likeness
            self.score[place] = max(self.score[place], alike)
        return fitting


def _order(cube: Cube, hits: Bits, score: NDArray[Any] | None, order: str) -> list[int]:
    """The companies that were hit, best first; equal ones stay in the order in which they came in."""
    places = np.flatnonzero(hits)
    keys: list[NDArray[np.int64]] = [
        -cube.records[places],
        -cube.ranks[places].astype(np.int64),
    ]  # the last key counts most
    if order == BY_RECORDS:
        keys.reverse()
    if score is not None:
        keys.append(-score[places].astype(np.int64))
    return [int(number) for number in cube.ids[places[np.lexsort(keys)]]]


def _counts(cube: Cube, hits: Bits, masks: dict[str, Bits]) -> dict[str, int]:
    """For each term the companies that fit everything chosen of the other kinds."""
    around = {
        kind: np.logical_and.reduce([hits, *(mask for other, mask in masks.items() if other != kind)]) for kind in KINDS
    }
    return {
        term: int(np.count_nonzero(column & around[term.partition(":")[0]])) for term, column in cube.columns.items()
    }
