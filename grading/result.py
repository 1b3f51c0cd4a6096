"""What grading gives back: exact figures, printed figures, and plain data for storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.exact import floored, plain
from grading.values import Item, Level, Scheme, Track

FORMAT = 1
"""Version of the stored data; counted up when a key changes its meaning."""

HIGHEST = "highest"
LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class SheetResult:
    """One assessor's sheet: its total over the panel's items, and why it was left out, if it was."""

    assessor: str
    closed: int
    total: Fraction
    dropped: str | None

    def to_data(self) -> dict[str, Any]:
        return {
            "assessor": self.assessor,
            "closed": self.closed,
            "total": plain(floored(self.total)),
            "total_exact": plain(self.total),
            "dropped": self.dropped,
        }


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item: exact mean over the counted sheets, and the figures to print.

    `points_awarded` has up to 4 decimals; over all items it adds up to the track's `base_unrounded`.
    `counted` are the points the item can give to this supplier: more than the scheme's where it took over
    some of an item that does not apply, 0 where it does not apply itself (`rating` is None then).
    """

    item: Item
    ratings: Mapping[str, Decimal | None]
    letter: str | None
    rating: Fraction | None
    points: Fraction
    points_awarded: Decimal
    counted: Fraction
    points_counted: Decimal

    @property
    def code(self) -> str:
        return self.item.code

    def to_data(self, dropped: Mapping[str, str | None]) -> dict[str, Any]:
        return {
            "code": self.item.code,
            "name": self.item.name,
            "name_en": self.item.name_en,
            "section": self.item.section,
            "category": self.item.category,
            "marked_by": self.item.marked_by,
            "points_possible": str(self.item.points),
            "points_counted": plain(self.points_counted),
            "points_awarded": plain(self.points_awarded),
            "points_exact": plain(self.points),
            "applies": self.rating is not None,
            "variant": self.item.variant,
            "rating": "" if self.rating is None else plain(floored(self.rating, 2)),
            "rating_exact": "" if self.rating is None else plain(self.rating),
            "letter": self.letter,
            "ratings": [
                {
                    "assessor": assessor,
                    "rating": None if rating is None else plain(rating),
                    "dropped": dropped.get(assessor) is not None,
                }
                for assessor, rating in self.ratings.items()
            ],
        }


@dataclass(frozen=True, slots=True)
class PartResult:
    """Points of a section or category: the sum of its items as printed."""

    code: str
    name: str
    name_en: str
    section: str | None
    points_possible: int
    points_awarded: Decimal
    points_counted: Decimal

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"code": self.code, "name": self.name, "name_en": self.name_en}
        if self.section is not None:
            data["section"] = self.section
        return {
            **data,
            "points_possible": str(self.points_possible),
            "points_counted": plain(self.points_counted),
            "points_awarded": plain(self.points_awarded),
        }


@dataclass(frozen=True, slots=True)
class TrackResult:
    """A track's score. `exact` is the score before rounding, `base` after; `sheets` in order of closing."""

    scheme: Scheme
    track: Track
    base: Decimal
    exact: Fraction
    ktrs_points: Fraction
    sheets: tuple[SheetResult, ...]
    items: tuple[ItemResult, ...]
    categories: tuple[PartResult, ...]
    sections: tuple[PartResult, ...]
    trace: tuple[dict[str, Any], ...]

    @property
    def base_unrounded(self) -> Decimal:
        """The score cut after 4 decimals: the sum of the printed item figures."""
        return floored(self.exact)

    @property
    def dropped(self) -> dict[str, str]:
        """Assessors whose sheets were left out, with the reason `highest` or `lowest`."""
        return {sheet.assessor: sheet.dropped for sheet in self.sheets if sheet.dropped is not None}

    def to_data(self) -> dict[str, Any]:
        """Everything a page prints about the track, as plain data; numbers are strings."""
        return {
            "format": FORMAT,
            "scheme": self.scheme.code,
            "digest": self.scheme.digest,
            "track": self.track.code,
            "name": self.track.name,
            "name_en": self.track.name_en,
            "points_possible": str(self.track.total_points),
            "base": str(self.base),
            "base_unrounded": plain(self.base_unrounded),
            "base_exact": plain(self.exact),
            "ktrs_points": plain(floored(self.ktrs_points)) if self.track.ktrs_items else None,
            "sheets": [sheet.to_data() for sheet in self.sheets],
            "items": [item.to_data(self.dropped) for item in self.items],
            "categories": [part.to_data() for part in self.categories],
            "sections": [part.to_data() for part in self.sections],
            "trace": [dict(step) for step in self.trace],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a supplier: score, bonus, total and Level, before and after the bonus.

    `level` is the Level that counts under the scheme's bonus mode; `base_level` is the one before the
    bonus and `level_with_bonus` the one after it, whatever the mode.
    """

    scheme: Scheme
    integrated: TrackResult
    ai_track: TrackResult | None
    base: Decimal
    ai: Decimal | None
    bonus: Decimal | None
    bonus_mode: str | None
    total: Decimal
    grade_point: Decimal
    level: Level
    base_level: Level
    total_with_bonus: Decimal
    level_with_bonus: Level
    trace: tuple[dict[str, Any], ...]

    @property
    def items(self) -> tuple[ItemResult, ...]:
        return self.integrated.items

    @property
    def sections(self) -> tuple[PartResult, ...]:
        return self.integrated.sections

    def to_data(self) -> dict[str, Any]:
        """The whole result with its trace, for storage; readers never add up again."""
        tracks = [self.integrated, *([self.ai_track] if self.ai_track else [])]
        return {
            "format": FORMAT,
            "scheme": self.scheme.code,
            "digest": self.scheme.digest,
            "base": str(self.base),
            "ai": None if self.ai is None else str(self.ai),
            "bonus": None if self.bonus is None else str(self.bonus),
            "bonus_mode": self.bonus_mode,
            "total": str(self.total),
            "grade_point": str(self.grade_point),
            **_level_data("level", self.level),
            **_level_data("base_level", self.base_level),
            "total_with_bonus": str(self.total_with_bonus),
            **_level_data("level_with_bonus", self.level_with_bonus),
            "tracks": {result.track.code: result.to_data() for result in tracks},
            "trace": [dict(step) for step in self.trace],
        }


def _level_data(name: str, level: Level) -> dict[str, Any]:
    return {
        name: level.label,
        f"{name}_rank": level.rank,
        f"{name}_stage": level.stage,
        f"{name}_stage_en": level.stage_en,
        f"{name}_score_min": plain(level.score_min),
        f"{name}_score_max": None if level.score_max is None else plain(level.score_max),
    }
