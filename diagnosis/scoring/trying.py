"""A scheme with some of its figures moved, to try out on a cohort; nothing of it is ever stored or graded by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from grading.exact import shared_out
from grading.values import KTRS, Item, Scheme, Track
from grading.what_if import Change, ChangeRefused, changed_scheme

NO_TRIMMING = 255
"""More sheets than any panel has."""


@dataclass(frozen=True)
class Wish:
    """What is tried; what is left out stays as the scheme has it.

    edges: lower edge by Level; sections: points by section; ktrs_percent: share of the items that KTRS-FM rates;
    trim_from: sheets from which the highest and the lowest are left out; bonus_mode: how an AI score counts.
    """

    edges: Mapping[str, Decimal] = field(default_factory=dict)
    sections: Mapping[str, int] = field(default_factory=dict)
    ktrs_percent: int | None = None
    trim_from: int | None = None
    bonus_mode: str | None = None


def tried(scheme: Scheme, wish: Wish) -> Scheme:
    """The scheme as wished. Raises ChangeRefused with every reason why it does not hold together."""
    track = scheme.tracks[scheme.level_track]
    if wish.sections and wish.ktrs_percent is not None:
        raise ChangeRefused([_("분야 배점과 KTRS-FM 비중은 한 번에 하나만 바꿀 수 있습니다.")])
    points = dict(_by_section(track, wish.sections)) if wish.sections else {}
    if wish.ktrs_percent is not None:
        points = dict(_by_share(track, wish.ktrs_percent))
    changed = changed_scheme(scheme, Change(wish.edges, points, wish.bonus_mode))
    return (
        changed if wish.trim_from is None else replace(changed, panel=replace(changed.panel, trim_from=wish.trim_from))
    )


def comparable(scheme: Scheme, other: Scheme) -> list[str]:
    """Why marks given under one scheme cannot be graded under the other; empty when they can."""
    if scheme.level_track != other.level_track or scheme.level_track not in other.tracks:
        return [_("등급을 정하는 트랙이 다릅니다.")]
    old, new = (one.tracks[scheme.level_track] for one in (scheme, other))
    found = []
    for name, kind in (("panel_items", _("위원이 평정하는 항목")), ("ktrs_items", _("KTRS-FM 항목"))):
        then, now = ([item.code for item in getattr(one, name)] for one in (old, new))
        if then != now:
            found.append(
                _("%(kind)s이 다릅니다(%(then)d개, %(now)d개).") % {"kind": kind, "then": len(then), "now": len(now)}
            )
    if old.scale.ratings != new.scale.ratings or scheme.score_decimals != other.score_decimals:
        found.append(_("평정 척도나 소수 자릿수가 다릅니다."))
    if [level.label for level in scheme.levels] != [level.label for level in other.levels]:
        found.append(_("등급의 이름이 다릅니다."))
    return found


def ktrs_percent(track: Track) -> int:
    """The share of the items that KTRS-FM rates, in whole percent."""
    return round(Fraction(sum(item.points for item in track.ktrs_items) * 100, track.total_points))


def _by_section(track: Track, sections: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Points of every item when sections get other points: each item keeps its share of its section."""
    for section in track.sections:
        yield from _shared(section.items, sections.get(section.code, section.points))


def _by_share(track: Track, percent: int) -> Iterator[tuple[str, int]]:
    """Points of every item when the KTRS items get another share: within both groups the proportions stay."""
    ktrs = track.total_points * percent // 100
    yield from _shared([item for item in track.items if item.marked_by == KTRS], ktrs)
    yield from _shared([item for item in track.items if item.marked_by != KTRS], track.total_points - ktrs)


def _shared(items: tuple[Item, ...] | list[Item], points: int) -> Iterator[tuple[str, int]]:
    """Whole points in proportion to the present ones; what is left over goes where most was cut off."""
    whole = sum(item.points for item in items)
    parts = shared_out([Fraction(item.points * points, whole) for item in items], decimals=0)
    yield from ((item.code, int(part)) for item, part in zip(items, parts, strict=True))
