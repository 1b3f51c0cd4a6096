"""Results that count an AI score as their bonus which is no longer what the AI result says.

Nothing changes by itself: a result keeps its figures until two officials correct it. Here the portal says which
results that concerns, and from which day and why they would be corrected.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from applications import clock
from applications.filing.workflow import State
from diagnosis.rulings.models import Ruling, RulingState
from diagnosis.rulings.queries import RULED_ON
from diagnosis.scoring.bridge import told_by
from diagnosis.scoring.models import Outcome


@dataclass(frozen=True)
class Proposal:
    """Why a result should be corrected: its AI result as it stands now, since when, and what was said of it."""

    source: Outcome
    is_revoked: bool
    since: date
    reason: str


def overtaken() -> list[Outcome]:
    """The published results whose bonus is no longer what their AI result says and that nobody asked to rule on."""
    sources = Outcome.objects.filter(
        Q(application__state=State.REVOKED) | ~Q(ai=OuterRef("ai")),
        application__supplier=OuterRef("application__supplier"),
        current=True,
        total=None,
        published_at__isnull=False,
    )
    asked = Ruling.objects.filter(outcome=OuterRef("pk"), state=RulingState.ASKED)
    counting = Outcome.objects.filter(
        Exists(sources), ~Exists(asked), current=True, ai__isnull=False, total__isnull=False
    )
    held = list(
        counting.filter(application__state__in=RULED_ON, published_at__isnull=False)
        .select_related("application__supplier")
        .order_by("pk")
    )
    codes = {told["application"] for one in held if (told := told_by(one).get("ai_source"))}
    now = Outcome.objects.filter(application__code__in=codes, current=True, published_at__isnull=False)
    by_code = {one.application.code: one for one in now.select_related("application")}
    return [one for one in held if _changed_source(one, by_code)]


def proposal_for(outcome: Outcome) -> Proposal | None:
    """What speaks for correcting a result's bonus; None where its AI result says what it counts, or it counts none."""
    counted = told_by(outcome).get("ai_source")
    if not counted:
        return None
    versions = Outcome.objects.filter(application__code=counted["application"], published_at__isnull=False)
    rulings = Ruling.objects.filter(outcome__in=versions, state=RulingState.DECIDED)
    return proposal_from(outcome, versions.select_related("application"), rulings.order_by("decided_at", "pk"))


def proposal_from(outcome: Outcome, published: Iterable[Outcome], rulings: Iterable[Ruling]) -> Proposal | None:
    """The same from what was read of the company: its published results, and its rulings as they were decided."""
    versions = list(published)
    now = {one.application.code: one for one in versions if one.current}
    source = _changed_source(outcome, now)
    if source is None:
        return None
    own = {one.pk for one in versions if one.application_id == source.application_id}
    ruling = next(reversed([one for one in rulings if one.outcome_id in own]), None)
    return Proposal(
        source=source,
        is_revoked=source.application.state == State.REVOKED,
        since=_within(outcome, ruling.effective_on if ruling else _day(source)),
        reason=ruling.reason if ruling else "",
    )


def _changed_source(outcome: Outcome, now: Mapping[str, Outcome]) -> Outcome | None:
    """The AI result that a result counts, if it was revoked or has another score now; `now` is by application."""
    counted = told_by(outcome).get("ai_source")
    source = now.get(counted["application"]) if counted else None
    if counted is None or source is None:
        return None
    return source if source.application.state == State.REVOKED or str(source.ai) != counted["score"] else None


def _within(outcome: Outcome, day: date) -> date:
    """A day from which a correction may count: not before the result was published, not after today."""
    return min(max(day, _day(outcome)), clock.today())


def _day(outcome: Outcome) -> date:
    return timezone.localdate(outcome.published_at)
