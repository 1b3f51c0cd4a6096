"""A stored result told in sentences, from the marks to the Level, without adding up anything again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from grading.values import REPORT_SEPARATELY, Scheme

Data = Mapping[str, Any]

TEXTS: dict[str, dict[str, str]] = {
    "ko": {
        "track": "[{name}] 만점 {points}점",
        "letter": "{code} {item}: KTRS {letter}({rating}점) → {points} / {possible}점",
        "item": "{code} {item}: 평정 {ratings} → 평균 {rating} → {points} / {possible}점",
        "dropped_mark": "({rating})",
        "sheet": "진단위원 {number}: 합계 {total}점",
        "highest": "진단위원 {number}: 합계 {total}점(가장 높아 평균에서 뺌)",
        "lowest": "진단위원 {number}: 합계 {total}점(가장 낮아 평균에서 뺌)",
        "trimmed": "진단표가 {sheets}장({trim_from}장 이상)이라 최고·최저 한 장씩을 뺐습니다.",
        "untrimmed": "진단표가 {sheets}장({trim_from}장 미만)이라 모두 평균했습니다.",
        "mean": "남은 {kept}장의 평균: {printed}점",
        "ktrs": "KTRS-FM 항목 {items}개의 합: {printed}점",
        "sum": "더한 점수: {printed}점",
        "round": "소수 {decimals}자리로 한 번 반올림: {value}점",
        "base": "기본 점수: {value}점",
        "bonus": "제조AI 점수 {ai}점 → 가점 {value}점(최대 {max}점)",
        "separate": "제조AI 점수 {ai}점은 따로 표시하며 총점에 더하지 않습니다.",
        "total": "총점: {value}점(최대 {cap}점)",
        "level": "Level {value}: {score_min}점 이상 ({stage})",
        "before": "가점을 더하기 전의 등급: Level {value}",
        "grade_point": "등급점수: ({total} - {offset}) ÷ {divisor} = {value}",
        "floor": "등급점수: 총점이 {offset}점 이하이므로 {value}",
    },
    "en": {
        "track": "[{name}] out of {points} points",
        "letter": "{code} {item}: KTRS {letter} (rating {rating}) → {points} of {possible}",
        "item": "{code} {item}: ratings {ratings} → mean {rating} → {points} of {possible}",
        "dropped_mark": "({rating})",
        "sheet": "Assessor {number}: sheet total {total}",
        "highest": "Assessor {number}: sheet total {total} (left out as the highest)",
        "lowest": "Assessor {number}: sheet total {total} (left out as the lowest)",
        "trimmed": "Sheets: {sheets} ({trim_from} or more), one highest and one lowest were left out.",
        "untrimmed": "Sheets: {sheets} (fewer than {trim_from}), all of them count.",
        "mean": "Mean of the sheets that count ({kept}): {printed}",
        "ktrs": "Sum of the {items} KTRS-FM items: {printed}",
        "sum": "Added up: {printed}",
        "round": "Rounded once, half up, to {decimals} decimal(s): {value}",
        "base": "Base score: {value}",
        "bonus": "Manufacturing AI score {ai} → bonus {value} (at most {max})",
        "separate": "The manufacturing AI score {ai} is reported separately and not added.",
        "total": "Total: {value} (at most {cap})",
        "level": "Level {value}: {score_min} or above ({stage})",
        "before": "Level before the bonus: {value}",
        "grade_point": "Grade point: ({total} - {offset}) ÷ {divisor} = {value}",
        "floor": "Grade point: {value}, the total being {offset} or less",
    },
}


def explain(outcome_data: Data, scheme: Scheme, lang: str = "ko") -> list[str]:
    """Ordered lines from each mark to the total; takes a stored outcome or a stored track result.

    Assessors appear as numbers in the order of closing; marks of sheets left out stand in brackets.
    """
    if "tracks" not in outcome_data:
        return list(_track_lines(outcome_data, lang))
    lines = [line for track in outcome_data["tracks"].values() for line in _track_lines(track, lang)]
    return [*lines, *_outcome_lines(outcome_data, scheme, lang)]


def _track_lines(track: Data, lang: str) -> Iterator[str]:
    texts = TEXTS[lang]
    yield texts["track"].format(name=_name(track, lang), points=track["points_possible"])
    for item in track["items"]:
        kind = "letter" if item["letter"] else "item"
        yield texts[kind].format(
            code=item["code"],
            item=_name(item, lang),
            letter=item["letter"],
            ratings=_marks(item, texts),
            rating=item["rating"],
            points=item["points_awarded"],
            possible=item["points_possible"],
        )
    for number, sheet in enumerate(track["sheets"], 1):
        yield texts[sheet["dropped"] or "sheet"].format(number=number, total=sheet["total"])
    for step in track["trace"]:
        yield from _step(step, texts)


def _marks(item: Data, texts: Mapping[str, str]) -> str:
    marks = item["ratings"]
    return " · ".join(texts["dropped_mark"].format(**m) if m["dropped"] else str(m["rating"]) for m in marks)


def _step(step: Data, texts: Mapping[str, str]) -> Iterator[str]:
    """A line for a step of a track's trace; sheets have been told already."""
    if step["step"] == "trim":
        yield texts["trimmed" if step["kept"] < step["sheets"] else "untrimmed"].format(**step)
    elif step["step"] in ("mean", "ktrs", "sum", "round"):
        yield texts[step["step"]].format(**step)


def _outcome_lines(data: Data, scheme: Scheme, lang: str) -> Iterator[str]:
    texts = TEXTS[lang]
    for step in data["trace"]:
        if step["step"] == "level":
            stage = data["level_stage"] if lang == "ko" else data["level_stage_en"]
            yield texts["level"].format(**step, stage=stage)
        elif step["step"] == "bonus":
            yield texts["separate" if step["mode"] == REPORT_SEPARATELY else "bonus"].format(**step)
        elif step["step"] == "grade_point":
            above = Decimal(data["total"]) > step["offset"]
            yield texts["grade_point" if above else "floor"].format(**step, total=data["total"])
        else:
            yield texts[step["step"]].format(**step)
    if data["base_level"] != data["level"]:
        yield texts["before"].format(value=data["base_level"])


def _name(thing: Data, lang: str) -> str:
    return str(thing["name"] if lang == "ko" else thing["name_en"])
