"""One case graded anew after its inputs were corrected: a run of its own, so that no run of the round is disturbed."""

from django.db import transaction
from django.utils import timezone

from applications import clock
from applications.jobs.models import Job, JobState
from applications.people.models import User
from applications.rounds.models import Round
from diagnosis.rulings.inputs import Change, write
from diagnosis.scoring import bridge
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.queries import CORRECT, ai_scores

FIGURES = ("base", "ai", "bonus", "total", "level", "base_level")


class CannotCorrect(Exception):
    """The corrected inputs give no result, or the same as before; the argument is the sentence to show."""


@transaction.atomic
def foreseen(outcome: Outcome, changes: list[Change], *, by: User) -> dict[str, str]:
    """The figures that the changes would give, nothing of which stays stored. Raises StaleInput, CannotCorrect."""
    with transaction.atomic():
        figures = figures_of(regraded(outcome, changes, key=f"foreseen:{outcome.pk}", by=by))
        transaction.set_rollback(True)
    return figures


def regraded(outcome: Outcome, changes: list[Change], *, key: str, by: User) -> Outcome:
    """The unsaved outcome of a stored one-case run after the changes. Raises StaleInput, CannotCorrect.

    An AI result that has expired since the first grading still counts, one that was revoked does not.
    """
    application, before = outcome.application, outcome.run
    round_ = Round.objects.select_for_update().get(pk=before.round_id)
    write(application, changes)
    now = clock.now()
    job = Job.objects.create(key=key, kind=CORRECT, state=JobState.DONE, total=1, done=1, created_by=by)
    number = ScoringRun.objects.filter(round=round_, job__kind=CORRECT).count() + 1
    run = ScoringRun.objects.create(
        code=f"{round_.code}-C{number}",
        round=round_,
        scheme_code=before.scheme_code,
        scheme_digest=before.scheme_digest,
        job=job,
        started_by=by,
        started_at=now,
    )
    marks = bridge.marks_of([application])[application.pk]
    first_day = timezone.localdate(outcome.confirmed_at)
    ai = ai_scores(run, [application.supplier_id], valid_on=first_day).get(application.supplier_id)
    found = bridge.outcome_of(run, application, marks, ai, bridge.kind_in(outcome))
    if found.fault:
        raise CannotCorrect(" ".join(found.fault_lines))
    return found


def figures_of(outcome: Outcome) -> dict[str, str]:
    """An outcome's judged figures as printed."""
    return {name: str(value) for name in FIGURES if (value := getattr(outcome, name)) not in (None, "")}
