"""Runs and outcomes: which count, which a person may see, and how they compare."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from applications import clock, rows
from applications.filing.models import Application
from applications.filing.workflow import RESULT_STATES, State
from applications.jobs.models import Job, JobState
from applications.jobs.queries import OPEN
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role
from applications.rounds.models import Round
from diagnosis.answers import estimates
from diagnosis.panels.models import Reconciliation
from diagnosis.scoring.bridge import AiScore, told_by
from diagnosis.scoring.marks import Case
from diagnosis.scoring.models import Discrepancy, Outcome, ScoringRun
from grading.load import load_scheme

GRADABLE = (State.ASSESSED, State.GRADED)
FROZEN = (State.CONFIRMED, *sorted(RESULT_STATES))
RECOMPUTE = "diagnosis.scoring.recompute"
CORRECT = "diagnosis.rulings.correct"
"""The kind of job of a run that corrects one published result; such a run is no run of the round."""
STANDING = (State.CONFIRMED, *sorted(RESULT_STATES - {State.REVOKED}))


def runs_for(user: User) -> QuerySet[ScoringRun]:
    """Every run for those who run or inspect the programme, none for others; newest first."""
    runs = ScoringRun.objects.select_related("round", "job", "started_by", "confirmed_by", "published_by")
    return runs if user.role in SEES_EVERY_CASE else runs.none()


def outcomes_for(user: User) -> QuerySet[Outcome]:
    """Outcomes a person may read: the own company's or all published ones, or all for those who run or inspect."""
    outcomes = Outcome.objects.select_related("application__supplier", "application__round", "run")
    if user.role in SEES_EVERY_CASE:
        return outcomes
    published = outcomes.exclude(published_at=None)
    if user.role == Role.SUPPLIER:
        return published.filter(application__supplier__members__user=user)
    return published if user.role == Role.MINISTRY else outcomes.none()


def current_outcome_of(application: Application) -> Outcome | None:
    """The confirmed outcome that counts now, published or not."""
    return Outcome.objects.filter(application=application, current=True).select_related("run").first()


def published_outcome_of(application: Application) -> Outcome | None:
    """The outcome last opened to the supplier."""
    published = Outcome.objects.filter(application=application).exclude(published_at=None)
    return published.select_related("run").order_by("-published_at", "-pk").first()


def gradable(round_: Round) -> QuerySet[Application]:
    """Applications a run takes up: assessed, or graded and not yet confirmed."""
    return Application.objects.filter(round=round_, state__in=GRADABLE).order_by("pk")


def held_back() -> QuerySet[Application]:
    """Cases that a run leaves out because their sheets are still being reconciled."""
    waiting = Reconciliation.objects.filter(application=OuterRef("pk"), closed_at=None)
    return Application.objects.filter(Exists(waiting), state=State.IN_ASSESSMENT)


def without_outcome(run: ScoringRun, after: int = 0) -> QuerySet[Application]:
    """What is left to do of a run, numbered above `after`."""
    # Saying the number on both sides spares the database from going through all that was done before.
    done = Outcome.objects.filter(run=run, application=OuterRef("pk"), application_id__gt=after)
    return gradable(run.round).filter(~Exists(done), pk__gt=after)


def cases_left(run: ScoringRun, track: str, after: int, most: int) -> list[Case]:
    """What is left to do of a track, numbered above `after`; held until the transaction ends."""
    left = without_outcome(run, after).filter(track=track).select_for_update()
    found = rows.read(left.values_list(*Case._fields)[:most])
    return [
        Case(int(key), code, state, scheme, digest, track, int(supplier), *filed)
        for key, code, state, scheme, digest, track, supplier, *filed in found
    ]


def tracks_in_order(run: ScoringRun) -> list[str]:
    """The tracks of the scheme, those whose score is another's bonus first."""
    scheme = load_scheme(run.scheme_code)
    return sorted(scheme.tracks, key=lambda track: track == scheme.level_track)


def ai_scores(run: ScoringRun, suppliers: list[int], valid_on: date | None = None) -> dict[int, AiScore]:
    """The AI score that counts for each supplier: this run's, else the confirmed one that is still valid, or was.

    A run is confirmed in one act, so the AI scores it found are confirmed together with the totals they enter.
    """
    bonus = load_scheme(run.scheme_code).ai_bonus
    if bonus is None:
        return {}
    scored = _ai_outcomes(bonus.track).filter(application__supplier__in=rows.among(suppliers))
    columns = ("application__supplier_id", "application__code", "ai")
    said = [*standing(scored, valid_on).values_list(*columns), *scored.filter(run=run).values_list(*columns)]
    return {supplier: AiScore(code, score) for supplier, code, score in said}


def standing(outcomes: QuerySet[Outcome], on: date | None = None) -> QuerySet[Outcome]:
    """Those that are confirmed and valid on a day, by default today; the latest confirmed last."""
    valid = Q(valid_until=None) | Q(valid_until__gte=on or clock.today())
    return outcomes.filter(valid, current=True, application__state__in=STANDING).order_by("confirmed_at", "pk")


def open_ai_score(supplier_id: int, track: str) -> Decimal | None:
    """The AI score that stands for a company and that it may read already."""
    own = _ai_outcomes(track).filter(application__supplier=supplier_id, published_at__isnull=False)
    return standing(own).values_list("ai", flat=True).last()


estimates.STANDING.append(open_ai_score)


def _ai_outcomes(track: str) -> QuerySet[Outcome]:
    return Outcome.objects.filter(application__track=track, fault="", ai__isnull=False)


def awaited_ai(run: ScoringRun) -> int:
    """Graded integrated applications whose supplier's AI application of the round has no score yet."""
    bonus = load_scheme(run.scheme_code).ai_bonus
    if bonus is None:
        return 0
    waiting = Application.objects.filter(
        supplier=OuterRef("application__supplier"),
        round=run.round,
        track=bonus.track,
        state__in=(State.PAID, State.IN_ASSESSMENT, State.ASSESSED),
    )
    return run.outcomes.filter(Exists(waiting), ai=None, fault="").count()


def faults_of(run: ScoringRun) -> QuerySet[Outcome]:
    """What the run could not grade, in order of application."""
    return run.outcomes.exclude(fault="").select_related("application__supplier").order_by("application__code")


def confirmed_in(run: ScoringRun) -> int:
    """How many confirmed applications wait for the run's publication."""
    return run.outcomes.filter(current=True, application__state=State.CONFIRMED).count()


def latest_run(round_: Round) -> ScoringRun | None:
    """The newest run of the round; only this one can be confirmed."""
    return runs_of(round_.pk).select_related("job").order_by("-pk").first()


def is_scoring(round_: Round) -> bool:
    """Whether a run of the round waits or is at work."""
    return ScoringRun.objects.filter(round=round_, job__state__in=OPEN).exists()


def runs_to_confirm(user: User) -> QuerySet[ScoringRun]:
    """Finished runs that wait for confirmation: the newest of their round, oldest first."""
    later = runs_of(OuterRef("round")).filter(pk__gt=OuterRef("pk"))
    waiting = runs_for(user).filter(~Exists(later), confirmed_at=None, job__state=JobState.DONE)
    return waiting.order_by("pk")


def runs_to_publish(user: User) -> QuerySet[ScoringRun]:
    """Confirmed runs that wait for publication, oldest first."""
    return runs_for(user).filter(confirmed_at__isnull=False, published_at=None).order_by("confirmed_at")


def run_before(run: ScoringRun) -> ScoringRun | None:
    """The last finished run of the round before this one."""
    earlier = runs_of(run.round_id).filter(pk__lt=run.pk, job__state=JobState.DONE)
    return earlier.order_by("-pk").first()


def frozen_outcomes() -> QuerySet[Outcome]:
    """The outcomes that count and whose marks no one may change, in order of their numbers.

    Left out is what is being assessed again: its panel is at work.
    """
    outcomes = Outcome.objects.filter(current=True, fault="", application__state__in=FROZEN)
    return outcomes.select_related("application__supplier", "run").order_by("pk")


def ai_sources(outcomes: Iterable[Outcome]) -> dict[tuple[int, str], Outcome]:
    """The AI results that outcomes name as the source of their bonus, by supplier and application code."""
    codes = {source["application"] for one in outcomes if (source := told_by(one).get("ai_source"))}
    found = frozen_outcomes().filter(application__code__in=codes) if codes else ()
    return {(one.application.supplier_id, one.application.code): one for one in found}


def checks() -> QuerySet[Job]:
    """Recomputations of all results, newest first."""
    return Job.objects.filter(kind=RECOMPUTE).select_related("created_by").order_by("-pk")


def discrepancies_for(user: User) -> QuerySet[Discrepancy]:
    """Open discrepancies first, then those that went away, for those who run or inspect the programme."""
    found = Discrepancy.objects.select_related("outcome__application__supplier", "outcome__run")
    ordered = found.order_by(F("resolved_at").desc(nulls_first=True), "-found_at", "-pk")
    return ordered if user.role in SEES_EVERY_CASE else ordered.none()


def runs_of(round_id: int | OuterRef) -> QuerySet[ScoringRun]:
    """The runs over a round, without those that corrected a single result."""
    return ScoringRun.objects.filter(round=round_id).exclude(job__kind=CORRECT)
