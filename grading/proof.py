"""The proof that a scheme holds together, line by line for people: what was added up and what came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import ceil

from grading.exact import half_up, plain
from grading.values import TOP_RATING, Level, Scheme, Track

TEXTS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "sum": "{track}: {parts} = {total}점",
        "category": "{track} {section}: {parts} = {total}점",
        "items": "{track}: 항목 {count}개, 코드는 모두 글자이고 겹치지 않음",
        "bands": "등급 {count}개: 0점부터 {cap}점까지 {scores}개 점수 가운데 {single}개가 정확히 한 등급에 속함",
        "band": "Level {label}: {low}점 이상 {high}점 미만, 등급 점수 {gp} = ({low} - {offset}) ÷ {divisor}",
        "top": "Level {label}: {low}점 이상, 등급 점수 {gp} = ({low} - {offset}) ÷ {divisor}",
        "floor": "Level {label}: {high}점 미만",
        "uniform": "모든 항목이 {rating}점 → {score}점 → Level {label}",
        "benefit": "{name}: {levels}",
        "any_level": "등급과 관계없음",
        "level": "Level {label} 이상(등급표에 있음)",
        "gap": "{track} {code}: 해당 없음이면 {points}점을 나머지에 나누며 합은 {total}점 그대로임",
        "cases": "계산 예 {count}건이 적힌 그대로 나옴",
    },
    "en": {
        "sum": "{track}: {parts} = {total} points",
        "category": "{track} {section}: {parts} = {total} points",
        "items": "{track}: {count} items, every code is text and unique",
        "bands": "{count} Levels: of the {scores} scores from 0 to {cap}, {single} have exactly one Level",
        "band": "Level {label}: {low} or above, below {high}; grade point {gp} = ({low} - {offset}) ÷ {divisor}",
        "top": "Level {label}: {low} or above; grade point {gp} = ({low} - {offset}) ÷ {divisor}",
        "floor": "Level {label}: below {high}",
        "uniform": "Every item at {rating} → {score} points → Level {label}",
        "benefit": "{name}: {levels}",
        "any_level": "any Level",
        "level": "Level {label} or above (in the level table)",
        "gap": "{track} {code}: where it does not apply, its {points} points are shared out; still {total} in all",
        "cases": "{count} worked cases come out as stated",
    },
}


def proof(scheme: Scheme, lang: str = "ko") -> list[str]:
    """Lines that show the sums, bands and promises of a scheme that has no faults, each recomputed here."""
    texts = TEXTS[lang]
    parts = (_sums, _gaps, _bands, _uniform, _benefits)
    return [line for part in parts for line in part(scheme, texts, lang)] + [texts["cases"].format(count=scheme.cases)]


def _sums(scheme: Scheme, texts: Mapping[str, str], lang: str) -> Iterator[str]:
    for track in scheme.tracks.values():
        name = _name(track, lang)
        numbers = [section.points for section in track.sections]
        yield texts["sum"].format(track=name, parts=_added(numbers), total=sum(numbers))
        for section in track.sections:
            numbers = [item.points for item in section.items]
            title = f"{section.code} {section.name if lang == 'ko' else section.name_en}"
            yield texts["category"].format(track=name, section=title, parts=_added(numbers), total=sum(numbers))
        yield texts["items"].format(track=name, count=len({item.code for item in track.items}))


def _gaps(scheme: Scheme, texts: Mapping[str, str], lang: str) -> Iterator[str]:
    for track in scheme.tracks.values():
        for item in track.items:
            if item.spread:
                yield texts["gap"].format(
                    track=_name(track, lang), code=item.code, points=item.points, total=track.total_points
                )


def _bands(scheme: Scheme, texts: Mapping[str, str], lang: str) -> Iterator[str]:
    cap = scheme.tracks[scheme.level_track].total_points
    scores = cap * int(10**scheme.score_decimals) + 1
    single = f"{_with_one_level(scheme, scores):,}"
    yield texts["bands"].format(count=len(scheme.levels), cap=cap, scores=f"{scores:,}", single=single)
    for level in scheme.levels:
        yield texts[_kind(level)].format(
            label=level.label,
            low=plain(level.score_min),
            high=None if level.score_max is None else plain(level.score_max),
            gp=plain(level.grade_point_min),
            offset=scheme.grade_point.offset,
            divisor=scheme.grade_point.divisor,
        )


def _with_one_level(scheme: Scheme, scores: int) -> int:
    """How many printed scores lie in exactly one band."""
    unit = Decimal(1).scaleb(-scheme.score_decimals)
    held = [0] * (scores + 1)
    for level in scheme.levels:
        top = scores if level.score_max is None else ceil(level.score_max / unit)
        held[ceil(level.score_min / unit)] += 1
        held[min(top, scores)] -= 1
    return sum(count == 1 for count in accumulate(held[:scores]))


def _kind(level: Level) -> str:
    return "top" if level.score_max is None else "floor" if level.score_min == 0 else "band"


def _uniform(scheme: Scheme, texts: Mapping[str, str], lang: str) -> Iterator[str]:
    track = scheme.tracks[scheme.level_track]
    for rating in range(TOP_RATING, -1, -1) if scheme.uniform_rating_gives_level else ():
        worth = track.scale.worth[Decimal(rating)]
        score = half_up(sum((item.points * worth for item in track.items), Fraction(0)), scheme.score_decimals)
        yield texts["uniform"].format(rating=rating, score=score, label=scheme.level_of(score).label)


def _benefits(scheme: Scheme, texts: Mapping[str, str], lang: str) -> Iterator[str]:
    for benefit in scheme.benefits:
        label = benefit.min_level
        levels = texts["any_level"] if label is None else texts["level"].format(label=scheme.level(label).label)
        yield texts["benefit"].format(name=benefit.name if lang == "ko" else benefit.name_en, levels=levels)


def _added(numbers: list[int]) -> str:
    return " + ".join(map(str, numbers))


def _name(track: Track, lang: str) -> str:
    return track.name if lang == "ko" else track.name_en
