"""Results that count an AI score as their bonus which is no longer what the AI result says.

Nothing changes by itself: a result keeps its figures until two officials correct it. Here the portal says which
results that concerns, and from which day and why they would be corrected.
"""

from collections.abc import Iterable
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
    changed = _changed_sources(held)
    return [one for one in held if one.pk in changed]


def proposal_for(outcome: Outcome) -> Proposal | None:
    """What speaks for correcting a result's bonus; None where its AI result says what it counts, or it counts none."""
    source = _changed_sources([outcome]).get(outcome.pk)
    if source is None:
        return None
    rulings = Ruling.objects.filter(outcome__application=source.application_id, state=RulingState.DECIDED)
    ruling = rulings.order_by("-decided_at", "-pk").first()
    return Proposal(
        source=source,
        is_revoked=source.application.state == State.REVOKED,
        since=_within(outcome, ruling.effective_on if ruling else _day(source)),
        reason=ruling.reason if ruling else "",
    )


def _changed_sources(outcomes: Iterable[Outcome]) -> dict[int, Outcome]:
    """The AI results that were revoked or have another score now, by the number of the result that counts them."""
    counted = {one.pk: told for one in outcomes if (told := told_by(one).get("ai_source"))}
    codes = {told["application"] for told in counted.values()}
    now = Outcome.objects.filter(application__code__in=codes, current=True, published_at__isnull=False)
    by_code = {one.application.code: one for one in now.select_related("application")}
    found = {key: (by_code.get(told["application"]), told["score"]) for key, told in counted.items()}
    return {
        key: source
        for key, (source, score) in found.items()
        if source and (source.application.state == State.REVOKED or str(source.ai) != score)
    }


def _within(outcome: Outcome, day: date) -> date:
    """A day from which a correction may count: not before the result was published, not after today."""
    return min(max(day, _day(outcome)), clock.today())


def _day(outcome: Outcome) -> date:
    return timezone.localdate(outcome.published_at)
