"""From marks to a score, and from a score to a Level. Exact until the one rounding each score has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from grading.exact import half_up, shared_out
from grading.result import HIGHEST, LOWEST, ItemResult, Outcome, PartResult, SheetResult, TrackResult
from grading.trace import outcome_trace, track_trace
from grading.values import ADD_TO_TOTAL, KTRS, Item, Scheme, Track


class MarksRefused(ValueError):
    """Marks cannot be graded; `faults` lists every reason."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One assessor's closed marks on a track; `closed` is its place in the order of closing."""

    assessor: str
    ratings: Mapping[str, Decimal]
    closed: int


def grade_track(
    scheme: Scheme, track_code: str, sheets: Sequence[Sheet], ktrs: Mapping[str, str] | None = None
) -> TrackResult:
    """The score of one track from closed sheets and, where the track has such items, KTRS letters.

    Raises MarksRefused when a mark is missing, unknown or off the scale, or when there is no sheet.
    """
    track = scheme.tracks[track_code]
    letters = dict(ktrs or {})
    refused = [*_sheet_faults(track, sheets), *_letter_faults(scheme, track, letters)]
    if refused:
        raise MarksRefused(refused)
    sheets = sorted(sheets, key=lambda sheet: (sheet.closed, sheet.assessor))
    judged = _judged(track, sheets, scheme.panel.trim_from)
    items = _items(scheme, track, sheets, letters, {s.assessor for s in judged if s.dropped is None})
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
        trace=tuple(track_trace(scheme, judged, exact, ktrs_points, base, track)),
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
        raise MarksRefused(
            [f"제조AI 점수 {ai} 은(는) 소수 {scheme.score_decimals}자리의 0 이상인 수가 아닙니다"]
        )
    return printed


def _printed(scheme: Scheme, whole: int) -> Decimal:
    return half_up(Fraction(whole), scheme.score_decimals)


def _sheet_faults(track: Track, sheets: Sequence[Sheet]) -> Iterable[str]:
    if not sheets:
        yield "진단표가 한 장도 없습니다"
    wanted = {item.code for item in track.panel_items}
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.assessor in seen:
            yield f"{sheet.assessor}: 같은 위원의 진단표가 두 장입니다"
        seen.add(sheet.assessor)
        for code in sorted(wanted - set(sheet.ratings)):
            yield f"{sheet.assessor}: 항목 {code} 의 평정이 없습니다"
        for code, rating in sheet.ratings.items():
            if code not in wanted:
                yield f"{sheet.assessor}: {code} 은(는) 위원이 평정하는 항목이 아닙니다"
            elif isinstance(rating, float) or rating not in track.scale.worth:
                yield f"{sheet.assessor}: 항목 {code} 의 평정 {rating} 은(는) 척도에 없습니다"


def _letter_faults(scheme: Scheme, track: Track, letters: Mapping[str, str]) -> Iterable[str]:
    wanted = {item.code for item in track.ktrs_items}
    for code in sorted(wanted - set(letters)):
        yield f"항목 {code} 의 KTRS 글자가 없습니다"
    for code, letter in letters.items():
        if code not in wanted:
            yield f"{code} 은(는) KTRS 항목이 아닙니다"
        elif letter not in scheme.ktrs_ratings:
            yield f"항목 {code} 의 KTRS 글자 {letter} 은(는) 쓸 수 없습니다"


def _judged(track: Track, sheets: Sequence[Sheet], trim_from: int) -> tuple[SheetResult, ...]:
    totals = [(_sheet_total(track, sheet), sheet.closed, sheet.assessor) for sheet in sheets]
    dropped = dropped_sheets(totals, trim_from)
    return tuple(SheetResult(who, closed, total, dropped.get(who)) for total, closed, who in totals)


def _sheet_total(track: Track, sheet: Sheet) -> Fraction:
    return Fraction(sum(track.parts[i.code][sheet.ratings[i.code]] for i in track.panel_items), track.unit)


def _items(
    scheme: Scheme, track: Track, sheets: Sequence[Sheet], letters: Mapping[str, str], kept: set[str]
) -> tuple[ItemResult, ...]:
    given = [_given(scheme, sheets, item, letters.get(item.code)) for item in track.items]
    counted = [
        [rating for who, rating in ratings.items() if who in kept or item.code in letters]
        for item, ratings in zip(track.items, given, strict=True)
    ]
    points = [_mean_points(track, *pair) for pair in zip(track.items, counted, strict=True)]
    return tuple(
        ItemResult(item, ratings, letters.get(item.code), _mean(taken), exact, shown)
        for item, ratings, taken, exact, shown in zip(
            track.items, given, counted, points, shared_out(points), strict=True
        )
    )


def _given(scheme: Scheme, sheets: Sequence[Sheet], item: Item, letter: str | None) -> dict[str, Decimal]:
    """Every rating an item was given, by who gave it, counted or not."""
    if letter is not None:
        return {KTRS: scheme.ktrs_ratings[letter]}
    return {sheet.assessor: sheet.ratings[item.code] for sheet in sheets}


def _mean(ratings: Sequence[Decimal]) -> Fraction:
    numerator, denominator = sum(ratings, Decimal(0)).as_integer_ratio()
    return Fraction(numerator, denominator * len(ratings))


def _mean_points(track: Track, item: Item, ratings: Sequence[Decimal]) -> Fraction:
    parts = track.parts[item.code]
    return Fraction(sum(parts[rating] for rating in ratings), track.unit * len(ratings))


def _categories(track: Track, items: Sequence[ItemResult]) -> tuple[PartResult, ...]:
    return tuple(
        PartResult(c.code, c.name, c.name_en, c.section, c.points, _awarded(items, {i.code for i in c.items}))
        for c in track.categories
    )


def _sections(track: Track, items: Sequence[ItemResult]) -> tuple[PartResult, ...]:
    return tuple(
        PartResult(s.code, s.name, s.name_en, None, s.points, _awarded(items, {i.code for i in s.items}))
        for s in track.sections
    )


def _awarded(items: Sequence[ItemResult], codes: set[str]) -> Decimal:
    return sum((item.points_awarded for item in items if item.code in codes), Decimal(0))
