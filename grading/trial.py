"""A draft scheme tried on the stored marks of an older one, as far as its items can be carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.diff import followed
from grading.exact import half_up
from grading.reasons import Reason, because
from grading.values import Item, Scheme, Track
from grading.weighing import weighing
from grading.what_if import marks_of

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """An item of the draft and the old item whose marks stand for it."""

    item: Item
    old: Item


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which items of the draft have marks, which have none, and which old items nobody asks for any more."""

    carried: tuple[Carried, ...]
    missing: tuple[Item, ...]
    unused: tuple[Item, ...]
    points_carried: int
    points_possible: int


@dataclass(frozen=True, slots=True)
class Tried:
    """One result under the draft: the span its total lies in, and the Levels at both ends.

    `low` counts every item without marks at the lowest rating, `high` at the highest; they are equal only
    where every item was carried over. `moved_low` and `moved_high` count Levels against the base Level, by
    their place in each scheme's own table.
    """

    key: str
    base: Decimal
    base_level: str
    low: Decimal
    high: Decimal
    level_low: str
    level_high: str
    moved_low: int
    moved_high: int

    @property
    def is_certain(self) -> bool:
        """Whether the Level would be the same whatever the missing marks are."""
        return self.level_low == self.level_high


@dataclass(frozen=True, slots=True)
class Trial:
    """A draft tried on a cohort; results that could not be tried are named with the reason."""

    mapped: Mapped
    rows: tuple[Tried, ...]
    left_out: Mapping[str, Reason]

    @property
    def up(self) -> tuple[Tried, ...]:
        """Results that the draft puts at a higher Level even at worst."""
        return tuple(row for row in self.rows if row.moved_low > 0)

    @property
    def down(self) -> tuple[Tried, ...]:
        """Results that the draft puts at a lower Level even at best."""
        return tuple(row for row in self.rows if row.moved_high < 0)


def mapping(draft: Scheme, old: Scheme, given: Mapping[str, str] | None = None) -> Mapped:
    """Which old item stands for each item of the draft's deciding track.

    `given` (draft code → old code) or the draft's own table for that scheme (`[carried."2025-1"]`) comes
    first, and "" there says that no item does; otherwise an item is followed by name, else by code within
    its category, as an amendment is. Raises KeyError for an unknown old code.
    """
    new_track, old_track = draft.tracks[draft.level_track], old.tracks[old.level_track]
    table = draft.carried.get(old.code, {}) if given is None else given
    sources = {new.code: before.code for before, new in followed(old_track, new_track) if before and new} | dict(table)
    carried = [Carried(item, old_track.item(sources[item.code])) for item in new_track.items if sources.get(item.code)]
    found, used = {pair.item.code for pair in carried}, {pair.old.code for pair in carried}
    return Mapped(
        carried=tuple(carried),
        missing=tuple(item for item in new_track.items if item.code not in found),
        unused=tuple(item for item in old_track.items if item.code not in used),
        points_carried=sum(pair.item.points for pair in carried),
        points_possible=new_track.total_points,
    )


def try_on(draft: Scheme, old: Scheme, stored: Mapping[str, Data], given: Mapping[str, str] | None = None) -> Trial:
    """The draft on stored outcomes of the old scheme, by key. Nothing is stored and no bonus is added.

    The same sheets count and are trimmed by the draft's rule, on the items that carry over.
    """
    mapped = mapping(draft, old, given)
    rows, left_out = [], {}
    for key, data in stored.items():
        reason = _reason(old, data)
        if reason:
            left_out[key] = reason
        else:
            rows.append(_tried(draft, old, mapped.carried, key, data))
    return Trial(mapped, tuple(rows), left_out)


def _reason(old: Scheme, data: Data) -> Reason | None:
    if data["digest"] != old.digest:
        return because("other_scheme")
    track = data["tracks"][old.level_track]
    return None if all(item.get("applies", True) for item in track["items"]) else because("holds_absent")


def _tried(draft: Scheme, old: Scheme, carried: Sequence[Carried], key: str, data: Data) -> Tried:
    exact, missing = _carried_points(draft, old, carried, data["tracks"][old.level_track])
    track = draft.tracks[draft.level_track]
    worth = track.scale.worth
    extremes = (track.scale.ratings[0], track.scale.ratings[-1])
    low, high = (half_up(exact + missing * worth[rating], draft.score_decimals) for rating in extremes)
    lowest, highest, before = draft.level_of(low), draft.level_of(high), old.level(data["base_level"])
    return Tried(
        key=key,
        base=Decimal(data["base"]),
        base_level=before.label,
        low=low,
        high=high,
        level_low=lowest.label,
        level_high=highest.label,
        moved_low=lowest.rank - before.rank,
        moved_high=highest.rank - before.rank,
    )


def _carried_points(draft: Scheme, old: Scheme, carried: Sequence[Carried], data: Data) -> tuple[Fraction, int]:
    """Points of the items carried over, and the points of those that were not."""
    track = draft.tracks[draft.level_track]
    sheets, letters = marks_of(data)
    weighed = weighing(track)
    fixed, totals = Fraction(0), [Fraction(0)] * len(sheets)
    for pair in carried:
        letter = letters.get(pair.old.code)
        if letter is not None:
            fixed += weighed.worth(pair.item, old.ktrs_ratings[letter])
            continue
        for place, sheet in enumerate(sheets):
            rating = sheet.ratings[pair.old.code]
            totals[place] += weighed.worth(pair.item, rating) if rating is not None else 0
    return fixed + _mean(totals, draft.panel.trim_from), _left(track, carried)


def _mean(totals: Sequence[Fraction], trim_from: int) -> Fraction:
    """The mean of the sheet totals that count; which of equal ones goes does not matter to it."""
    kept = sorted(totals)[1:-1] if len(totals) >= trim_from else totals
    return sum(kept, Fraction(0)) / len(kept)


def _left(track: Track, carried: Sequence[Carried]) -> int:
    return track.total_points - sum(pair.item.points for pair in carried)
