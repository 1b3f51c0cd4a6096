"""The sentences that tell each step of a computation, by key, in Korean and English."""

from __future__ import annotations

SPREADS: dict[str, dict[str, str]] = {
    "ko": {"category": "중분류", "section": "대분류", "track": "트랙"},
    "en": {"category": "category", "section": "section", "track": "track"},
}

TEXTS: dict[str, dict[str, str]] = {
    "ko": {
        "track": "[{name}] 만점 {points}점",
        "scale": "평점의 반영률: {factors}",
        "factor": "{rating}점 {percent}%",
        "left_out": (
            "{code} {item}: 해당 없음. 배점 {points}점을 {spread} {part}의 나머지 항목({over}점)에 배점대로 나눕니다."
        ),
        "letter": "{code} {item}: KTRS {letter}({rating}점) → {points} / {possible}점",
        "item": "{code} {item}: 평점 {ratings} → 평균 {rating} → {points} / {possible}점",
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
        "grade_point": "등급 점수: ({total} - {offset}) ÷ {divisor} = {value}",
        "floor": "등급 점수: 총점이 {offset}점 이하이므로 {value}",
    },
    "en": {
        "track": "[{name}] out of {points} points",
        "scale": "What a rating counts: {factors}",
        "factor": "{rating} = {percent}%",
        "left_out": (
            "{code} {item}: does not apply. Its {points} points are shared out in proportion "
            "among the other items ({over} points) of {spread} {part}."
        ),
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
