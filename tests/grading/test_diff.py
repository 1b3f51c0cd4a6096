"""The amendment from one scheme to the next, in words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grading.command import main
from grading.diff import PARTS, amendment, told
from grading.values import INTEGRATED


def said(old, new, part, lang="ko"):
    return [change.say(lang) for change in amendment(old, new) if change.part == part]


@pytest.fixture
def lines(scheme, scheme_2025):
    return [change.say() for change in amendment(scheme_2025, scheme)]


def test_equal_schemes_have_no_amendment(scheme):
    assert amendment(scheme, scheme) == []


def test_sections_are_renamed_recoded_and_added(scheme, scheme_2025):
    assert said(scheme_2025, scheme, "sections") == [
        "1 경영: 이름 경영 및 기술 → 경영",
        "1 경영: 배점 500점 → 300점",
        "2 기술: 새로 생김 (배점 350점)",
        "3 프로젝트 관리: 코드 2 → 3",
        "3 프로젝트 관리: 배점 500점 → 350점",
    ]


def test_items_are_followed_by_name_through_other_codes(lines):
    assert [line for line in lines if "현장 진단" in line] == [
        "3.1.1 현장 진단·요구사항 정의: 코드 2.1.1 → 3.1.1",
        "3.1.1 현장 진단·요구사항 정의: 배점 45점 → 35점",
    ]


def test_an_item_that_shares_only_a_code_is_another_item(lines):
    about = [line for line in lines if line.startswith(("2.3.3", "2.1.1"))]

    assert about == [
        "2.3.3 고객만족·재계약: 없어짐 (이전 배점 40점)",
        "2.1.1 제조데이터 수집·표준·활용 역량: 새로 생김 (배점 100점)",
    ]


def test_tracks_fees_quotas_levels_and_benefits_are_told(lines):
    told = {
        "제조AI 개발역량 진단: 새로 생김 (구성 11개 항목, 100점)",
        "통합 역량진단 · 역량진단: 새로 생김 (기업부담금 250,000원)",
        "역량진단 · 심화진단: 없어짐 (이전 기업부담금 270,000원)",
        "통합 역량진단: 지원 규모 950개사 → 450개사",
        "우수 공급기업: 우수 등급의 시작 Level 2+ → Level 3-",
        "우수 공급기업 등록: 필요한 등급 Level 2+ → Level 3-",
        "제조AI 가점 한도: 새로 생김 (값 100)",
    }

    assert told <= set(lines)


def test_a_renamed_item_keeps_its_code_within_its_category(scheme):
    track = scheme.tracks[INTEGRATED]
    section = track.sections[1]
    category = replace(section.categories[0], items=(replace(track.item("2.1.1"), name="데이터", name_en="Data"),))
    changed = replace(section, categories=(category, *section.categories[1:]))
    new = replace(track, sections=(track.sections[0], changed, track.sections[2]))

    found = said(scheme, replace(scheme, tracks={**scheme.tracks, INTEGRATED: new}), "items")

    assert found == ["2.1.1 데이터: 이름 제조데이터 수집·표준·활용 역량 → 데이터"]


def test_a_changed_anchor_band_rule_and_cap_are_each_told(scheme):
    levels = tuple(replace(v, score_min=Decimal("940")) if v.label == "5" else v for v in scheme.levels)
    benefits = tuple(replace(b, cap_points=Decimal(6)) if b.cap_points else b for b in scheme.benefits)
    new = replace(scheme, levels=levels, benefits=benefits, panel=replace(scheme.panel, trim_from=7))

    assert [change.say("en") for change in amendment(scheme, new)] == [
        "Level 5: band 950 or above → 940 or above",
        "sheets from which extremes go: value 5 → 7",
        "Bonus points in deployment programmes: cap 2 items, 5 points → 2 items, 6 points",
    ]


def test_the_way_back_drops_what_the_way_there_added(scheme, scheme_2025):
    there, back = amendment(scheme_2025, scheme), amendment(scheme, scheme_2025)

    def count(changes, kind):
        return sum(change.kind == kind for change in changes)

    assert (count(there, "added"), count(there, "removed")) == (count(back, "removed"), count(back, "added"))


def test_the_command_prints_headings_in_order(capsys):
    status = main(["diff", "2025-1", "2026-1"])

    printed = capsys.readouterr().out.splitlines()
    headings = [line.strip("[]") for line in printed if line.startswith("[")]
    assert status == 0
    assert headings == [words.ko for words in PARTS.values()]


def test_the_command_speaks_english(capsys):
    main(["diff", "2025-1", "2026-1", "--lang", "en"])

    printed = capsys.readouterr().out
    assert printed.isascii() or not any("가" <= letter <= "힣" for letter in printed)
    assert "  3 Project management: code 2 → 3, points 500 → 350" in printed.splitlines()


def test_an_unknown_scheme_is_refused(capsys):
    assert main(["diff", "2019-1", "2026-1"]) == 2
    assert "2019-1" in capsys.readouterr().err


def test_all_that_changed_about_an_item_stands_in_one_sentence(scheme, scheme_2025):
    items = dict(told(amendment(scheme_2025, scheme)))["항목"]

    assert "3.1.1 현장 진단·요구사항 정의: 코드 2.1.1 → 3.1.1, 배점 45점 → 35점" in items
    assert sum("3.1.1" in line for line in items) == 1
    assert any("총점에 더함" in line for _heading, lines in told(amendment(scheme_2025, scheme)) for line in lines)
