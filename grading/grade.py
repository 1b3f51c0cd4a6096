"""From marks to a score, and from a score to a Level. Exact until the one rounding each score has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from grading.exact import half_up, shared_out
from grading.kinds import Kind
from grading.refusals import MarksRefused as MarksRefused
from grading.refusals import Sheet as Sheet
from grading.refusals import left_out, marks_faults
from grading.result import HIGHEST, LOWEST, ItemResult, Outcome, PartResult, SheetResult, TrackResult
from grading.trace import outcome_trace, track_trace
from grading.values import ADD_TO_TOTAL, KTRS, Item, Scheme, Track
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
    kept = {sheet.assessor for sheet in judged if sheet.dropped is None}
    items = _items(scheme, track, weighed, sheets, letters, kept)
    exact = sum((item.points for item in items), Fraction(0))
    ktrs_points = sum((item.points for item in items if item.letter is not None), Fraction(0))
    base = half_up(exact, scheme.score_decimals)
    return TrackResult(
        scheme=scheme,
        track=track,
        base=base,
        exact=exact,
        ktrs_points=ktrs_points,
        sheets=judged,
        items=items,
        categories=_categories(track, items),
        sections=_sections(track, items),
        trace=tuple(track_trace(scheme, judged, exact, ktrs_points, base, track, weighed.left_out)),
    )


def grade(scheme: Scheme, integrated: TrackResult, ai: TrackResult | Decimal | None = None) -> Outcome:
    """The outcome of a supplier; `ai` is a confirmed, valid AI result or its score, None without one."""
    base = integrated.base
    ai_score = ai.base if isinstance(ai, TrackResult) else _as_printed(scheme, ai)
    bonus, with_bonus = _with_bonus(scheme, base, ai_score)
    mode = scheme.ai_bonus.mode if scheme.ai_bonus else None
    counts = mode == ADD_TO_TOTAL
    total = with_bonus if counts else base
    counted = None if bonus is None else bonus if counts else Decimal("0.0")
    return Outcome(
        scheme=scheme,
        integrated=integrated,
        ai_track=ai if isinstance(ai, TrackResult) else None,
        base=base,
        ai=ai_score,
        bonus=counted,
        bonus_mode=None if bonus is None else mode,
        total=total,
        grade_point=scheme.grade_point_of(total),
        level=scheme.level_of(total),
        base_level=scheme.level_of(base),
        total_with_bonus=with_bonus,
        level_with_bonus=scheme.level_of(with_bonus),
        trace=tuple(outcome_trace(scheme, base, ai_score, counted, total)),
    )


def grade_total(scheme: Scheme, base: Decimal, ai: Decimal | None) -> Decimal:
    """The total that counts for the Level, from a printed base and a printed AI score."""
    with_bonus = _with_bonus(scheme, base, _as_printed(scheme, ai))[1]
    return with_bonus if scheme.ai_bonus and scheme.ai_bonus.mode == ADD_TO_TOTAL else base


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
        raise MarksRefused([f"{scheme.code} 에는 제조AI 가점이 없습니다"])
    if ai > scheme.tracks[scheme.ai_bonus.track].total_points:
        raise MarksRefused([f"제조AI 점수 {ai} 이(가) 만점을 넘습니다"])
    bonus = min(ai, _printed(scheme, scheme.ai_bonus.max_points))
    return bonus, min(_printed(scheme, scheme.tracks[scheme.level_track].total_points), base + bonus)


def _as_printed(scheme: Scheme, ai: Decimal | None) -> Decimal | None:
    """A score handed in as a number, with its decimals; it must already be a printed one."""
    if ai is None:
        return None
    printed = half_up(Fraction(ai), scheme.score_decimals) if ai >= 0 else None
    if printed != ai:
        raise MarksRefused([f"제조AI 점수 {ai} 은(는) 소수 {scheme.score_decimals}자리의 0 이상인 수가 아닙니다"])
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


def _items(
    scheme: Scheme,
    track: Track,
    weighed: Weighing,
    sheets: Sequence[Sheet],
    letters: Mapping[str, str],
    kept: set[str],
) -> tuple[ItemResult, ...]:
    given = [_given(scheme, sheets, item, letters.get(item.code)) for item in track.items]
    counted = [
        [rating for who, rating in ratings.items() if rating is not None and (who in kept or item.code in letters)]
        for item, ratings in zip(track.items, given, strict=True)
    ]
    points = [_mean_points(weighed, *pair) for pair in zip(track.items, counted, strict=True)]
    possible = [weighed.points[item.code] for item in track.items]
    printed = shared_out(possible) if weighed.left_out else map(Decimal, (i.points for i in track.items))
    columns = (track.items, given, counted, points, shared_out(points), possible, printed)
    return tuple(
        ItemResult(item, ratings, letters.get(item.code), _mean(taken), exact, shown, most, most_shown)
        for item, ratings, taken, exact, shown, most, most_shown in zip(*columns, strict=True)
    )


def _given(scheme: Scheme, sheets: Sequence[Sheet], item: Item, letter: str | None) -> dict[str, Decimal | None]:
    """Every rating an item was given, by who gave it, counted or not."""
    if letter is not None:
        return {KTRS: scheme.ktrs_ratings[letter]}
    return {sheet.assessor: sheet.ratings[item.code] for sheet in sheets}


def _mean(ratings: Sequence[Decimal]) -> Fraction | None:
    """The mean rating; None for an item that does not apply."""
    if not ratings:
        return None
    numerator, denominator = sum(ratings, Decimal(0)).as_integer_ratio()
    return Fraction(numerator, denominator * len(ratings))


def _mean_points(weighed: Weighing, item: Item, ratings: Sequence[Decimal]) -> Fraction:
    if not ratings:
        return Fraction(0)
    parts = weighed.parts[item.code]
    return Fraction(sum(parts[rating] for rating in ratings), weighed.unit * len(ratings))


def _categories(track: Track, items: Sequence[ItemResult]) -> tuple[PartResult, ...]:
    return tuple(
        PartResult(c.code, c.name, c.name_en, c.section, c.points, *_sums(items, {i.code for i in c.items}))
        for c in track.categories
    )


def _sections(track: Track, items: Sequence[ItemResult]) -> tuple[PartResult, ...]:
    return tuple(
        PartResult(s.code, s.name, s.name_en, None, s.points, *_sums(items, {i.code for i in s.items}))
        for s in track.sections
    )


def _sums(items: Sequence[ItemResult], codes: set[str]) -> tuple[Decimal, Decimal]:
    """Printed points awarded and printed points that count, over the items of a part."""
    inside = [item for item in items if item.code in codes]
    awarded = sum((item.points_awarded for item in inside), Decimal(0))
    return awarded, sum((item.points_counted for item in inside), Decimal(0))
