"""What may be tried on a cohort by hand, and whether marks of one scheme can be graded by another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from grading.values import Scheme, Track
from grading.what_if import Change

NO_TRIMMING = 255
"""More sheets than any panel has."""
NONE = "–"


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


def change_of(scheme: Scheme, wish: Wish) -> Change:
    """The wish in the kernel's terms."""
    total = scheme.tracks[scheme.level_track].total_points
    return Change(
        edges=wish.edges,
        sections=wish.sections,
        ktrs_points=None if wish.ktrs_percent is None else total * wish.ktrs_percent // 100,
        trim_from=wish.trim_from,
        bonus_mode=wish.bonus_mode,
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
            gone = ", ".join(code for code in then if code not in now) or NONE
            come = ", ".join(code for code in now if code not in then) or NONE
            told = _("%(kind)s이 다릅니다(없어짐: %(gone)s / 새로 생김: %(come)s).")
            found.append(told % {"kind": kind, "gone": gone, "come": come})
    if [item.spread for item in old.panel_items] != [item.spread for item in new.panel_items] and not found:
        found.append(_("«해당 없음»일 수 있는 항목이 다릅니다."))
    if old.scale.ratings != new.scale.ratings or scheme.score_decimals != other.score_decimals:
        found.append(_("평정 척도나 소수 자릿수가 다릅니다."))
    if [level.label for level in scheme.levels] != [level.label for level in other.levels]:
        found.append(_("등급의 이름이 다릅니다."))
    return found


def ktrs_percent(track: Track) -> int:
    """The share of the items that KTRS-FM rates, in whole percent."""
    return round(Fraction(sum(item.points for item in track.ktrs_items) * 100, track.total_points))
