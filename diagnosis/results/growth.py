"""What each item would bring next, laid out for page and report, and as data."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from applications import clock
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.queries import STANDING
from grading.ai_growth import AiGrowth, ai_growth
from grading.english import in_english
from grading.next_level import next_level
from grading.raises import ItemStep
from grading.values import KTRS, Level, Scheme

WEAKEST = 5


@dataclass(frozen=True)
class GrowthLine:
    """An item's next step: its rating now, what half a step and a whole one bring, and what the next anchor asks.

    `half` is None where a rating moves by whole letters only; `anchor` is empty at the top.
    """

    code: str
    name: str
    rating: Decimal
    half: Decimal | None
    whole: Decimal
    anchor: str
    is_letter: bool


@dataclass(frozen=True)
class AiPlan:
    """The way up on the AI track, with the published integrated result that its score is a bonus of, if there is one.

    `is_counted` says whether that result was computed with this very score; `is_assumed` whether the rule on the bonus
    is one that no notice has published.
    """

    growth: AiGrowth
    integrated: Outcome | None
    is_counted: bool
    is_assumed: bool


def growth_lines(items: Iterable[ItemStep], language: str) -> tuple[GrowthLine, ...]:
    """Every item in the scheme's order."""
    return tuple(_line(step, language) for step in items)


def weakest(lines: Iterable[GrowthLine]) -> tuple[GrowthLine, ...]:
    """The items that stand lowest and can still rise; of equal ones those that bring more come first."""
    rising = [line for line in lines if line.anchor]
    return tuple(sorted(rising, key=lambda line: (line.rating, -line.whole, line.code))[:WEAKEST])


def most_rewarding(lines: Iterable[GrowthLine]) -> tuple[GrowthLine, ...]:
    """The items that can still rise and bring the most; of equal ones those that stand lower come first."""
    rising = [line for line in lines if line.anchor]
    return tuple(sorted(rising, key=lambda line: (-line.whole, line.rating, line.code))[:WEAKEST])


def ai_plan(scheme: Scheme, outcome: Outcome) -> AiPlan:
    """The plan of an outcome of the AI track; the integrated result beside it is taken as it is stored."""
    beside = _integrated_of(scheme, outcome)
    growth = ai_growth(scheme, outcome.trace["tracks"][outcome.application.track], beside.base if beside else None)
    is_counted = beside is not None and beside.ai == outcome.ai
    return AiPlan(growth, beside, is_counted, scheme.origin("rules/ai_bonus/mode").assumption)


def growth_data(scheme: Scheme, outcome: Outcome) -> dict[str, Any]:
    """The same way up as data: points as text, Levels by name, anchors with their unofficial English."""
    if outcome.application.track == scheme.level_track:
        told: dict[str, Any] = _plain(next_level(scheme, outcome.trace))
        return told
    plan = ai_plan(scheme, outcome)
    beside = {"integrated": plan.integrated.application.code if plan.integrated else None}
    return beside | _plain(plan.growth)


def _integrated_of(scheme: Scheme, outcome: Outcome) -> Outcome | None:
    """The supplier's newest published integrated result under the same scheme that is still valid."""
    found = Outcome.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=clock.today()),
        application__supplier=outcome.application.supplier_id,
        application__track=scheme.level_track,
        application__scheme_code=scheme.code,
        application__state__in=STANDING,
        published_at__isnull=False,
        current=True,
        fault="",
    )
    return found.select_related("application").defer("snapshot", "sections").order_by("-published_at", "-pk").first()


def _plain(value: Any) -> Any:
    if isinstance(value, Level):
        return value.label
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if not is_dataclass(value):
        return value
    told = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    english = {f"{key}_en": in_english(told[key]) for key in ("anchor", "next_anchor") if told.get(key)}
    return told | english


def _line(step: ItemStep, language: str) -> GrowthLine:
    is_letter = step.marked_by == KTRS
    return GrowthLine(
        code=step.code,
        name=step.name_en if language == "en" else step.name,
        rating=step.rating,
        half=None if is_letter else step.half_gain,
        whole=step.whole_gain,
        anchor=step.next_anchor,
        is_letter=is_letter,
    )
