"""The steps of a computation as plain data, stored with the result so that it can always be explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.exact import floored, plain
from grading.result import SheetResult
from grading.values import Level, Scheme, Track
from grading.weighing import Share


def track_trace(
    scheme: Scheme,
    sheets: Sequence[SheetResult],
    exact: Fraction,
    ktrs_points: Fraction,
    base: Decimal,
    track: Track,
    left_out: Sequence[Share] = (),
) -> Iterator[dict[str, Any]]:
    """The steps from sheets to base, in order, each with its figures."""
    worth = {plain(rating): plain(track.scale.worth[rating] * 100) for rating in reversed(track.scale.ratings)}
    yield {"step": "scale", "worth": worth}
    for share in left_out:
        yield {
            "step": "not_applicable",
            "item": share.item.code,
            "points": str(share.item.points),
            "spread": share.spread,
            "part": share.part,
            "over": str(share.over),
        }
    for sheet in sheets:
        total = plain(sheet.total)
        yield {"step": "sheet", "assessor": sheet.assessor, "total": total, "dropped": sheet.dropped}
    kept = [sheet.total for sheet in sheets if sheet.dropped is None]
    yield {"step": "trim", "sheets": len(sheets), "trim_from": scheme.panel.trim_from, "kept": len(kept)}
    yield {"step": "mean", "kept": len(kept), **_figures(sum(kept, Fraction(0)) / len(kept))}
    if track.ktrs_items:
        yield {"step": "ktrs", "items": len(track.ktrs_items), **_figures(ktrs_points)}
    yield {"step": "sum", **_figures(exact)}
    yield {"step": "round", "decimals": scheme.score_decimals, "value": str(base)}


def _figures(exact: Fraction) -> dict[str, str]:
    """A value exactly, and as printed: cut after 4 decimals."""
    return {"value": plain(exact), "printed": plain(floored(exact))}


def outcome_trace(
    scheme: Scheme,
    base: Decimal,
    ai: Decimal | None,
    bonus: Decimal | None,
    total: Decimal,
    level: Level,
    grade_point: Decimal,
) -> Iterator[dict[str, Any]]:
    """The steps from base to Level, in order."""
    yield {"step": "base", "value": str(base)}
    if ai is not None and scheme.ai_bonus is not None:
        rule = {"max": str(scheme.ai_bonus.max_points), "mode": scheme.ai_bonus.mode}
        yield {"step": "bonus", "ai": str(ai), **rule, "value": str(bonus)}
    cap = scheme.tracks[scheme.level_track].total_points
    yield {"step": "total", "value": str(total), "cap": str(cap)}
    yield {"step": "level", "value": level.label, "score_min": plain(level.score_min)}
    formula = {"offset": scheme.grade_point.offset, "divisor": scheme.grade_point.divisor}
    yield {"step": "grade_point", **formula, "value": str(grade_point)}
