"""A cohort under other edges, weights, trimming or another bonus mode: who would cross a Level.

An AI score is a confirmed result of its own: it stays as it is whatever is tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from grading.exact import half_up, shared_out
from grading.grade import Sheet, grade_total, grade_track
from grading.told import Words
from grading.values import BONUS_MODES, Category, Item, Level, Scheme, Section, Track

Data = Mapping[str, Any]
LEAST_TRIMMED = 3
"""Fewer sheets would leave nothing to average."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is tried: lower edges by Level label, points by item of the level track, the bonus mode.

    `trim_from` is the number of sheets from which extremes go. `ktrs_points` gives the items that KTRS-FM
    rates another sum and the others the rest, `sections` gives sections other sums; within each group the
    proportions stay, in whole points. Only one of points, sections and ktrs_points may be given.
    """

    edges: Mapping[str, Decimal] = field(default_factory=dict)
    points: Mapping[str, int] = field(default_factory=dict)
    bonus_mode: str | None = None
    trim_from: int | None = None
    ktrs_points: int | None = None
    sections: Mapping[str, int] = field(default_factory=dict)

    @property
    def regrades(self) -> bool:
        """Whether the base has to be computed from the marks again."""
        return self.reweighs or self.trim_from is not None

    @property
    def reweighs(self) -> bool:
        """Whether items get other points."""
        return bool(self.points or self.sections) or self.ktrs_points is not None


@dataclass(frozen=True, slots=True)
class Crossing:
    """One result before and after; `moved` counts Levels up (positive) or down."""

    key: str
    total_before: Decimal
    total_after: Decimal
    level_before: str
    level_after: str
    moved: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The cohort in its order, and how many stand at each Level, highest first."""

    scheme: Scheme
    rows: tuple[Crossing, ...]
    counts_before: Mapping[str, int]
    counts_after: Mapping[str, int]

    @property
    def up(self) -> tuple[Crossing, ...]:
        return tuple(row for row in self.rows if row.moved > 0)

    @property
    def down(self) -> tuple[Crossing, ...]:
        return tuple(row for row in self.rows if row.moved < 0)


class ChangeRefused(ValueError):
    """The change makes no usable scheme, or the cohort belongs to another; `told` lists why in both languages."""

    def __init__(self, told: Sequence[Words]) -> None:
        super().__init__("; ".join(words.ko for words in told))
        self.told = tuple(told)

    def say(self, lang: str = "ko") -> list[str]:
        """Every reason as a sentence."""
        return [words.read(lang) for words in self.told]


def foreign(keys: Sequence[str]) -> ChangeRefused:
    """The refusal of outcomes from another scheme."""
    return ChangeRefused(
        [Words(f"{key}: 다른 평가체계로 채점한 결과입니다", f"{key}: graded by another scheme") for key in keys]
    )


def what_if(scheme: Scheme, cohort: Mapping[str, Data], change: Change) -> WhatIf:
    """Judge stored outcomes, by key, under a change; the present side is what was stored.

    Raises ChangeRefused when the change does not hold together or an outcome is from another scheme.
    """
    others = [key for key, data in cohort.items() if data["digest"] != scheme.digest]
    if others:
        raise foreign(others)
    changed = changed_scheme(scheme, change)
    rows = tuple(_crossing(scheme, changed, key, data, change) for key, data in cohort.items())
    return WhatIf(
        scheme=changed,
        rows=rows,
        counts_before=_counts(scheme, [row.level_before for row in rows]),
        counts_after=_counts(scheme, [row.level_after for row in rows]),
    )


def changed_scheme(scheme: Scheme, change: Change) -> Scheme:
    """The scheme with the change made. It is for trying out only: its digest is emptied."""
    refused = list(_change_faults(scheme, change))
    if refused:
        raise ChangeRefused(refused)
    track = scheme.tracks[scheme.level_track]
    track = _reweighted(track, _points(track, change))
    bonus, trim_from = scheme.ai_bonus, change.trim_from or scheme.panel.trim_from
    changed = replace(
        scheme,
        digest="",
        tracks={**scheme.tracks, track.code: track},
        levels=_moved_edges(scheme, change.edges),
        panel=replace(scheme.panel, trim_from=trim_from),
        ai_bonus=replace(bonus, mode=change.bonus_mode) if bonus and change.bonus_mode else bonus,
    )
    wrong = [
        Words(
            f"Level {lower.label} 의 경계가 Level {upper.label} 의 경계보다 낮아야 합니다",
            f"the edge of Level {lower.label} must be below that of Level {upper.label}",
        )
        for upper, lower in pairwise(changed.levels)
        if lower.score_min >= upper.score_min
    ]
    if wrong:
        raise ChangeRefused(wrong)
    return changed


def marks_of(track_data: Data) -> tuple[list[Sheet], dict[str, str]]:
    """The sheets and KTRS letters a stored track result was made from."""
    closed = {sheet["assessor"]: sheet["closed"] for sheet in track_data["sheets"]}
    ratings: dict[str, dict[str, Decimal | None]] = {assessor: {} for assessor in closed}
    letters = {}
    for item in track_data["items"]:
        if item["letter"] is not None:
            letters[item["code"]] = item["letter"]
            continue
        for mark in item["ratings"]:
            given = mark["rating"]
            ratings[mark["assessor"]][item["code"]] = None if given is None else Decimal(given)
    return [Sheet(who, marks, closed[who]) for who, marks in ratings.items()], letters


def _change_faults(scheme: Scheme, change: Change) -> Iterator[Words]:
    yield from (fault for label, edge in change.edges.items() for fault in _edge_faults(scheme, label, edge))
    yield from _weight_faults(scheme.tracks[scheme.level_track], change)
    if change.trim_from is not None and change.trim_from < LEAST_TRIMMED:
        yield Words(
            f"최고·최저는 진단표가 {LEAST_TRIMMED}장 이상일 때부터 뺄 수 있습니다",
            f"extremes can be left out from {LEAST_TRIMMED} sheets on",
        )
    mode = change.bonus_mode
    if mode is not None and (mode not in BONUS_MODES or scheme.ai_bonus is None):
        yield Words(f"가점 방식 «{mode}» 은(는) 쓸 수 없습니다", f"there is no bonus mode «{mode}»")


def _edge_faults(scheme: Scheme, label: str, edge: Decimal) -> Iterator[Words]:
    most, decimals = Decimal(scheme.tracks[scheme.level_track].total_points), scheme.score_decimals
    if label == scheme.levels[-1].label or label not in {level.label for level in scheme.levels}:
        yield Words(f"Level {label} 의 경계는 바꿀 수 없습니다", f"the edge of Level {label} cannot be moved")
    elif not 0 < edge <= most or edge != half_up(Fraction(edge), decimals):
        yield Words(
            f"Level {label} 의 경계 {edge} 은(는) {most} 이하, 소수 {decimals}자리여야 합니다",
            f"the edge {edge} of Level {label} must be at most {most}, with {decimals} decimal(s)",
        )


def _weight_faults(track: Track, change: Change) -> Iterator[Words]:
    """Unknown parts, sums that do not come out, items left without a point."""
    codes = {section.code for section in track.sections}
    yield from (_unknown(code) for code in change.points if not track.has_item(code))
    yield from (_unknown(code) for code in change.sections if code not in codes)
    if sum((bool(change.points), bool(change.sections), change.ktrs_points is not None)) > 1:
        yield Words(
            "항목 배점, 분야 배점, KTRS-FM 비중은 한 번에 하나만 바꿀 수 있습니다",
            "points of items, points of sections and the KTRS-FM share can only be changed one at a time",
        )
        return
    total = _sum(track, change)
    if total != track.total_points:
        yield Words(
            f"배점의 합 {total}점이 {track.total_points}점과 다릅니다",
            f"the points add up to {total}, not to {track.total_points}",
        )
    elif change.ktrs_points is not None and not track.ktrs_items:
        yield Words("KTRS-FM 항목이 없습니다", "there are no KTRS-FM items")
    else:
        poor = [code for code, points in _points(track, change).items() if points < 1]
        yield from (
            Words(f"항목 {code} 의 배점은 1점 이상이어야 합니다", f"item {code} must keep at least 1 point")
            for code in poor
        )


def _unknown(code: str) -> Words:
    return Words(f"항목 {code} 이(가) 없습니다", f"there is no part {code}")


def _sum(track: Track, change: Change) -> int:
    """What the points would add up to; a KTRS-FM share leaves the rest to the others."""
    if change.sections:
        return sum(change.sections.get(section.code, section.points) for section in track.sections)
    return sum(change.points.get(item.code, item.points) for item in track.items)


def _points(track: Track, change: Change) -> Mapping[str, int]:
    """Points of the items that get others."""
    if change.sections:
        groups = [(section.items, change.sections.get(section.code, section.points)) for section in track.sections]
    elif change.ktrs_points is not None:
        rest = track.total_points - change.ktrs_points
        groups = [(track.ktrs_items, change.ktrs_points), (track.panel_items, rest)]
    else:
        return change.points
    return {code: points for items, total in groups for code, points in _shared(items, total)}


def _shared(items: Sequence[Item], points: int) -> Iterator[tuple[str, int]]:
    """Whole points in proportion to the present ones; what is left over goes where most was cut off."""
    present = sum(item.points for item in items)
    parts = shared_out([Fraction(item.points * points, present) for item in items], decimals=0)
    yield from ((item.code, int(part)) for item, part in zip(items, parts, strict=True))


def _moved_edges(scheme: Scheme, edges: Mapping[str, Decimal]) -> tuple[Level, ...]:
    levels: list[Level] = []
    for level in scheme.levels:
        score_min = edges.get(level.label, level.score_min)
        above = levels[-1] if levels else None
        moved = replace(
            level,
            score_min=score_min,
            score_max=above.score_min if above else None,
            grade_point_min=scheme.grade_point_of(score_min),
            grade_point_max=above.grade_point_min if above else None,
        )
        levels.append(moved)
    return tuple(levels)


def _reweighted(track: Track, points: Mapping[str, int]) -> Track:
    return replace(track, sections=tuple(_section(part, points) for part in track.sections)) if points else track


def _section(section: Section, points: Mapping[str, int]) -> Section:
    categories = tuple(_category(part, points) for part in section.categories)
    return replace(section, categories=categories, points=sum(part.points for part in categories))


def _category(category: Category, points: Mapping[str, int]) -> Category:
    items: tuple[Item, ...] = tuple(replace(i, points=points.get(i.code, i.points)) for i in category.items)
    return replace(category, items=items, points=sum(item.points for item in items))


def _crossing(scheme: Scheme, changed: Scheme, key: str, data: Data, change: Change) -> Crossing:
    base = Decimal(data["base"])
    if change.regrades:
        base = grade_track(changed, scheme.level_track, *marks_of(data["tracks"][scheme.level_track])).base
    after = grade_total(changed, base, None if data["ai"] is None else Decimal(data["ai"]))
    level = changed.level_of(after)
    return Crossing(
        key=key,
        total_before=Decimal(data["total"]),
        total_after=after,
        level_before=data["level"],
        level_after=level.label,
        moved=level.rank - scheme.level(data["level"]).rank,
    )


def _counts(scheme: Scheme, labels: Sequence[str]) -> dict[str, int]:
    counted = Counter(labels)
    return {level.label: counted[level.label] for level in scheme.levels}
