"""A stored result in sentences."""

from dataclasses import replace
from decimal import Decimal

from grading.explain import TEXTS, explain
from grading.grade import grade, grade_track
from grading.values import INTEGRATED, MFG_AI, REPORT_SEPARATELY
from tests.grading.marks import letters, uniform


def stored(scheme, *ratings, ai=None):
    track = scheme.tracks[INTEGRATED]
    result = grade_track(scheme, INTEGRATED, uniform(track, *ratings), letters(track, "C"))
    return grade(scheme, result, ai).to_data()


def test_the_lines_run_from_each_mark_to_the_level(scheme):
    lines = explain(stored(scheme, "0", "3", "3", "3.5", "5", ai=Decimal("70.0")), scheme)

    assert lines[0] == "[통합 역량진단] 만점 1000점"
    assert lines[1] == (
        "평점의 반영률: 5점 100% · 4.5점 95% · 4점 90% · 3.5점 85% · 3점 80% · 2.5점 75% · "
        "2점 70% · 1.5점 65% · 1점 60% · 0.5점 55% · 0점 50%"
    )
    assert lines[2] == "1.1.1 기술역량수준: KTRS C(3점) → 24 / 30점"
    assert lines[12] == (
        "2.1.1 제조데이터 수집·표준·활용 역량: 평점 (0) · 3 · 3 · 3.5 · (5) → 평균 3.16 → 81.6667 / 100점"
    )
    assert lines[24:] == [
        "진단위원 1: 합계 350점(가장 낮아 평균에서 뺌)",
        "진단위원 2: 합계 560점",
        "진단위원 3: 합계 560점",
        "진단위원 4: 합계 595점",
        "진단위원 5: 합계 700점(가장 높아 평균에서 뺌)",
        "진단표가 5장(5장 이상)이라 최고·최저 한 장씩을 뺐습니다.",
        "남은 3장의 평균: 571.6666점",
        "KTRS-FM 항목 10개의 합: 240점",
        "더한 점수: 811.6666점",
        "소수 1자리로 한 번 반올림: 811.7점",
        "기본 점수: 811.7점",
        "제조AI 점수 70.0점 → 가점 70.0점(최대 100점)",
        "총점: 881.7점(최대 1000점)",
        "Level 4: 880점 이상 (예측가능)",
        "등급 점수: (881.7 - 500) ÷ 100 = 3.817",
        "가점을 더하기 전의 등급: Level 3",
    ]


def test_the_lines_come_in_english_too(scheme):
    lines = explain(stored(scheme, "3", "3"), scheme, lang="en")

    assert lines[2] == "1.1.1 Level of technical competence: KTRS C (rating 3) → 24 of 30"
    assert lines[-4:] == [
        "Base score: 800.0",
        "Total: 800.0 (at most 1000)",
        "Level 3: 780 or above (Standards-based)",
        "Grade point: (800.0 - 500) ÷ 100 = 3.000",
    ]


def test_only_what_was_stored_is_told(scheme):
    """A changed scheme does not change the explanation of a stored result."""
    data = stored(scheme, "3", "3")
    other = replace(scheme, levels=scheme.levels[:1], tracks={})

    assert explain(data, other) == explain(data, scheme)


def test_a_track_by_itself_can_be_explained(scheme):
    data = grade_track(scheme, MFG_AI, uniform(scheme.tracks[MFG_AI], "3.5")).to_data()

    assert explain(data, scheme)[-1] == "소수 1자리로 한 번 반올림: 70.0점"


def test_a_separate_ai_score_is_told_as_such(scheme):
    separate = replace(scheme, ai_bonus=replace(scheme.ai_bonus, mode=REPORT_SEPARATELY))

    lines = explain(stored(separate, "3", "3", ai=Decimal("70.0")), separate)

    assert "제조AI 점수 70.0점은 따로 표시하며 총점에 더하지 않습니다." in lines


def test_a_total_under_the_offset_has_grade_point_0(scheme):
    later = replace(scheme, grade_point=replace(scheme.grade_point, offset=600))

    assert "등급 점수: 총점이 600점 이하이므로 0.000" in explain(stored(later, "0"), later)


def test_both_languages_have_the_same_sentences():
    assert TEXTS["ko"].keys() == TEXTS["en"].keys()
