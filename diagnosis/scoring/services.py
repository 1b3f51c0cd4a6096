"""A scoring run from its start to its publication: computed by the portal, answered for by people.

Chunks are committed one by one. Each first renews the job's lease, so a worker that was given up cannot write,
and takes only applications without an outcome of this run, so a run that died goes on where it stopped.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from applications import clock
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.jobs import services as jobs
from applications.people.models import User
from applications.permissions import require
from applications.rounds.models import Round
from diagnosis.scoring import bridge
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.moves import advance_all
from diagnosis.scoring.notices import tell_agency, tell_suppliers
from diagnosis.scoring.permissions import may_confirm, may_publish, may_resume, may_start, may_stop
from diagnosis.scoring.queries import ai_scores, gradable, runs_of, tracks_in_order, without_outcome
from grading.load import load_scheme

TASK = "diagnosis.scoring.run"
CHUNK = 100


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
    jobs.renew(lease, total=run.outcomes.count() + without_outcome(run).count())
    for track in tracks_in_order(run):
        while score_chunk(run, track, lease):
            pass


@transaction.atomic
def score_chunk(run: ScoringRun, track: str, lease: jobs.Lease) -> int:
    """Grade up to CHUNK applications of a track with moves, events and progress; says how many were taken up."""
    jobs.renew(lease)
    left = without_outcome(run).filter(track=track).select_related("supplier").select_for_update(of=("self",))
    applications = list(left[:CHUNK])
    if applications:
        outcomes = _outcomes(run, applications)
        Outcome.objects.bulk_create(outcomes, ignore_conflicts=True)
        _move_graded(run, outcomes)
        faults = run.outcomes.exclude(fault="").count()
        jobs.progress(lease, done=run.outcomes.count() - faults, failed=faults)
    return len(applications)


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


def _outcomes(run: ScoringRun, applications: list[Application]) -> list[Outcome]:
    marks = bridge.marks_of(applications)
    bonus = ai_scores(run, [one.supplier_id for one in applications])
    return [bridge.outcome_of(run, one, marks[one.pk], bonus.get(one.supplier_id)) for one in applications]


def _move_graded(run: ScoringRun, outcomes: list[Outcome]) -> None:
    """Graded applications step back to assessed first, so that a fault leaves them there and the chain shows why."""
    again = [one.application for one in outcomes if one.application.state == State.GRADED]
    advance_all(again, "regrade", by=None, facts=lambda _: {"run": run.code})
    scored = {one.application_id: one for one in outcomes if not one.fault}
    told = {
        key: {"run": run.code, "score": str(one.ai if one.total is None else one.total)} for key, one in scored.items()
    }
    advance_all(
        [one.application for one in scored.values()], "grade", by=None, facts=lambda application: told[application.pk]
    )


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
