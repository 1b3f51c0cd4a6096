"""How far the sheets of a case lie apart, and what the scheme asks to be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from grading.exact import half_up
from grading.refusals import Sheet
from grading.values import Item, Scheme, Track

RECONCILE = "reconcile"
THIRD_ASSESSOR = "third_assessor"


@dataclass(frozen=True, slots=True)
class ItemGap:
    """How one item was rated over all sheets; `disputed` when only some find that it does not apply."""

    item: Item
    lowest: Decimal | None
    highest: Decimal | None
    gap: Decimal
    disputed: bool
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The spread of every item and of the sheet totals; `action` is None where the sheets agree well enough.

    Totals are sums over the panel's items as printed, of those items that every sheet rates.
    """

    items: tuple[ItemGap, ...]
    lowest_total: Decimal
    highest_total: Decimal
    is_total_wide: bool
    action: str | None

    @property
    def wide_items(self) -> tuple[ItemGap, ...]:
        return tuple(gap for gap in self.items if gap.is_wide or gap.disputed)

    @property
    def total_gap(self) -> Decimal:
        return self.highest_total - self.lowest_total


def disagreement(scheme: Scheme, track_code: str, sheets: Sequence[Sheet]) -> Disagreement:
    """The spread of closed sheets, at least one, against the gaps that the scheme allows.

    A gap is wide when it is larger than the scheme's figure; exactly as large still agrees.
    """
    track = scheme.tracks[track_code]
    gaps = tuple(_gap(item, sheets, scheme.panel.max_item_gap) for item in track.panel_items)
    totals = [_total(scheme, track, sheet, gaps) for sheet in sheets]
    is_wide = max(totals) - min(totals) > scheme.panel.max_total_gap
    asked = {scheme.panel.on_item_gap} if any(gap.is_wide or gap.disputed for gap in gaps) else set()
    asked |= {scheme.panel.on_total_gap} if is_wide else set()
    return Disagreement(gaps, min(totals), max(totals), is_wide, _action(scheme, asked, len(sheets)))


def next_step(scheme: Scheme, found: Disagreement, *, sheets: int, is_reconciled: bool, added: int) -> str | None:
    """What is still to be done after what was done already; None where the sheets are taken as they are.

    `sheets` is how many there are, `added` how many of them come from assessors called for an earlier gap. Sheets
    that still differ when nothing more may be done enter the combination like all others.
    """
    if found.action is None:
        return None
    may_add = added < scheme.panel.extra_members and sheets < scheme.panel.max_size
    if found.action == THIRD_ASSESSOR and may_add:
        return THIRD_ASSESSOR
    if not is_reconciled:
        return RECONCILE
    return THIRD_ASSESSOR if scheme.panel.after_reconcile == THIRD_ASSESSOR and may_add else None


def items_to_reconsider(found: Disagreement) -> tuple[Item, ...]:
    """The items that are rated too far apart; where only the totals are, those that lie furthest apart."""
    if wide := found.wide_items:
        return tuple(gap.item for gap in wide)
    widest = max((gap.gap for gap in found.items), default=Decimal(0))
    return tuple(gap.item for gap in found.items if gap.gap == widest and widest > 0)


def _gap(item: Item, sheets: Sequence[Sheet], most: Decimal) -> ItemGap:
    given = [sheet.ratings[item.code] for sheet in sheets]
    ratings = [rating for rating in given if rating is not None]
    if not ratings:
        return ItemGap(item, None, None, Decimal(0), disputed=False, is_wide=False)
    gap = max(ratings) - min(ratings)
    return ItemGap(item, min(ratings), max(ratings), gap, len(ratings) < len(given), gap > most)


def _total(scheme: Scheme, track: Track, sheet: Sheet, gaps: Sequence[ItemGap]) -> Decimal:
    shared = [gap.item for gap in gaps if gap.lowest is not None and not gap.disputed]
    parts = sum((Fraction(part) for part in _parts(track, sheet, shared)), Fraction(0))
    return half_up(parts / track.unit, scheme.score_decimals)


def _parts(track: Track, sheet: Sheet, items: Sequence[Item]) -> Iterator[int]:
    for item in items:
        rating = sheet.ratings[item.code]
        if rating is not None:
            yield track.parts[item.code][rating]


def _action(scheme: Scheme, asked: set[str], sheets: int) -> str | None:
    """What is to be done; where nobody may be added any more, the assessors reconcile."""
    if THIRD_ASSESSOR in asked and sheets < scheme.panel.max_size:
        return THIRD_ASSESSOR
    return RECONCILE if asked else None
