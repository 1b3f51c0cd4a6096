"""Making all documents of a round: in lanes that workers share, each document once, whatever dies on the way.

A lane is a chain of jobs of a few documents each: closing one asks for the next in the same transaction. So there are
never more messages under way than lanes, and a single request of a supplier waits for a few documents, not for all.
"""

import logging
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from applications import clock
from applications.audit.services import record
from applications.jobs import services as jobs
from applications.jobs.models import Job
from applications.jobs.queries import OPEN
from applications.people.models import User
from applications.rounds.models import Round
from diagnosis.batches.models import Batch, Failure
from diagnosis.batches.queries import MAKE, incomplete
from diagnosis.certificates.keys import NoKey
from diagnosis.certificates.signing import StampRefused
from diagnosis.reports.services import build_report
from diagnosis.scoring.models import Outcome

logger = logging.getLogger(__name__)
LANES, EACH = 8, 5


class BatchRunning(Exception):
    """A batch of this round and language is under way already."""


class NothingMissing(Exception):
    """Every document of the round is there."""


@transaction.atomic
def request_batch(round_: Round, *, by: User | None, language: str = "ko") -> Batch:
    """Ask the workers for every document of the round that is missing; raises BatchRunning and NothingMissing."""
    Round.objects.select_for_update().get(pk=round_.pk)
    earlier = Batch.objects.filter(round=round_, language=language)
    if earlier.filter(jobs__state__in=OPEN).exists():
        raise BatchRunning(round_.code)
    wanted = list(incomplete(round_, language).values_list("pk", flat=True))
    if not wanted:
        raise NothingMissing(round_.code)
    batch = Batch.objects.create(
        round=round_, number=earlier.count() + 1, language=language, outcomes=wanted, asked_by=by
    )
    for lane in range(LANES):
        _ask_for(batch, lane)
    record(f"round:{round_.code}", "reports.requested", by=by, data={"reports": len(wanted), "language": language})
    return batch


@transaction.atomic
def cancel_batch(batch: Batch, *, by: User) -> bool:
    """Stop a batch; what was made stays. False when it was over already."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    stopped = [job for job in batch.jobs.all() if jobs.cancel(job)]
    if stopped and batch.cancelled_at is None:
        Batch.objects.filter(pk=batch.pk).update(cancelled_at=clock.now())
        record(f"round:{batch.round.code}", "reports.stopped", by=by, data={"language": batch.language})
    return bool(stopped)


@transaction.atomic
def record_archive(batch: Batch, *, by: User) -> None:
    """Write into the chain that somebody took all documents of a batch away."""
    record(
        f"round:{batch.round.code}", "reports.taken", by=by, data={"reports": batch.total, "language": batch.language}
    )


def perform_part(job_id: int) -> bool:
    """Do one part of a batch if it is free to take, and ask for the next of its lane."""
    job = Job.objects.get(pk=job_id)
    batch, part = Batch.objects.select_related("round").get(pk=job.payload["batch"]), job.payload["part"]
    return jobs.perform(job_id, partial(make_part, batch, part, job), partial(_ask_for_next, batch, part))


def make_part(batch: Batch, part: int, job: Job, lease: jobs.Lease) -> None:
    """Make the documents of a part that are missing, note why one could not be made and go on with the rest."""
    wanted = _part(batch, part)
    done = failed = 0
    for outcome_id in wanted:
        made = _made(outcome_id, batch, job)
        done, failed = done + made, failed + (not made)
        jobs.progress(lease, done=done, failed=failed)


def _ask_for(batch: Batch, part: int) -> None:
    count = len(_part(batch, part))
    if count:
        payload = {"batch": batch.pk, "part": part}
        batch.jobs.add(jobs.enqueue(MAKE, f"batch:{batch.pk}:{part}", payload, total=count, by=batch.asked_by))


def _ask_for_next(batch: Batch, part: int) -> None:
    if Batch.objects.select_for_update().get(pk=batch.pk).cancelled_at is None:
        _ask_for(batch, part + LANES)


def _part(batch: Batch, part: int) -> list[int]:
    return list(batch.outcomes[part * EACH : (part + 1) * EACH])


def _made(outcome_id: int, batch: Batch, job: Job) -> bool:
    outcome = Outcome.objects.select_related("application__supplier", "application__round", "run").get(pk=outcome_id)
    try:
        build_report(outcome, language=batch.language, job=job)
    except Exception as error:
        # One document that cannot be drawn must not stop the others.
        logger.exception("documents of outcome %s failed", outcome_id)
        Failure.objects.update_or_create(
            batch=batch, outcome=outcome, defaults={"reason": _reason(error), "failed_at": clock.now()}
        )
        return False
    Failure.objects.filter(batch__language=batch.language, outcome=outcome).delete()
    return True


def _reason(error: Exception) -> str:
    """A sentence for the operator; what nobody foresaw is named by its kind, the log tells the rest."""
    if isinstance(error, NoKey | PermissionDenied):
        return str(error)
    if isinstance(error, StampRefused):
        return _("시점확인 기관이 답하지 않았습니다. 잠시 뒤에 다시 만들어 주세요.")
    return _("문서를 그리지 못했습니다(%(kind)s). 개발 담당자에게 알려 주세요.") % {"kind": type(error).__name__}
