"""From marks to a score, and from a score to a Level. Exact until the one rounding each score has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from grading.assembly import Figures, track_result
from grading.exact import half_up, shared_out
from grading.kinds import Kind
from grading.reasons import because
from grading.refusals import MarksRefused as MarksRefused
from grading.refusals import Sheet as Sheet
from grading.refusals import left_out, marks_faults
from grading.result import HIGHEST, LOWEST, Outcome, SheetResult, TrackResult
from grading.trace import outcome_trace
from grading.values import ADD_TO_TOTAL, Item, Scheme, Track
from grading.weighing import Weighing, weighing

NO_KIND = Kind()
"""A supplier of no stated kind: every item reads as it is written."""


def grade_track(
    scheme: Scheme,
    track_code: str,
    sheets: Sequence[Sheet],
    ktrs: Mapping[str, str] | None = None,
    kind: Kind = NO_KIND,
) -> TrackResult:
    """The score of one track from closed sheets and, where the track has such items, KTRS letters.

    `kind` chooses how items read for the supplier and changes no point. Raises MarksRefused when a mark is
    missing, unknown or off the scale, when there is no sheet, or when sheets disagree on what applies.
    """
    track = scheme.tracks[track_code].read_for(kind)
    letters = dict(ktrs or {})
    refused = marks_faults(scheme, track, sheets, letters)
    if refused:
        raise MarksRefused(refused)
    sheets = sorted(sheets, key=lambda sheet: (sheet.closed, sheet.assessor))
    weighed = weighing(track, left_out(sheets))
    judged = _judged(track, sheets, weighed, scheme.panel.trim_from)
    kept = [sheet for sheet, one in zip(sheets, judged, strict=True) if one.dropped is None]
    points = _points(scheme, track, weighed, kept, letters)
    base = half_up(sum(points, Fraction(0)), scheme.score_decimals)
    found = Figures(judged, points, shared_out(points), base)
    return track_result(scheme, track, weighed, {sheet.assessor: sheet.ratings for sheet in sheets}, letters, found)


def grade(scheme: Scheme, integrated: TrackResult, ai: TrackResult | Decimal | None = None) -> Outcome:
    """The outcome of a supplier; `ai` is a confirmed, valid AI result or its score, None without one."""
    base = integrated.base
    ai_score = ai.base if isinstance(ai, TrackResult) else _as_printed(scheme, ai)
    bonus, with_bonus = _with_bonus(scheme, base, ai_score)
    mode = scheme.ai_bonus.mode if scheme.ai_bonus else None
    counts = mode == ADD_TO_TOTAL
    total = with_bonus if counts else base
    counted = None if bonus is None else bonus if counts else Decimal("0.0")
    level, grade_point = scheme.level_of(total), scheme.grade_point_of(total)
    return Outcome(
        scheme=scheme,
        integrated=integrated,
        ai_track=ai if isinstance(ai, TrackResult) else None,
        base=base,
        ai=ai_score,
        bonus=counted,
        bonus_mode=None if bonus is None else mode,
        total=total,
        grade_point=grade_point,
        level=level,
        base_level=scheme.level_of(base),
        total_with_bonus=with_bonus,
        level_with_bonus=scheme.level_of(with_bonus),
        trace=tuple(outcome_trace(scheme, base, ai_score, counted, total, level, grade_point)),
    )


def grade_total(scheme: Scheme, base: Decimal, ai: Decimal | None) -> Decimal:
    """The total that counts for the Level, from a printed base and a printed AI score."""
    with_bonus = _with_bonus(scheme, base, _as_printed(scheme, ai))[1]
    return with_bonus if scheme.ai_bonus and scheme.ai_bonus.mode == ADD_TO_TOTAL else base


def grade_bonus(scheme: Scheme, ai: Decimal | None) -> Decimal | None:
    """The bonus that an AI score gives, whether it is added to the total or told beside it; None without a score."""
    return _with_bonus(scheme, Decimal(0), _as_printed(scheme, ai))[0]


def worth(track: Track, item: Item, rating: Decimal) -> Fraction:
    """Points an item earns at a rating of the track's scale."""
    return Fraction(track.parts[item.code][rating], track.unit)


def dropped_sheets(totals: Sequence[tuple[Fraction, int, str]], trim_from: int) -> dict[str, str]:
    """Which sheets are left out, by assessor: one highest and one lowest from `trim_from` sheets on.

    `totals` holds (total, order of closing, assessor). Among equal totals the sheet closed first goes;
    when all are equal, the first is left out as the highest and the second as the lowest.
    """
    if len(totals) < trim_from:
        return {}
    highest = min(totals, key=lambda t: (-t[0], t[1], t[2]))
    lowest = min((t for t in totals if t is not highest), key=lambda t: t)
    return {highest[2]: HIGHEST, lowest[2]: LOWEST}


def _with_bonus(scheme: Scheme, base: Decimal, ai: Decimal | None) -> tuple[Decimal | None, Decimal]:
    """The bonus an AI score gives, and the total it would make."""
    if ai is None:
        return None, base
    if scheme.ai_bonus is None:
        raise MarksRefused([because("no_bonus", scheme=scheme.code)])
    if ai > scheme.tracks[scheme.ai_bonus.track].total_points:
        raise MarksRefused([because("ai_above_maximum", score=ai)])
    bonus = min(ai, _printed(scheme, scheme.ai_bonus.max_points))
    return bonus, min(_printed(scheme, scheme.tracks[scheme.level_track].total_points), base + bonus)


def _as_printed(scheme: Scheme, ai: Decimal | None) -> Decimal | None:
    """A score handed in as a number, with its decimals; it must already be a printed one."""
    if ai is None:
        return None
    printed = half_up(Fraction(ai), scheme.score_decimals) if ai >= 0 else None
    if printed != ai:
        raise MarksRefused([because("ai_not_printed", score=ai, decimals=scheme.score_decimals)])
    return printed


def _printed(scheme: Scheme, whole: int) -> Decimal:
    return half_up(Fraction(whole), scheme.score_decimals)


def _judged(track: Track, sheets: Sequence[Sheet], weighed: Weighing, trim_from: int) -> tuple[SheetResult, ...]:
    marked = [item for item in track.panel_items if weighed.applies(item)]
    totals = [(_sheet_total(marked, sheet, weighed), sheet.closed, sheet.assessor) for sheet in sheets]
    dropped = dropped_sheets(totals, trim_from)
    return tuple(SheetResult(who, closed, total, dropped.get(who)) for total, closed, who in totals)


def _sheet_total(marked: Sequence[Item], sheet: Sheet, weighed: Weighing) -> Fraction:
    parts = weighed.parts
    return Fraction(sum(parts[i.code][_known(sheet.ratings[i.code])] for i in marked), weighed.unit)


def _known(rating: Decimal | None) -> Decimal:
    """A rating of an item that applies."""
    if rating is None:
        raise AssertionError("an item that applies has no rating")
    return rating


def _points(
    scheme: Scheme, track: Track, weighed: Weighing, kept: Sequence[Sheet], letters: Mapping[str, str]
) -> list[Fraction]:
    """The exact points of every item: its worth by the letter, or on average over the sheets that count."""
    given = [
        [scheme.ktrs_ratings[letters[item.code]]]
        if item.code in letters
        else [sheet.ratings[item.code] for sheet in kept]
        for item in track.items
    ]
    return [_mean_points(weighed, *pair) for pair in zip(track.items, given, strict=True)]


def _mean_points(weighed: Weighing, item: Item, ratings: Sequence[Decimal | None]) -> Fraction:
    if not weighed.applies(item):
        return Fraction(0)
    parts = weighed.parts[item.code]
    return Fraction(sum(parts[_known(rating)] for rating in ratings), weighed.unit * len(ratings))
