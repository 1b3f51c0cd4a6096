"""What a scheme says, as frozen values; nothing here reads a file or adds up a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm

from grading.exact import half_up
from grading.kinds import Kind, Variant
from grading.terms import (
    Benefit,
    Fee,
    Organisation,
    Panel,
    Quota,
    Round,
    SupplierType,
    TechnologyField,
    Terms,
)

PANEL = "PANEL"
KTRS = "KTRS"
INTEGRATED = "INTEGRATED"
MFG_AI = "MFG_AI"
ADD_TO_TOTAL = "add_to_total"
REPORT_SEPARATELY = "report_separately"
BONUS_MODES = (ADD_TO_TOTAL, REPORT_SEPARATELY)
TOP_RATING = 5
SPREADS = ("category", "section", "track")
"""Where the points of an item that does not apply may go."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from; `assumption` is true when no official source states it."""

    source: str
    title: str
    assumption: bool


@dataclass(frozen=True, slots=True)
class RatingScale:
    """What each allowed rating is worth, as a share of an item's points."""

    code: str
    step: Decimal
    worth: Mapping[Decimal, Fraction]
    names: Mapping[int, str]
    names_en: Mapping[int, str]
    place: str

    @property
    def ratings(self) -> tuple[Decimal, ...]:
        """Allowed ratings, lowest first."""
        return tuple(self.worth)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is rated; `anchors` says what each whole rating from 5 to 0 looks like.

    `spread` names the part whose other items take over the points where the item does not apply; None
    where it always applies. `variants` are readings for other kinds of supplier, the first that suits.
    """

    code: str
    name: str
    name_en: str
    points: int
    anchors: Mapping[int, str]
    evidence: tuple[str, ...]
    marked_by: str
    section: str
    category: str
    place: str
    spread: str | None = None
    variants: tuple[Variant, ...] = ()
    variant: str | None = None

    def read_for(self, kind: Kind) -> Item:
        """The item as it reads for a kind of supplier: other name, anchors and evidence, the same points."""
        return self.read_as(next((v.code for v in self.variants if v.suits(kind)), None))

    def read_as(self, variant: str | None) -> Item:
        """The item in one of its readings by code; as it is written for None or an unknown code."""
        found = next((v for v in self.variants if v.code == variant), None)
        if found is None:
            return self
        return replace(
            self,
            name=found.name,
            name_en=found.name_en,
            anchors=found.anchors,
            evidence=found.evidence,
            variant=found.code,
        )


@dataclass(frozen=True, slots=True)
class Category:
    """중분류: items that belong together."""

    code: str
    name: str
    name_en: str
    points: int
    section: str
    items: tuple[Item, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Section:
    """대분류: categories that belong together."""

    code: str
    name: str
    name_en: str
    points: int
    categories: tuple[Category, ...]
    place: str

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for category in self.categories for item in category.items)


@dataclass(frozen=True)
class Track:
    """One diagnosis with its own items, fee and seats."""

    code: str
    name: str
    name_en: str
    total_points: int
    item_count: int
    includes: tuple[str, ...]
    scale: RatingScale
    sections: tuple[Section, ...]
    quota: Quota
    fee: Fee
    supplier_types: Mapping[str, tuple[str, ...]]
    place: str

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def panel_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.marked_by == PANEL)

    @cached_property
    def ktrs_items(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.marked_by == KTRS)

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        return tuple(category for section in self.sections for category in section.categories)

    @cached_property
    def unit(self) -> int:
        """How many parts a point has so that every item is worth whole parts at every rating."""
        return lcm(*((i.points * share).denominator for i in self.items for share in self.scale.worth.values()))

    @cached_property
    def parts(self) -> dict[str, dict[Decimal, int]]:
        """What each item is worth at each rating, in parts of a point (see `unit`)."""
        return {
            item.code: {r: int(item.points * share * self.unit) for r, share in self.scale.worth.items()}
            for item in self.items
        }

    @cached_property
    def spreading(self) -> bool:
        """Whether any item may be found not to apply."""
        return any(item.spread for item in self.items)

    @cached_property
    def points(self) -> dict[str, Fraction]:
        """Points of every item by code, as exact numbers."""
        return {item.code: Fraction(item.points) for item in self.items}

    @cached_property
    def _by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    def item(self, code: str) -> Item:
        """The item with that code; KeyError when the track has none."""
        return self._by_code[code]

    def has_item(self, code: str) -> bool:
        return code in self._by_code

    def read_for(self, kind: Kind) -> Track:
        """The track with every item as it reads for a kind of supplier."""
        if kind not in self._readings:
            self._readings[kind] = self._read_for(kind)
        return self._readings[kind]

    @cached_property
    def _readings(self) -> dict[Kind, Track]:
        return {}

    def _read_for(self, kind: Kind) -> Track:
        if all(item.read_for(kind) is item for item in self.items):
            return self
        return replace(self, sections=tuple(_section_for(section, kind) for section in self.sections))

    def eligible_supplier_types(self, round_code: str) -> tuple[str, ...]:
        """Codes of the supplier types that may apply in that round; KeyError for an unknown round."""
        return self.supplier_types[round_code]


def _section_for(section: Section, kind: Kind) -> Section:
    categories = (
        replace(category, items=tuple(item.read_for(kind) for item in category.items))
        for category in section.categories
    )
    return replace(section, categories=tuple(categories))


@dataclass(frozen=True, slots=True)
class Stage:
    """The maturity stage that a group of Levels shares."""

    code: str
    name: str
    name_en: str
    description: str


@dataclass(frozen=True, slots=True)
class Level:
    """A band of totals, lower edge inclusive, upper exclusive; `rank` counts up from 0."""

    label: str
    rank: int
    score_min: Decimal
    score_max: Decimal | None
    grade_point_min: Decimal
    grade_point_max: Decimal | None
    stage: str
    stage_en: str
    stage_code: str
    description: str
    place: str


@dataclass(frozen=True, slots=True)
class GradePoint:
    """`max(0, (total - offset) / divisor)`, rounded half up."""

    offset: int
    divisor: int
    decimals: int


@dataclass(frozen=True, slots=True)
class AiBonus:
    """How an AI result counts towards the total."""

    track: str
    mode: str
    max_points: int
    place: str


@dataclass(frozen=True)
class Scheme:
    """Everything one notice decides; `digest` names its exact content.

    `carried` says by older scheme which old item stands for an item here when the scheme is tried out.
    `uniform_rating_gives_level` is the promise that k on every item makes Level k; `cases` counts the worked
    examples that came out as stated when the scheme was read.
    """

    code: str
    year: int
    title: str
    title_en: str
    digest: str
    tracks: Mapping[str, Track]
    level_track: str
    levels: tuple[Level, ...]
    excellent_level: str
    grade_point: GradePoint
    score_decimals: int
    ai_bonus: AiBonus | None
    panel: Panel
    terms: Terms
    rounds: Mapping[str, Round]
    organisations: tuple[Organisation, ...]
    supplier_types: Mapping[str, SupplierType]
    technology_fields: Mapping[str, TechnologyField]
    ktrs_ratings: Mapping[str, Decimal]
    ktrs_names: Mapping[str, str]
    benefits: tuple[Benefit, ...]
    carried: Mapping[str, Mapping[str, str]]
    uniform_rating_gives_level: bool
    cases: int
    origins: Mapping[str, Origin]

    def level(self, label: str) -> Level:
        """The Level with that label; KeyError when there is none."""
        return self._by_label[label]

    @cached_property
    def _by_label(self) -> dict[str, Level]:
        return {level.label: level for level in self.levels}

    def level_of(self, total: Decimal) -> Level:
        """The Level of a total as printed; `levels` runs from the top down."""
        return next((level for level in self.levels if total >= level.score_min), self.levels[-1])

    def is_excellent(self, label: str) -> bool:
        """Whether a Level counts as 우수 under this scheme."""
        return self.level(label).rank >= self.level(self.excellent_level).rank

    def grade_point_of(self, total: Decimal) -> Decimal:
        """등급점수 of a printed total, half up to the scheme's decimals."""
        rule = self.grade_point
        exact = (Fraction(total) - rule.offset) / rule.divisor
        return half_up(max(Fraction(0), exact), rule.decimals)

    def fee(self, track_code: str) -> Fee:
        return self.tracks[track_code].fee

    @property
    def fees(self) -> dict[str, Fee]:
        """Fees by track code."""
        return {code: track.fee for code, track in self.tracks.items()}

    def organisation(self, role: str, on: date | None = None) -> Organisation | None:
        """Who held a role on a day (by default the latest)."""
        held = [o for o in self.organisations if o.role == role and (on is None or o.valid_from <= on)]
        return max(held, key=lambda o: o.valid_from, default=None)

    def origin(self, place: str) -> Origin:
        """Source and flag of one figure by its place; a nested figure answers for the table it stands in."""
        while place not in self.origins and "/" in place:
            place = place.rpartition("/")[0]
        return self.origins[place]
