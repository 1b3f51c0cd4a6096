"""The growth plan: for each item to begin with, what the next rating asks, what to show for it, and what it brings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from diagnosis.answers.models import Evidence
from diagnosis.results.growth import GrowthLine
from diagnosis.results.story import Story
from diagnosis.scoring.models import Outcome
from grading.values import Item


@dataclass(frozen=True)
class PlanLine:
    """A weak item with the proof that its scheme names and the evidence that was handed in."""

    line: GrowthLine
    proofs: tuple[str, ...]
    given: tuple[str, ...]


def plan_of(story: Story, given: dict[str, tuple[str, ...]]) -> list[PlanLine]:
    """The plan in the order to begin with."""
    items = _items(story)
    return [PlanLine(line, items[line.code].evidence, given.get(line.code, ())) for line in story.growth_first]


def evidence_of(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """The titles of the evidence that was put forward, by item, in alphabetical order."""
    found: dict[str, set[str]] = {}
    used = Evidence.objects.filter(application=outcome.application_id).select_related("version__document")
    for one in used:
        found.setdefault(one.item_code, set()).add(str(one.version))
    return {code: tuple(sorted(titles)) for code, titles in found.items()}


def _items(story: Story) -> dict[str, Item]:
    """The items as they read for this supplier."""
    rows: Iterable[dict[str, Any]] = story.outcome.trace["tracks"][story.track.code]["items"]
    return {row["code"]: story.track.item(row["code"]).read_as(row.get("variant")) for row in rows}
