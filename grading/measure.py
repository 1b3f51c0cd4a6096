"""What grading many costs, as ratios within one run: against bare sums, and against grading one by one.

The bare computation adds up the same trimmed sums of the same marks in whole numbers and does nothing else:
no checks, no rounding, no Level, no items that do not apply, no numbers of sheets that differ.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

import numpy as np

from grading.cohort import prepared, tried
from grading.grade import Sheet, grade, grade_track
from grading.load import load_scheme
from grading.values import PANEL, REPORT_SEPARATELY, Category, Scheme, Section, Track
from grading.vector import CHUNK, Batch, Ints, batch_of, grade_many
from grading.what_if import Change

SUPPLIERS = 251_000
SHEETS = (3, 7)
ONE_BY_ONE = 400
"""How many suppliers are graded one by one; their time is scaled up to all."""
MOST_RATIO = 5
LEAST_FASTER = 50
MOST_MIB = 1024
ROUNDS = 9
LABELS = {"region": 16, "type": 3, "size": 4}
"""How many different labels of each kind suppliers have: regions from 2026-07-01, types, sizes."""
SLIDER_MS = 20
MANY_MS = 1000
TRIED = Change(edges={"3": Decimal("790.0")}, trim_from=4, ktrs_points=250, bonus_mode=REPORT_SEPARATELY)
"""A change that touches everything, so that all marks are added up again."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One line: a ratio or size, and the goal it is held against (None where it only informs)."""

    what: str
    figure: float
    unit: str
    goal: str
    holds: bool

    def __str__(self) -> str:
        verdict = "" if not self.goal else f"  goal {self.goal}: {'holds' if self.holds else 'MISSED'}"
        return f"{self.what:74}{self.figure:12,.2f} {self.unit:4}{verdict}"


def measurements(code: str = "2026-1", suppliers: int = SUPPLIERS, one_by_one: int = ONE_BY_ONE) -> Iterator[Measured]:
    """All measurements in order; each is made when it is asked for."""
    scheme = load_scheme(code)
    rng = np.random.default_rng(20260423)
    for kind in (_all_by_panel(scheme), scheme):
        for sheets in SHEETS:
            batch = random_batch(rng, kind, suppliers, sheets)
            yield from _against_bare(kind, batch, sheets)
            if kind is scheme:
                yield _against_one_by_one(kind, batch, sheets, one_by_one)
                yield _memory(kind, batch, sheets)
    yield _from_sheets(scheme, random_batch(rng, scheme, one_by_one, SHEETS[-1]))
    yield _growth(rng, scheme, suppliers)
    yield _what_if(rng, scheme, suppliers // 100, SLIDER_MS)
    yield _what_if(rng, scheme, suppliers, MANY_MS)


def random_batch(rng: np.random.Generator, scheme: Scheme, suppliers: int, sheets: int) -> Batch:
    """Marks at random on the track that decides the Level."""
    track = scheme.tracks[scheme.level_track]
    ratings = rng.integers(0, 11, (sheets, len(track.panel_items), suppliers), dtype=np.uint8)
    letters = 2 * rng.integers(1, 6, (len(track.ktrs_items), suppliers), dtype=np.uint8)
    return Batch(track.code, ratings, np.full(suppliers, sheets, dtype=np.uint8), letters)


def bare_sums(track: Track, batch: Batch, trim_from: int) -> Ints:
    """Points × half steps over the sheets that count, and nothing else."""
    panel = np.array([item.points for item in track.panel_items], dtype=np.uint16)
    ktrs = np.array([item.points for item in track.ktrs_items], dtype=np.uint16)
    sums = np.empty(len(batch), dtype=np.int64)
    trims = len(batch.ratings) >= trim_from
    for start in range(0, len(batch), CHUNK):
        part = slice(start, start + CHUNK)
        totals = _weighted(panel, batch.ratings[:, :, part].swapaxes(0, 1))
        summed = totals.sum(axis=0, dtype=np.int64)
        if trims:
            summed = summed - totals.max(axis=0) - totals.min(axis=0)
        kept = len(totals) - 2 * trims
        sums[part] = summed + kept * _weighted(ktrs, batch.letters[:, part])
    return sums


def _weighted(points: np.ndarray, marks: np.ndarray) -> np.ndarray:
    totals = np.zeros(marks.shape[1:], dtype=np.uint16)
    one = np.empty_like(totals)
    for weight, row in zip(points, marks, strict=True):
        np.multiply(row, weight, out=one)
        totals += one
    return totals


def sheets_of(scheme: Scheme, batch: Batch, row: int) -> tuple[list[Sheet], dict[str, str]]:
    """One supplier of a batch as `grade_track` takes it."""
    track = scheme.tracks[batch.track]
    rating = track.scale.ratings
    letter = {value: name for name, value in scheme.ktrs_ratings.items()}
    sheets = [
        Sheet(
            f"assessor-{place}",
            {i.code: rating[step] for i, step in zip(track.panel_items, marks, strict=True)},
            place,
        )
        for place, marks in enumerate(batch.ratings[:, :, row], 1)
    ]
    letters = zip(track.ktrs_items, batch.letters[:, row], strict=True)
    return sheets, {item.code: letter[rating[step]] for item, step in letters}


def _against_bare(scheme: Scheme, batch: Batch, sheets: int) -> Iterator[Measured]:
    track = scheme.tracks[batch.track]
    items = f"{len(track.panel_items)} items × {sheets} sheets" + (
        f" + {len(track.ktrs_items)} letters" if track.ktrs_items else ""
    )
    bare, many = _side_by_side(
        lambda: bare_sums(track, batch, scheme.panel.trim_from), lambda: grade_many(scheme, batch)
    )
    what = f"grade_many ÷ bare sums, {len(batch):,} suppliers, {items}"
    yield Measured(what, many / bare, "×", f"≤ {MOST_RATIO}", many <= MOST_RATIO * bare)
    yield Measured(f"  bare sums took {bare * 1000:.1f} ms, grade_many", many * 1000, "ms", "", True)


def _against_one_by_one(scheme: Scheme, batch: Batch, sheets: int, count: int) -> Measured:
    marks = [sheets_of(scheme, batch, row) for row in range(min(count, len(batch)))]
    started = time.perf_counter()
    for given in marks:
        grade(scheme, grade_track(scheme, batch.track, *given))
    each = (time.perf_counter() - started) / len(marks)
    together = median(_seconds(lambda: grade_many(scheme, batch)) for _ in range(ROUNDS)) / len(batch)
    what = f"grade one by one ÷ grade_many, per supplier, {sheets} sheets"
    return Measured(what, each / together, "×", f"≥ {LEAST_FASTER}", each >= LEAST_FASTER * together)


def _from_sheets(scheme: Scheme, batch: Batch) -> Measured:
    """With the arrays made from sheets first, as a caller with objects in hand would."""
    marks = [sheets_of(scheme, batch, row) for row in range(len(batch))]
    alone, together = _side_by_side(
        lambda: [grade(scheme, grade_track(scheme, batch.track, *given)) for given in marks],
        lambda: grade_many(scheme, batch_of(scheme, batch.track, marks)),
    )
    return Measured(
        "grade one by one ÷ (arrays from sheets + grade_many), same suppliers", alone / together, "×", "", True
    )


def _memory(scheme: Scheme, batch: Batch, sheets: int) -> Measured:
    """Marks, results and everything in between at the highest."""
    tracemalloc.start()
    grade_many(scheme, batch)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = (highest + batch.ratings.nbytes + batch.letters.nbytes + batch.counts.nbytes) / 2**20
    what = f"memory with the marks, {len(batch):,} suppliers, {sheets} sheets"
    return Measured(what, size, "MiB", f"≤ {MOST_MIB}", size <= MOST_MIB)


def _growth(rng: np.random.Generator, scheme: Scheme, suppliers: int) -> Measured:
    small, large = (random_batch(rng, scheme, n, SHEETS[-1]) for n in (suppliers // 10, suppliers))
    little, much = _side_by_side(lambda: grade_many(scheme, small), lambda: grade_many(scheme, large))
    return Measured("ten times the suppliers take", much / little, "×", "≤ 15", much <= 15 * little)


def _what_if(rng: np.random.Generator, scheme: Scheme, suppliers: int, most: int) -> Measured:
    """From a moved slider to who crosses, by Level, region, type and size."""
    labels = {kind: rng.integers(0, count, suppliers).astype(str).tolist() for kind, count in LABELS.items()}
    ai = rng.integers(-1, 1001, suppliers)
    keys = tuple(map(str, range(suppliers)))
    cohort = prepared(scheme, keys, random_batch(rng, scheme, suppliers, SHEETS[0]), ai, labels)

    def slide() -> None:
        found = tried(cohort, TRIED)
        found.by_level, found.counts, [found.by_label(kind) for kind in labels]

    spent = median(_seconds(slide) for _ in range(ROUNDS)) * 1000
    return Measured(f"what if, {suppliers:,} suppliers, {SHEETS[0]} sheets", spent, "ms", f"≤ {most} ms", spent <= most)


def _side_by_side(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of both, taken in turn so that a busy moment falls on either."""
    first(), second()
    pairs = [(_seconds(first), _seconds(second)) for _ in range(ROUNDS)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _all_by_panel(scheme: Scheme) -> Scheme:
    """The scheme with every item marked by the panel: the heaviest reading of 22 items."""
    track = scheme.tracks[scheme.level_track]
    heavy = replace(track, sections=tuple(_section(part) for part in track.sections))
    return replace(scheme, digest="", tracks={**scheme.tracks, track.code: heavy})


def _section(section: Section) -> Section:
    return replace(section, categories=tuple(_category(part) for part in section.categories))


def _category(category: Category) -> Category:
    return replace(category, items=tuple(replace(item, marked_by=PANEL) for item in category.items))


def bench(suppliers: int = SUPPLIERS) -> int:
    """Print every measurement; exit status 1 when a goal is missed."""
    missed = False
    for measured in measurements(suppliers=suppliers):
        print(measured, flush=True)
        missed |= not measured.holds
    return int(missed)
