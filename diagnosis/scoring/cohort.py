"""A round's published results as the kernel computes many at once: marks by the byte, and what each company is.

Read once and kept until a result of the round changes or the day does, so that a slider can be dragged over it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from django.core.cache import cache
from django.db.models import Count, Max, QuerySet

from applications import clock
from applications.filing.workflow import RESULT_STATES, State
from applications.rounds.models import Round
from applications.suppliers.regions import current_code
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import AssignmentState, MarkSheet
from diagnosis.ratings import ABSENT, STEPS
from diagnosis.scoring.models import Outcome
from grading.cohort import Cohort, prepared
from grading.load import load_scheme
from grading.values import Scheme, Track
from grading.vector import NONE, NOT_APPLICABLE, Batch, batch_of_steps

KEPT_SECONDS = 24 * 60 * 60
KINDS = ("region", "supplier_type", "company_size")


@dataclass(frozen=True)
class Marks:
    """What is read and kept: everything a cohort needs but the scheme, in one order.

    `ai` is in units of the last printed decimal, -1 where there is none. `unfit` counts published results whose
    marks of today do not give the stored total; they are left out.
    """

    codes: tuple[str, ...]
    batch: Batch
    ai: Any
    labels: Mapping[str, tuple[str, ...]]
    unfit: int


@dataclass(frozen=True)
class Published:
    """A round's published results as the kernel tries changes on them, keyed by application code."""

    cohort: Cohort
    unfit: int


def published_results(round_: Round) -> QuerySet[Outcome]:
    """The integrated results of a round that count and are open to their companies, under the round's scheme."""
    scheme = load_scheme(round_.scheme_code)
    return Outcome.objects.filter(
        application__round=round_,
        application__track=scheme.level_track,
        application__scheme_digest=round_.scheme_digest,
        application__state__in=RESULT_STATES - {State.REVOKED},
        current=True,
        fault="",
        published_at__isnull=False,
    )


def cohort_of(round_: Round) -> Published | None:
    """The cohort of a round, None while it has no published result; one query where it was read before."""
    stamp = published_results(round_).aggregate(last=Max("pk"), at=Max("published_at"), count=Count("pk"))
    if not stamp["count"]:
        return None
    parts = (
        _shape(),
        round_.pk,
        round_.scheme_digest[:16],
        stamp["last"],
        stamp["count"],
        f"{stamp['at']:%s}",
        clock.today(),
    )
    return _kept("cohort:" + ":".join(map(str, parts)), round_)


def forget() -> None:
    """Lay everything out anew when it is next asked for."""
    _kept.cache_clear()


@lru_cache(maxsize=2)
def _kept(key: str, round_: Round) -> Published | None:
    """Read once for all processes, laid out once in each."""
    marks = cache.get_or_set(key, lambda: read_marks(round_), KEPT_SECONDS)
    return None if marks is None else _laid_out(load_scheme(round_.scheme_code), marks)


def _laid_out(scheme: Scheme, marks: Marks) -> Published:
    return Published(prepared(scheme, marks.codes, marks.batch, marks.ai, marks.labels), marks.unfit)


def _shape() -> int:
    """Tells what an earlier version of the portal kept from what this one reads."""
    return crc32(" ".join(one.name for one in fields(Marks)).encode())


@dataclass(frozen=True)
class _Row:
    """One result as read: its marks as half steps and what is stored of it."""

    code: str
    ai: int
    total: int
    labels: tuple[str, ...]
    sheets: Sequence[bytes]
    letters: bytes


def read_marks(round_: Round) -> Marks | None:
    """The marks read anew from sealed sheets, letters and stored outcomes: three queries."""
    scheme = load_scheme(round_.scheme_code)
    read = list(_rows(scheme, published_results(round_)))
    rows = [row for row in read if row is not None]
    if not rows:
        return None
    now = _laid_out(scheme, _marks(scheme, rows, 0)).cohort.total.tolist()
    fitting = [row for row, total in zip(rows, now, strict=True) if row.total == total]
    return _marks(scheme, fitting, len(read) - len(fitting)) if fitting else None


def _marks(scheme: Scheme, rows: Sequence[_Row], unfit: int) -> Marks:
    sheets, letters = [row.sheets for row in rows], [row.letters for row in rows]
    return Marks(
        codes=tuple(row.code for row in rows),
        batch=batch_of_steps(scheme, scheme.level_track, sheets, letters),
        ai=np.array([row.ai for row in rows], dtype=np.int64),
        labels={kind: tuple(row.labels[place] for row in rows) for place, kind in enumerate(KINDS)},
        unfit=unfit,
    )


def _rows(scheme: Scheme, results: QuerySet[Outcome]) -> Iterator[_Row | None]:
    """A row for each result; None where its marks are not whole."""
    track, today = scheme.tracks[scheme.level_track], clock.today()
    sheets, letters = _sheets(scheme, results), _letters(scheme, results)
    company = [f"application__supplier__{name}" for name in ("region_code", "supplier_type", "company_size")]
    rows = results.order_by("pk").values_list("application", "application__code", "ai", "total", *company)
    for application, code, ai, total, region, *kinds in rows:
        marks, letter = sheets.get(application, []), letters.get(application, b"")
        if not _is_whole(track, marks, letter):
            yield None
            continue
        yield _Row(
            code, _units(scheme, ai), _units(scheme, total), (current_code(region, today), *kinds), marks, letter
        )


def _is_whole(track: Track, marks: Sequence[bytes], letters: bytes) -> bool:
    sheets = bool(marks) and all(len(one) == len(track.panel_items) for one in marks)
    return sheets and len(letters) == len(track.ktrs_items)


def _units(scheme: Scheme, score: Decimal | None) -> int:
    return NONE if score is None else int(score.scaleb(scheme.score_decimals))


def _sheets(scheme: Scheme, results: QuerySet[Outcome]) -> dict[int, list[bytes]]:
    """The sealed sheets of each application, a byte for each half step, in the order of closing."""
    steps = _steps(scheme.tracks[scheme.level_track])
    closed = MarkSheet.objects.filter(
        assignment__application__in=results.values("application"),
        assignment__state=AssignmentState.ACCEPTED,
        closed_at__isnull=False,
    )
    found: dict[int, list[bytes]] = {}
    rows = closed.order_by("closed_at", "assignment_id").values_list("assignment__application", "sealed")
    for application, sealed in rows:
        found.setdefault(application, []).append(sealed.encode().translate(steps))
    return found


def _letters(scheme: Scheme, results: QuerySet[Outcome]) -> dict[int, bytes]:
    """The KTRS letters of each application as half steps; empty where a letter is missing."""
    track = scheme.tracks[scheme.level_track]
    places = {rating: place for place, rating in enumerate(track.scale.ratings)}
    steps = {letter: places[rating] for letter, rating in scheme.ktrs_ratings.items() if rating in places}
    rows = KtrsResult.objects.filter(application__in=results.values("application")).values_list(
        "application", "letters"
    )
    return {application: _as_steps(track, said, steps) for application, said in rows}


def _as_steps(track: Track, letters: Mapping[str, str], steps: Mapping[str, int]) -> bytes:
    given = [steps.get(letters.get(item.code, "")) for item in track.ktrs_items]
    return b"" if None in given else bytes(step for step in given if step is not None)


def _steps(track: Track) -> bytes:
    """Which place on the track's scale each sealed character has, as a table for bytes.translate."""
    places = {rating: place for place, rating in enumerate(track.scale.ratings)}
    table = bytearray(256)
    for step, character in enumerate(STEPS):
        table[ord(character)] = places.get(Decimal(step) / 2, 0)
    table[ord(ABSENT)] = NOT_APPLICABLE
    return bytes(table)
