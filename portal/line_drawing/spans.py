"""A scheme tried on results of one that asks other items: what carries over, and the span of what does not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from applications.rounds.models import Round
from diagnosis.scoring.cohort import published_results
from grading.load import load_scheme
from grading.trial import Mapped, Tried, mapping, try_on
from grading.values import Scheme

CHUNK = 200
SHOWN = 50


@dataclass(frozen=True)
class Spans:
    """The trial of a round: how many rise or fall whatever the missing marks are, and the Levels at both ends.

    `levels` lists label, now, at worst, at best, highest first; `rows` are the first results in order of filing.
    """

    mapped: Mapped
    count: int
    up: int
    down: int
    certain: int
    left_out: int
    levels: list[tuple[str, int, int, int]]
    rows: list[Tried]

    @property
    def open(self) -> int:
        """Results whose Level depends on marks that nobody gave."""
        return self.count - self.certain


def spans_of(draft: Scheme, round_: Round) -> Spans | None:
    """None while the round has no published result, or where nothing of it carries over."""
    old = load_scheme(round_.scheme_code)
    mapped = mapping(draft, old)
    if not mapped.carried:
        return None
    found: list[Tried] = []
    left_out = 0
    for rows, out in _tried(draft, old, round_):
        found += rows
        left_out += out
    return _counted(draft, mapped, found, left_out) if found else None


def _tried(draft: Scheme, old: Scheme, round_: Round) -> Iterator[tuple[tuple[Tried, ...], int]]:
    """A few results at a time, so that a large round is never held as a whole."""
    stored = published_results(round_).order_by("pk").select_related("application")
    chunk: dict[str, dict[str, object]] = {}
    for outcome in stored.iterator(chunk_size=CHUNK):
        chunk[outcome.application.code] = outcome.trace
        if len(chunk) == CHUNK:
            trial = try_on(draft, old, chunk)
            yield trial.rows, len(trial.left_out)
            chunk = {}
    trial = try_on(draft, old, chunk)
    yield trial.rows, len(trial.left_out)


def _counted(draft: Scheme, mapped: Mapped, rows: list[Tried], left_out: int) -> Spans:
    now, worst, best = (
        Counter(getattr(row, name) for row in rows) for name in ("base_level", "level_low", "level_high")
    )
    return Spans(
        mapped=mapped,
        count=len(rows),
        up=sum(row.moved_low > 0 for row in rows),
        down=sum(row.moved_high < 0 for row in rows),
        certain=sum(row.is_certain for row in rows),
        left_out=left_out,
        levels=[(one.label, now[one.label], worst[one.label], best[one.label]) for one in draft.levels],
        rows=rows[:SHOWN],
    )
