"""What a scoring run costs on PostgreSQL, as the ratio to copying the same rows through Python and doing nothing else.

Grading is reading marks, grading, and writing outcomes with their snapshots; the whole run, as people start it, also
moves every application and writes an event for each into the audit chain. The floor copies out all rows that are
read, as lists of texts, and copies in all rows that are written, from lists of values, one transaction a table.
Bare COPY moves the same rows between the server and a file, past Python, into tables without foreign keys.
"""

import gc
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from applications import rows
from applications.audit.models import Event, Stream
from applications.filing.models import Application
from applications.jobs.models import Job
from applications.rounds.models import Round
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assignment, AssignmentState
from diagnosis.scoring import services
from diagnosis.scoring.batch import COLUMNS, graded
from diagnosis.scoring.marks import Case, kinds_of, marks_of
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.queries import ai_scores, cases_left, without_outcome
from grading.load import load_scheme

Rows = QuerySet[Any, Any]


def measured(rounds: Sequence[Round]) -> dict[str, float]:
    """Score rounds of one size as a worker does, each beside its own floors, and give the medians.

    `ratio` and `whole` are quotients taken within a round, so that a busy moment of the machine falls on both sides;
    `mib` is this process's highest memory after the first run, before any floor was taken.
    """
    load_scheme(rounds[0].scheme_code), reverse("live")  # as in a worker that has been up for a while
    seconds, mib = [], 0.0
    for round_ in rounds:
        run = _scored(round_)
        mib = mib or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        gc.freeze()
        seconds.append({"run": run} | _floors(round_, ScoringRun.objects.filter(round=round_).latest("pk")))
    found = {name: median(one[name] for one in seconds) for name in seconds[0]}
    found["ratio"] = median(one["grading"] / one["floor"] for one in seconds)
    found["whole"] = median(one["run"] / one["whole_floor"] for one in seconds)
    return found | {"mib": mib}


def _scored(round_: Round) -> float:
    run = services.start_run(round_, by=None)
    spent = _timed(lambda: services.perform_run(run.job_id))
    job = Job.objects.get(pk=run.job_id)
    if (job.done, job.failed) != (job.total, 0):
        raise RuntimeError(f"{job.done} of {job.total} scored, {job.failed} failed: {job.note}")
    return spent


def _floors(round_: Round, run: ScoringRun) -> dict[str, float]:
    own = Application.objects.filter(round=round_)
    names = own.annotate(stream=Concat(Value("application:"), "code")).values("stream")
    heads = Stream.objects.filter(name__in=names)
    read = sum(_read(marks) for marks in _marks(own))
    bare = sum(_out(marks) for marks in _marks(own)) + _in(Outcome.objects.filter(run=run))
    moved = [own.order_by("pk"), heads, Event.objects.filter(stream__in=names, verb="application.grade")]
    moves = _read(heads.values_list()) + sum(_write(rows_) for rows_ in moved)
    floor, grading = read + _rewrite(run), _grading(round_, run)
    return {"floor": floor, "bare": bare, "whole_floor": floor + moves, "grading": grading}


def _marks(own: Rows) -> Iterator[Rows]:
    """The rows that grading reads: applications with the kind that filed them, sheets in order of closing, letters."""
    yield own.order_by("pk").values_list(*Case._fields)
    seats = Assignment.objects.filter(application__in=own, state=AssignmentState.ACCEPTED)
    ordered = seats.order_by("application_id", "sheet__closed_at", "pk")
    yield ordered.values_list("application_id", "assessor_id", "sheet__sealed")
    yield KtrsResult.objects.filter(application__in=own).values_list("application_id", "letters")


def _grading(round_: Round, before: ScoringRun) -> float:
    """Reading, grading and writing outcomes, chunk by chunk as a run does, without moves and events."""
    job = Job.objects.create(key=f"bench:{round_.code}", kind="bench")
    run = ScoringRun.objects.create(
        code=f"{round_.code}-B",
        round=round_,
        scheme_code=before.scheme_code,
        scheme_digest=before.scheme_digest,
        job=job,
    )
    started = time.perf_counter()
    track, after = load_scheme(run.scheme_code).level_track, 0
    for size in services.chunk_sizes(without_outcome(run).count()):
        with transaction.atomic():
            cases = cases_left(run, track, after, size)
            if not cases:
                break
            bonus = ai_scores(run, [case.supplier_id for case in cases])
            found = graded(cases, marks_of(cases), kinds_of(cases), bonus)
            rows.insert(Outcome, ("run_id", *COLUMNS), ((run.pk, *one) for one in found))
        after = cases[-1].pk
    return time.perf_counter() - started


def _read(kept: Rows) -> float:
    """Seconds of copying rows out into lists."""
    return _timed(lambda: rows.read(kept))


def _write(kept: Rows) -> float:
    """Seconds of copying a table's rows in again from lists, into an empty table like it."""
    values = _values(kept)
    with _like(kept.model._meta.db_table) as empty:
        return _timed(lambda: rows.insert(kept.model, *values, table=empty))


def _rewrite(run: ScoringRun) -> float:
    """The same with the outcomes of a run, into their own table."""
    names, values = _values(run.outcomes.all())
    run.outcomes.all().delete()

    def write() -> None:
        with transaction.atomic():
            rows.insert(Outcome, names, values)

    return _timed(write)


def _values(kept: Rows) -> tuple[list[str], list[list[str | None]]]:
    """All columns of rows, and their values as texts."""
    fields = kept.model._meta.concrete_fields
    empty = [None if field.null else "" for field in fields]
    read = rows.read(kept.values_list(*[field.attname for field in fields]))
    values = [[value or none for value, none in zip(row, empty, strict=True)] for row in read]
    return [field.attname for field in fields], values


def _out(kept: Rows) -> float:
    """Seconds of copying rows out into a file."""
    with TemporaryFile() as file:
        return _timed(lambda: _copy(f"COPY ({_sql(kept)}) TO STDOUT", file))


def _in(kept: Rows) -> float:
    """Seconds of copying a table's rows in again from a file, into an empty table like it."""
    with TemporaryFile() as file, _like(kept.model._meta.db_table) as empty:
        _copy(f"COPY ({_sql(kept)}) TO STDOUT", file)
        file.seek(0)
        columns = ", ".join(connection.ops.quote_name(field.column) for field in kept.model._meta.concrete_fields)
        return _timed(lambda: _copy(f"COPY {empty} ({columns}) FROM STDIN", file))


@contextmanager
def _like(table: str) -> Iterator[str]:
    """An empty table with the columns, checks and indexes of another, for as long as it is needed."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table}_like (LIKE {table} INCLUDING ALL)")
        try:
            yield f"{table}_like"
        finally:
            cursor.execute(f"DROP TABLE {table}_like")


def _copy(statement: str, file: BinaryIO) -> None:
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(statement, file)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _sql(kept: Rows) -> str:
    statement, parameters = kept.query.sql_with_params()
    with connection.cursor() as cursor:
        return str(cursor.cursor.mogrify(statement, parameters).decode())
