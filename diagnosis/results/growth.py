"""What each item would bring next, laid out for page and report."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from grading.next_level import ItemStep, NextLevel
from grading.values import KTRS

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


def growth_lines(growth: NextLevel, language: str) -> tuple[GrowthLine, ...]:
    """Every item in the scheme's order."""
    return tuple(_line(step, language) for step in growth.items)


def weakest(lines: Iterable[GrowthLine]) -> tuple[GrowthLine, ...]:
    """The items that stand lowest and can still rise; of equal ones those that bring more come first."""
    rising = [line for line in lines if line.anchor]
    return tuple(sorted(rising, key=lambda line: (line.rating, -line.whole, line.code))[:WEAKEST])


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
