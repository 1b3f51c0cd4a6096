"""A scoring run from its start to its publication: computed by the portal, answered for by people.

Chunks are committed one by one. Each first renews the job's lease, so a worker that was given up cannot write,
and takes only applications without an outcome of this run, so a run that died goes on where it stopped.
"""

import gc
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from applications import clock, rows
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.jobs import services as jobs
from applications.jobs.models import Job
from applications.people.models import User
from applications.permissions import require
from applications.rounds.models import Round
from diagnosis.scoring.batch import COLUMNS, Found, graded
from diagnosis.scoring.marks import Case, kinds_of, marks_of
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.moves import advance_all
from diagnosis.scoring.notices import tell_agency, tell_suppliers
from diagnosis.scoring.permissions import may_confirm, may_publish, may_resume, may_start, may_stop
from diagnosis.scoring.queries import ai_scores, cases_left, gradable, runs_of, tracks_in_order, without_outcome
from grading.load import load_scheme

TASK = "diagnosis.scoring.run"
FIRST, CHUNK, GROWTH = 100, 6400, 4
"""The fewest applications that are taken up first, the most at once, and how many times those of the chunk before."""
END = -1
"""Stands for the number of the last application when none was left."""


@transaction.atomic
def start_run(round_: Round, *, by: User | None) -> ScoringRun:
    """Ask for a run over all that is assessed or graded in the round; by=None is the portal itself.

    PermissionDenied says why not.
    """
    Round.objects.select_for_update().get(pk=round_.pk)
    require(may_start(by, round_))
    code = f"{round_.code}-R{runs_of(round_.pk).count() + 1}"
    job = jobs.enqueue(TASK, f"run:{code}", {"run": code}, total=gradable(round_).count(), by=by)
    run = ScoringRun.objects.create(
        code=code,
        round=round_,
        scheme_code=round_.scheme_code,
        scheme_digest=round_.scheme_digest,
        job=job,
        started_by=by,
    )
    record(stream_of(run), "run.started", by=by, data={"applications": job.total, "scheme": run.scheme_code})
    return run


@transaction.atomic
def cancel_run(run: ScoringRun, *, by: User) -> None:
    """Stop a run; what it found stays stored and can never be confirmed unless the run is resumed."""
    require(may_stop(by, run))
    if jobs.cancel(run.job):
        record(stream_of(run), "run.cancelled", by=by)


@transaction.atomic
def resume_run(run: ScoringRun, *, by: User) -> None:
    """Go on with a run that failed or was stopped."""
    Round.objects.select_for_update().get(pk=run.round_id)
    require(may_resume(by, run))
    if jobs.retry(run.job):
        record(stream_of(run), "run.resumed", by=by)


def perform_run(job_id: int) -> bool:
    """Do the run behind a job if it is free to take; what the worker and the command line call."""
    run = ScoringRun.objects.select_related("round", "job").get(job=job_id)
    return jobs.perform(job_id, partial(run_scoring, run), partial(_close_run, run))


def run_scoring(run: ScoringRun, lease: jobs.Lease) -> None:
    """Grade what the run has not graded yet, chunk by chunk; raises LeaseLost when the job is no longer ours."""
    faults, done, left = run.outcomes.exclude(fault="").count(), run.outcomes.count(), without_outcome(run).count()
    jobs.renew(lease, total=done + left, done=done - faults, failed=faults)
    with _what_was_there_left_alone():
        for track in tracks_in_order(run):
            after, sizes = 0, chunk_sizes(left)
            while after != END:
                after = score_chunk(run, track, lease, after, next(sizes))


def chunk_sizes(left: int) -> Iterator[int]:
    """How many applications to take up at once when so many are left; the first are few, so that progress shows."""
    size = min(max(FIRST, left // GROWTH), CHUNK)
    while True:
        yield size
        size = min(GROWTH * size, CHUNK)


@contextmanager
def _what_was_there_left_alone() -> Iterator[None]:
    """Keep the collector of cycles from walking through the whole portal each time some thousand rows were read."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@transaction.atomic
def score_chunk(run: ScoringRun, track: str, lease: jobs.Lease, after: int = 0, size: int = CHUNK) -> int:
    """Grade applications of a track that are numbered above `after`, with moves, events and progress.

    Gives the number of the last one, END when none was left.
    """
    jobs.renew(lease)
    cases = cases_left(run, track, after, size)
    if not cases:
        return END
    bonus = ai_scores(run, [case.supplier_id for case in cases])
    found: list[Found] = []
    for_writing = graded(cases, marks_of(cases), kinds_of(cases), bonus)
    rows.insert(Outcome, ("run_id", *COLUMNS), ((run.pk, *one) for one in _kept(for_writing, found)))
    _move_graded(run, cases, found)
    job, faults = Job.objects.get(pk=lease.job_id), sum(bool(one.fault) for one in found)
    jobs.progress(lease, done=job.done + len(found) - faults, failed=job.failed + faults)
    return cases[-1].pk


@transaction.atomic
def confirm_run(run: ScoringRun, *, by: User) -> int:
    """Make the run's outcomes the ones that count and their applications confirmed; says how many.

    Raises PermissionDenied for other roles than the agency and for the person who started the run. Confirming
    again changes nothing.
    """
    run = _locked(run)
    if run.confirmed_at is not None:
        return 0
    require(may_confirm(by, run))
    now = clock.now()
    applications = _applications(run, State.GRADED)
    found = run.outcomes.filter(fault="", application__state=State.GRADED)
    Outcome.objects.filter(current=True, application__in=found.values("application")).update(current=False)
    found.update(current=True, confirmed_at=now)
    advance_all(applications, "confirm", by=by, facts=lambda _: {"run": run.code})
    return _sign(run, "confirmed", now, len(applications), by)


@transaction.atomic
def publish_run(run: ScoringRun, *, by: User) -> int:
    """Open the confirmed outcomes to their suppliers and tell them; says how many.

    Raises PermissionDenied. Publishing again changes nothing.
    """
    run = _locked(run)
    if run.published_at is not None:
        return 0
    require(may_publish(by, run))
    now = clock.now()
    applications = _applications(run, State.CONFIRMED)
    opened = run.outcomes.filter(current=True, application__state=State.CONFIRMED)
    opened.update(published_at=now, valid_until=valid_until(run, clock.today()))
    advance_all(applications, "publish", by=by, facts=lambda _: {"run": run.code})
    tell_suppliers(run)
    return _sign(run, "published", now, len(applications), by)


def valid_until(run: ScoringRun, published_on: date) -> date:
    """The last day on which a result counts: the scheme's months from publication, less a day."""
    months = published_on.month - 1 + load_scheme(run.scheme_code).terms.validity_months
    year, month = published_on.year + months // 12, months % 12 + 1
    day = min(published_on.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def stream_of(run: ScoringRun) -> str:
    """The name of the run's audit stream."""
    return f"run:{run.code}"


def _kept(outcomes: Iterator[Found], found: list[Found]) -> Iterator[Found]:
    """The outcomes on their way into the database, put down in a list besides."""
    for one in outcomes:
        found.append(one)
        yield one


def _move_graded(run: ScoringRun, cases: list[Case], found: list[Found]) -> None:
    """Graded applications step back to assessed first, so that a fault leaves them there and the chain shows why."""
    again = [one for one in cases if one.state == State.GRADED]
    advance_all(again, "regrade", by=None, facts=lambda _: {"run": run.code})
    scores = {one.application_id: one.score for one in found if not one.fault}
    scored = [one for one in cases if one.pk in scores]
    advance_all(scored, "grade", by=None, facts=lambda case: {"run": run.code, "score": scores[case.pk]})


def _close_run(run: ScoringRun) -> None:
    faults = run.outcomes.exclude(fault="").count()
    record(stream_of(run), "run.finished", by=None, data={"outcomes": run.outcomes.count(), "faults": faults})
    tell_agency(run)


def _locked(run: ScoringRun) -> ScoringRun:
    """The run as stored now; the round's row is held so that no other run starts meanwhile."""
    Round.objects.select_for_update().get(pk=run.round_id)
    return ScoringRun.objects.select_related("round", "job").get(pk=run.pk)


def _applications(run: ScoringRun, state: State) -> list[Application]:
    found = Application.objects.filter(state=state, outcomes__run=run, outcomes__fault="")
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def _sign(run: ScoringRun, act: str, at: datetime, count: int, by: User) -> int:
    ScoringRun.objects.filter(pk=run.pk).update(**{f"{act}_at": at, f"{act}_by": by})
    record(stream_of(run), f"run.{act}", by=by, data={"applications": count})
    return count
