"""Where a result stands among those of its round and track; never told of fewer than five other companies."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from statistics import quantiles
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from diagnosis.results.story import Story
from diagnosis.scoring.models import Outcome

FEWEST = 5
TENTH = Decimal("0.1")
STATE = "field_state"


@dataclass(frozen=True)
class Spread:
    """The quartiles of a figure over the field, to one decimal."""

    low: Decimal
    middle: Decimal
    high: Decimal


@dataclass(frozen=True)
class Field:
    """Those compared with: how many others, the spread of the score and of each section's share in percent."""

    others: int
    score: Spread
    sections: Mapping[str, Spread]


def beside_field(outcomes: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """The same outcomes, each with what tells the state of its field, so that `field_of` need not ask for it."""
    peers = _peers(OuterRef("application__round"), OuterRef("application__track")).order_by()
    state = JSONObject(count=Count("pk"), latest=Max("pk"), published=Max("published_at"))
    by_round = peers.values("application__round").annotate(one=state)
    return outcomes.annotate(**{STATE: Subquery(by_round.values("one"))})


def field_of(outcome: Outcome) -> Field | None:
    """The published results of the same round and track; None while there are too few others."""
    state = _state(outcome)
    is_peer = outcome.current and not outcome.fault and outcome.published_at is not None
    others = state["count"] - is_peer if state else 0
    if others < FEWEST:
        return None
    score, sections = _spreads(outcome.application.round_id, outcome.application.track, *state.values())
    return Field(others, score, sections)


def share_of(section: Mapping[str, str]) -> Decimal:
    """A section's points in percent of the possible ones, to one decimal."""
    possible = Decimal(section["possible"])
    share = Decimal(section["points"]) * 100 / possible if possible else Decimal(0)
    return share.quantize(TENTH, ROUND_HALF_UP)


def field_rows(story: Story, field: Field) -> list[tuple[str, ...]]:
    """What is compared, the company's own figure, and the quartiles."""
    own = (_("총점") if story.has_level else _("제조AI 점수"), str(story.score))
    spread = field.score
    rows: list[tuple[str, ...]] = [(*own, str(spread.low), str(spread.middle), str(spread.high))]
    for part in story.sections:
        spread = field.sections[part.code]
        name = f"{part.code}. {part.name} (%)"
        rows.append(
            (
                name,
                str(share_of(story.outcome.sections[part.code])),
                str(spread.low),
                str(spread.middle),
                str(spread.high),
            )
        )
    return rows


def _state(outcome: Outcome) -> dict[str, Any]:
    """How many results there are, the latest and its day, as `beside_field` brought them or read now."""
    if not hasattr(outcome, STATE):
        outcome = beside_field(Outcome.objects.filter(pk=outcome.pk)).get()
    return getattr(outcome, STATE) or {}


@lru_cache(maxsize=16)
def _spreads(round_id: int, track: str, *_state: Any) -> tuple[Spread, Mapping[str, Spread]]:
    """Read once for a batch; `_state` tells when a result has come or gone."""
    rows = list(_peers(round_id, track).values_list("total", "ai", "sections"))
    scores = [one for total, ai, _sections in rows if (one := ai if total is None else total) is not None]
    codes = rows[0][2]
    by_section = {code: [share_of(sections[code]) for *_scores, sections in rows] for code in codes}
    return _spread(scores), {code: _spread(shares) for code, shares in by_section.items()}


def _peers(round_id: int | OuterRef, track: str | OuterRef) -> QuerySet[Outcome]:
    return Outcome.objects.filter(
        application__round=round_id, application__track=track, current=True, fault="", published_at__isnull=False
    )


def _spread(values: list[Decimal]) -> Spread:
    return Spread(*(one.quantize(TENTH, ROUND_HALF_UP) for one in quantiles(values, n=4, method="inclusive")))
