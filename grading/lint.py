"""What must hold between the figures of a scheme: sums, bands, references, uniform ratings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from grading.exact import half_up, plain
from grading.faults import Fault
from grading.proof import proof as proof
from grading.readings import readings
from grading.terms import Condition
from grading.values import TOP_RATING, Level, RatingScale, Scheme, Track


def scheme_faults(scheme: Scheme) -> list[Fault]:
    """Every broken relation between the figures of a scheme."""
    checks = (_tracks, _scales, _levels, _uniform, _ktrs, _benefits, _rounds, _bonus, _panel, readings)
    return [fault for check in checks for fault in check(scheme)]


def _tracks(scheme: Scheme) -> Iterator[Fault]:
    if scheme.level_track not in scheme.tracks:
        yield Fault("scheme/level_track", f"트랙 «{scheme.level_track}» 이(가) 없습니다")
    for track in scheme.tracks.values():
        yield from _sums(track)
        if len(track.items) != track.item_count:
            reason = f"{track.item_count}개라고 적었으나 {len(track.items)}개입니다"
            yield Fault(f"{track.place}/track/item_count", reason)


def _sums(track: Track) -> Iterator[Fault]:
    place = f"{track.place}/track/total_points"
    yield from _sum(place, track.total_points, (part.points for part in track.sections), "대분류")
    for section in track.sections:
        parts = (part.points for part in section.categories)
        yield from _sum(f"{section.place}/points", section.points, parts, "중분류")
    for category in track.categories:
        parts = (item.points for item in category.items)
        yield from _sum(f"{category.place}/points", category.points, parts, "항목")


def _sum(place: str, stated: int, parts: Iterable[int], kind: str) -> Iterator[Fault]:
    total = sum(parts)
    if total != stated:
        yield Fault(place, f"{kind} 배점의 합 {total}점이 {stated}점과 다릅니다")


def _scales(scheme: Scheme) -> Iterator[Fault]:
    used = {track.scale.code: track.scale for track in scheme.tracks.values() if track.scale.worth}
    for scale in used.values():
        yield from _rising(scale)


def _rising(scale: RatingScale) -> Iterator[Fault]:
    worth = list(scale.worth.values())
    if any(low >= high for low, high in pairwise(worth)):
        yield Fault(f"{scale.place}/factors", "평점이 높을수록 반영률이 커야 합니다")
    if worth[-1] != 1:
        yield Fault(f"{scale.place}/factors/{TOP_RATING}", "최고 평점의 반영률은 1이어야 합니다")


def _levels(scheme: Scheme) -> Iterator[Fault]:
    levels = scheme.levels
    for upper, lower in pairwise(levels):
        yield from _band(lower, "score", upper.score_min, lower.score_max)
        yield from _band(lower, "grade_point", upper.grade_point_min, lower.grade_point_max)
    for level in levels:
        yield from _edge(scheme, level)
    if levels and (levels[0].score_max is not None or levels[0].grade_point_max is not None):
        yield Fault(levels[0].place, "가장 높은 등급에는 위 경계가 없어야 합니다")
    if levels and (levels[-1].score_min or levels[-1].grade_point_min):
        yield Fault(f"{levels[-1].place}/score_min", "가장 낮은 등급은 0에서 시작해야 합니다")
    if scheme.excellent_level not in {level.label for level in levels}:
        yield Fault("levels/excellent/min_level", f"등급 «{scheme.excellent_level}» 이(가) 없습니다")


def _band(lower: Level, kind: str, next_min: Decimal, own_max: Decimal | None) -> Iterator[Fault]:
    place = f"{lower.place}/{kind}_max"
    own_min = lower.score_min if kind == "score" else lower.grade_point_min
    if own_min >= next_min:
        yield Fault(place, f"구간의 순서가 바뀌었습니다: {own_min} 이(가) 위 등급의 {next_min} 이상입니다")
    if own_max is None:
        yield Fault(place, "위 경계가 빠져 있습니다")
    elif own_max > next_min:
        yield Fault(place, f"위 등급과 겹칩니다: {own_max} > {next_min}")
    elif own_max < next_min:
        yield Fault(place, f"위 등급과의 사이가 비어 있습니다: {own_max} < {next_min}")


def _edge(scheme: Scheme, level: Level) -> Iterator[Fault]:
    rule = scheme.grade_point
    expected = max(Fraction(0), (Fraction(level.score_min) - rule.offset) / rule.divisor)
    if Fraction(level.grade_point_min) != expected:
        reason = f"점수 경계에서 구한 등급점수 {plain(expected)} 와(과) 다릅니다"
        yield Fault(f"{level.place}/grade_point_min", reason)


def _uniform(scheme: Scheme) -> Iterator[Fault]:
    track = scheme.tracks.get(scheme.level_track)
    if not scheme.uniform_rating_gives_level:
        return
    if track is None or not track.scale.worth or not scheme.levels:
        return
    for rating in range(TOP_RATING + 1):
        total = sum((item.points * track.scale.worth[Decimal(rating)] for item in track.items), Fraction(0))
        printed = half_up(total, scheme.score_decimals)
        if scheme.level_of(printed).label != str(rating):
            label = scheme.level_of(printed).label
            reason = f"모든 항목이 {rating}점이면 {printed}점, Level {label} 입니다. Level {rating} 이어야 합니다"
            yield Fault(f"{track.place}/uniform/{rating}", reason)


def _ktrs(scheme: Scheme) -> Iterator[Fault]:
    for track in scheme.tracks.values():
        for letter, rating in scheme.ktrs_ratings.items():
            if track.ktrs_items and track.scale.worth and rating not in track.scale.worth:
                yield Fault(f"scales/ktrs/ratings/{letter}", f"평점 {rating} 은(는) 척도에 없습니다")
        if track.ktrs_items and not scheme.ktrs_ratings:
            yield Fault("scales/ktrs/ratings", "KTRS 글자가 하나도 없습니다")
    if set(scheme.ktrs_ratings) != set(scheme.ktrs_names):
        yield Fault("scales/ktrs/names", "글자마다 이름이 하나씩 있어야 합니다")


def _benefits(scheme: Scheme) -> Iterator[Fault]:
    labels = {level.label for level in scheme.levels}
    for benefit in scheme.benefits:
        named = [*benefit.points, *([benefit.min_level] if benefit.min_level is not None else [])]
        for label in named:
            if label not in labels:
                yield Fault(benefit.place, f"등급 «{label}» 이(가) 등급표에 없습니다")
        for level in scheme.levels if benefit.points and benefit.min_level in labels else ():
            opened = level.rank >= scheme.level(benefit.min_level or "").rank
            if opened != (level.label in benefit.points):
                yield Fault(f"{benefit.place}/points", f"혜택이 열리는 등급과 가점표의 등급이 다릅니다: {level.label}")
        for condition in (*benefit.all_of, *benefit.any_of):
            yield from _condition(condition, labels)


def _condition(condition: Condition, labels: set[str]) -> Iterator[Fault]:
    place, threshold = f"{condition.place}/threshold", condition.threshold
    if condition.test == "level_at_least" and threshold is not None and threshold not in labels:
        yield Fault(place, f"등급 «{threshold}» 이(가) 등급표에 없습니다")
    if condition.test == "at_least" and threshold is not None and not _is_number(threshold):
        yield Fault(place, f"«{threshold}» 은(는) 수가 아닙니다")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()


def _rounds(scheme: Scheme) -> Iterator[Fault]:
    if not scheme.rounds:
        yield Fault("rounds/round", "회차가 하나도 없습니다")
    for entry in scheme.rounds.values():
        if entry.opens_at and entry.closes_at and entry.closes_at <= entry.opens_at:
            yield Fault(f"{entry.place}/closes_on", "마감이 시작보다 앞섭니다")
    for track in scheme.tracks.values():
        place = f"{track.place}/track/supplier_types"
        for code in sorted(set(scheme.rounds) ^ set(track.supplier_types)):
            yield Fault(f"{place}/{code}", "회차마다 신청할 수 있는 공급기업 유형이 하나씩 있어야 합니다")
        for kind in sorted({kind for kinds in track.supplier_types.values() for kind in kinds}):
            if kind not in scheme.supplier_types:
                yield Fault(place, f"공급기업 유형 «{kind}» 이(가) 없습니다")


def _bonus(scheme: Scheme) -> Iterator[Fault]:
    bonus = scheme.ai_bonus
    if bonus is not None and bonus.track not in scheme.tracks:
        yield Fault(f"{bonus.place}/track", f"트랙 «{bonus.track}» 이(가) 없습니다")
    elif bonus is not None and bonus.track == scheme.level_track:
        yield Fault(f"{bonus.place}/track", "등급을 정하는 트랙은 가점 트랙이 될 수 없습니다")


def _panel(scheme: Scheme) -> Iterator[Fault]:
    if scheme.panel.min_size > scheme.panel.default_size:
        yield Fault(f"{scheme.panel.place}/min_size", "최소 인원이 기본 인원보다 많습니다")
    if scheme.panel.max_size < scheme.panel.default_size:
        yield Fault(f"{scheme.panel.place}/max_size", "최대 인원이 기본 인원보다 적습니다")
