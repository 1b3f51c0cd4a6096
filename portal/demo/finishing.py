"""What follows the loading, by the same services as people use: confirm, publish, object, correct, score the late ones.

It runs in the worker behind a job of its own. Every step looks first whether it is done, so that work that was
interrupted is taken up again where it stopped.
"""

import time
from collections.abc import Callable, Sequence

from applications.audit.models import Event
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.services import advance
from applications.filing.workflow import BY_NAME, State
from applications.jobs.models import Job, JobState
from applications.jobs.services import Lease, enqueue, progress
from applications.people.models import User
from applications.roles import Role
from applications.rounds.models import Round
from diagnosis.batches.queries import published
from diagnosis.panels.marking import close_sheet
from diagnosis.panels.models import MarkSheet
from diagnosis.reports.services import request_report
from diagnosis.scoring.models import ScoringRun
from diagnosis.scoring.services import confirm_run, perform_run, publish_run, start_run
from diagnosis.submissions.services import make_move
from portal.demo import words
from portal.demo.appraisals import load_appraisals
from portal.demo.benefits import ask_for_benefits
from portal.demo.challenges import leave_some_challenged
from portal.demo.disagreements import leave_some_apart
from portal.demo.loading import STREAM
from portal.demo.people import demo_user
from portal.demo.rounds import FIRST
from portal.demo.rulings import correct_published, leave_one_to_decide, look_up_sanctions, revoke_published

TASK = "portal.demo.finish"
KEY = "demo:finish"
STEPS = 6
FIRST_REPORTS = 6
LOOK_AGAIN = 1.0

Todo = dict[str, list[str]]


class RunFailed(Exception):
    """The scoring run that the follow-up waits for has failed or was stopped."""


def ask_to_finish() -> Job:
    """Ask the worker for the follow-up; asked twice it is the same job."""
    return enqueue(TASK, KEY, {}, total=STEPS, by=None)


def finish_demo(lease: Lease) -> None:
    """Bring the loaded round to the states that were planned for it."""
    todo: Todo = Event.objects.get(stream=STREAM, verb="demo.loaded").data["todo"]
    round_ = Round.objects.get(code=FIRST)
    operator, agency = demo_user(Role.OPERATOR), demo_user(Role.AGENCY)
    steps: list[Callable[[], object]] = [
        lambda: _publish(_scored(round_, 1, lease, by=operator), agency),
        lambda: _object(todo[State.OBJECTED]),
        lambda: _settle(todo, agency),
        lambda: _confirm_late(round_, todo[State.CONFIRMED], lease, operator, agency),
        lambda: _grade_late(round_, todo[State.GRADED], lease, operator),
        lambda: _first_reports(round_, todo[State.ASSESSED], agency),
    ]
    for number, step in enumerate(steps, 1):
        step()
        progress(lease, done=number)


def close_follow_up() -> None:
    """The last event of the demonstration's own stream."""
    record(STREAM, "demo.finished", by=None)


def _scored(round_: Round, number: int, lease: Lease, *, by: User) -> ScoringRun:
    """The round's nth run once it is done: whoever is free does it, this process or another worker's."""
    run = ScoringRun.objects.filter(code=f"{round_.code}-R{number}").first() or start_run(round_, by=by)
    while run.job.state != JobState.DONE:
        if run.job.state in (JobState.FAILED, JobState.CANCELLED):
            raise RunFailed(run.code)
        progress(lease, done=_steps_done(lease))
        if not perform_run(run.job_id):
            time.sleep(LOOK_AGAIN)
        run.job.refresh_from_db()
    return run


def _steps_done(lease: Lease) -> int:
    """How many steps are done already."""
    return Job.objects.values_list("done", flat=True).get(pk=lease.job_id)


def _publish(run: ScoringRun, agency: User) -> None:
    confirm_run(run, by=agency)
    publish_run(run, by=agency)
    load_appraisals(f"{run.code}:appraisals")


def _object(codes: Sequence[str]) -> None:
    for number, application in enumerate(_published(codes)):
        reasons = words.OBJECTION_REASONS[application.track]
        reason = reasons[number % len(reasons)]
        make_move(application, BY_NAME["object"], reason=reason, by=application.created_by)


def _settle(todo: Todo, agency: User) -> None:
    for application in _published(todo[State.FINAL]):
        advance(application, "finalise", by=agency)
    correct_published(_published(todo[State.CORRECTED]), agency)
    revoke_published(_published(todo[State.REVOKED]), agency)
    leave_one_to_decide(Application.objects.filter(code__in=todo[State.FINAL], state=State.FINAL).order_by("pk"))
    look_up_sanctions(demo_user(Role.OPERATOR))
    ask_for_benefits(demo_user(Role.OPERATOR))
    leave_some_apart()
    leave_some_challenged()


def _confirm_late(round_: Round, codes: Sequence[str], lease: Lease, operator: User, agency: User) -> None:
    _close_sheets(codes)
    confirm_run(_scored(round_, 2, lease, by=operator), by=agency)


def _grade_late(round_: Round, codes: Sequence[str], lease: Lease, operator: User) -> None:
    _close_sheets(codes)
    _scored(round_, 3, lease, by=operator)


def _first_reports(round_: Round, late: Sequence[str], agency: User) -> None:
    """The last cases become assessed; the demo supplier's reports come first, then a handful of others."""
    _close_sheets(late)
    ready = published(round_)
    own = ready.filter(application__supplier__members__user=demo_user(Role.SUPPLIER))
    for outcome in [*own, *ready.exclude(pk__in=own.values("pk"))[:FIRST_REPORTS]]:
        request_report(outcome, by=agency)


def _close_sheets(codes: Sequence[str]) -> None:
    """Close the sheet that was left open in each case; the last one closed ends the assessment by rule."""
    open_ = MarkSheet.objects.filter(assignment__application__code__in=codes, closed_at=None)
    for sheet in open_.select_related("assignment__assessor__user").order_by("pk"):
        close_sheet(sheet, by=sheet.assignment.assessor.user)


def _published(codes: Sequence[str]) -> list[Application]:
    found = Application.objects.filter(code__in=codes, state=State.PUBLISHED)
    return list(found.select_related("supplier", "round", "created_by").order_by("pk"))
