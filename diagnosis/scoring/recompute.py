"""Computing every result that counts once more from sealed sheets and letters, and telling people where it differs.

A check is a job that goes through the outcomes in order of their numbers; where it stopped stands in the job's
payload, so that another worker goes on from there and nothing is told twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial

from django.db import transaction

from applications import clock
from applications.audit.services import Entry, record, record_all
from applications.filing.queries import stream_of
from applications.jobs import services as jobs
from applications.jobs.models import Job
from applications.jobs.queries import OPEN
from applications.people.models import User
from applications.permissions import require
from diagnosis.scoring import bridge
from diagnosis.scoring.comparison import Difference, differences
from diagnosis.scoring.models import Discrepancy, Outcome
from diagnosis.scoring.notices import tell_of_discrepancies
from diagnosis.scoring.permissions import may_recompute
from diagnosis.scoring.queries import RECOMPUTE, ai_sources, checks, frozen_outcomes

STREAM = "recompute"
CHUNK = 100
KEPT = 20
Found = dict[int, list[Difference]]
Source = tuple[int, str]
"""A supplier's number and the code of its AI application."""


@transaction.atomic
def request_recompute(*, by: User | None) -> Job:
    """Ask for a check of every result that counts; by=None is the portal itself. PermissionDenied says why not."""
    require(may_recompute(by))
    today = clock.today().isoformat()
    number = checks().filter(key__startswith=f"{RECOMPUTE}:{today}:").count() + 1
    job = jobs.enqueue(RECOMPUTE, f"{RECOMPUTE}:{today}:{number}", {}, total=frozen_outcomes().count(), by=by)
    record(STREAM, "recompute.started", by=by, data={"outcomes": job.total})
    return job


@transaction.atomic
def recompute_nightly() -> Job | None:
    """The check of the night; asked twice in one night it is one check, and none beside one that is under way."""
    key = f"{RECOMPUTE}:{clock.today().isoformat()}:night"
    if checks().filter(state__in=OPEN).exists():
        return None
    return jobs.enqueue(RECOMPUTE, key, {}, total=frozen_outcomes().count(), by=None)


def perform_recompute(job_id: int) -> bool:
    """Do the check behind a job if it is free to take; what the worker and the command line call."""
    return jobs.perform(job_id, recompute_all, partial(_close, job_id))


def recompute_all(lease: jobs.Lease) -> None:
    """Check what is left, chunk by chunk; raises LeaseLost when the job is no longer ours."""
    after = int(lease.payload.get("after", 0))
    jobs.renew(lease, total=frozen_outcomes().count())
    while after >= 0:
        after = recompute_chunk(lease, after)


@transaction.atomic
def recompute_chunk(lease: jobs.Lease, after: int) -> int:
    """Check up to CHUNK outcomes numbered above `after`; gives the last one's number, -1 when none was left."""
    jobs.renew(lease)
    outcomes = list(frozen_outcomes().filter(pk__gt=after)[:CHUNK])
    if not outcomes:
        return -1
    found = recomputed(outcomes)
    _note(outcomes, found)
    last = outcomes[-1].pk
    job = Job.objects.get(pk=lease.job_id)
    differing = sum(bool(one) for one in found.values())
    payload = job.payload | {"after": last}
    jobs.renew(lease, payload=payload, done=job.done + len(outcomes) - differing, failed=job.failed + differing)
    return last


def recomputed(outcomes: Sequence[Outcome]) -> Found:
    """Where stored outcomes are not what their marks give, by outcome; nothing is written.

    An AI score that counts as a bonus is computed from its own marks too, so that a change of the one stored
    figure is found where it was made and nowhere else.
    """
    sources = ai_sources(outcomes)
    applications = [one.application for one in (*outcomes, *sources.values())]
    marks = bridge.marks_of(applications)
    found = {}
    for outcome in outcomes:
        ai = _ai_of(outcome, sources, marks)
        found[outcome.pk] = differences(outcome, _again(outcome, marks, ai))
    return found


def _ai_of(
    outcome: Outcome, sources: Mapping[Source, Outcome], marks: Mapping[int, bridge.Marks]
) -> bridge.AiScore | None:
    """The AI score an outcome counts: computed anew, or as it was noted where the AI result was reassessed since."""
    noted = bridge.told_by(outcome).get("ai_source")
    if not noted:
        return None
    source = sources.get((outcome.application.supplier_id, noted["application"]))
    if source is None or _later(source, outcome):
        return bridge.AiScore(noted["application"], Decimal(noted["score"]))
    again = _again(source, marks, None)
    return bridge.AiScore(noted["application"], again.ai) if again.ai is not None else None


def _again(outcome: Outcome, marks: Mapping[int, bridge.Marks], ai: bridge.AiScore | None) -> Outcome:
    """The outcome that the same marks give now, read as it was then."""
    application, kind = outcome.application, bridge.kind_in(outcome)
    return bridge.outcome_of(outcome.run, application, marks[application.pk], ai, kind)


def _later(source: Outcome, outcome: Outcome) -> bool:
    """Whether an AI result was confirmed after the outcome that counts an earlier one."""
    return bool(source.confirmed_at and outcome.confirmed_at and source.confirmed_at > outcome.confirmed_at)


def _note(outcomes: Iterable[Outcome], found: Found) -> None:
    """Store discrepancies that are new or have changed and close those that are gone, each with its event."""
    known = {one.outcome_id: one for one in Discrepancy.objects.filter(outcome__in=found, resolved_at=None)}
    entries = []
    for outcome in outcomes:
        open_one, differing = known.get(outcome.pk), found[outcome.pk]
        if differing and _is_news(open_one, differing):
            _store(outcome, differing)
            entries.append(_entry(outcome, "outcome.differs", {"places": [one.place for one in differing[:KEPT]]}))
        elif open_one and not differing:
            Discrepancy.objects.filter(pk=open_one.pk).update(resolved_at=clock.now())
            entries.append(_entry(outcome, "outcome.agrees", {}))
    record_all(entries)


def _is_news(known: Discrepancy | None, differing: Sequence[Difference]) -> bool:
    return known is None or (known.stored, known.recomputed, known.places) != (*_both(differing), len(differing))


def _store(outcome: Outcome, differing: Sequence[Difference]) -> None:
    stored, recomputed = _both(differing)
    said = {"stored": stored, "recomputed": recomputed, "places": len(differing), "found_at": clock.now()}
    Discrepancy.objects.update_or_create(outcome=outcome, resolved_at=None, defaults=said)


def _both(differing: Sequence[Difference]) -> tuple[dict[str, str], dict[str, str]]:
    """The first differing figures by place, as stored and as computed again."""
    kept = differing[:KEPT]
    return {one.place: one.stored for one in kept}, {one.place: one.recomputed for one in kept}


def _entry(outcome: Outcome, verb: str, data: dict[str, object]) -> Entry:
    return Entry(stream_of(outcome.application), verb, None, clock.now(), {"run": outcome.run.code, **data})


def _close(job_id: int) -> None:
    """Close what concerns results that no longer count, and tell people of what this check found."""
    job = Job.objects.get(pk=job_id)
    gone = Discrepancy.objects.filter(resolved_at=None).exclude(outcome__in=frozen_outcomes())
    gone.update(resolved_at=clock.now())
    news = Discrepancy.objects.filter(resolved_at=None, found_at__gte=job.started_at).count()
    record(STREAM, "recompute.finished", by=None, data={"agree": job.done, "differ": job.failed, "news": news})
    if news:
        tell_of_discrepancies(job, news)
