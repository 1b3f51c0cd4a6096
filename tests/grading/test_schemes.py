"""What the shipped schemes say."""

from datetime import date, datetime

import pytest

from grading.load import load_scheme, locked_faults, scheme_codes
from grading.terms import KST
from grading.values import INTEGRATED, MFG_AI


def test_both_schemes_are_shipped():
    assert scheme_codes() == ("2025-1", "2026-1")


@pytest.mark.parametrize("code", ["2025-1", "2026-1"])
def test_points_add_up_from_items_to_the_track(code):
    for track in load_scheme(code).tracks.values():
        for category in track.categories:
            assert sum(item.points for item in category.items) == category.points
        for section in track.sections:
            assert sum(category.points for category in section.categories) == section.points
        assert sum(section.points for section in track.sections) == track.total_points


def test_2026_has_the_published_shape(scheme):
    track, ai = scheme.tracks[INTEGRATED], scheme.tracks[MFG_AI]

    assert [len(category.items) for category in track.categories] == [2, 3, 5, 1, 1, 1, 3, 3, 3]
    assert [section.name for section in track.sections] == ["경영", "기술", "프로젝트 관리"]
    assert (track.total_points, ai.total_points) == (1000, 100)
    assert [category.name for category in ai.categories] == [
        "기본방향",
        "데이터",
        "클라우드",
        "컴퓨팅",
        "AI 모델",
        "시스템 SW",
        "확장성",
        "보급실적",
        "효과성",
        "유지보수/인력지원",
        "책임·신뢰·규제대응",
    ]


def test_2025_has_ten_and_twelve_items_and_no_ai_track(scheme_2025):
    track = scheme_2025.tracks[INTEGRATED]

    assert list(scheme_2025.tracks) == [INTEGRATED]
    assert [len(category.items) for category in track.categories] == [2, 3, 5, 4, 4, 4]
    assert scheme_2025.ai_bonus is None
    assert scheme_2025.excellent_level == "2+"


def test_ktrs_items_are_the_first_section(scheme, scheme_2025):
    for track in (scheme.tracks[INTEGRATED], scheme_2025.tracks[INTEGRATED]):
        assert track.ktrs_items == track.sections[0].items
        assert len(track.ktrs_items) + len(track.panel_items) == 22


def test_fees_hold_both_shares(scheme, scheme_2025):
    fees = [scheme.fee(INTEGRATED), scheme.fee(MFG_AI), scheme_2025.fee(INTEGRATED)]

    shares = [(fee.company_krw, fee.government_krw, fee.total_krw) for fee in fees]
    assert shares == [
        (250_000, 1_000_000, 1_250_000),
        (180_000, 720_000, 900_000),
        (430_000, 1_720_000, 2_150_000),
    ]
    assert [part.company_krw for part in fees[2].parts] == [160_000, 270_000]


def test_quotas_are_the_published_ones(scheme, scheme_2025):
    quotas = [track.quota.companies for s in (scheme, scheme_2025) for track in s.tracks.values()]

    assert quotas == [450, 175, 950]


def test_workshops_may_apply_from_the_second_round_only(scheme):
    track = scheme.tracks[INTEGRATED]

    assert "SMART_WORKSHOP" not in track.eligible_supplier_types("2026-1")
    assert "SMART_WORKSHOP" in track.eligible_supplier_types("2026-2")


def test_the_first_round_closes_at_an_exact_moment_that_is_an_assumption(scheme):
    entry = scheme.rounds["2026-1"]

    assert entry.closes_at == datetime(2026, 5, 29, 18, 0, tzinfo=KST)
    assert scheme.origin(f"{entry.place}/closes_time").assumption
    assert not scheme.origin(f"{entry.place}/closes_on").assumption
    assert scheme.rounds["2026-2"].closes_at is None


def test_the_agency_had_another_name_in_2025(scheme, scheme_2025):
    names = [s.organisation("AGENCY").name for s in (scheme_2025, scheme)]

    assert names == [
        "중소기업기술정보진흥원 스마트제조혁신추진단",
        "중소기업기술정보진흥원 인공지능혁신추진단",
    ]
    assert scheme.organisation("AGENCY", on=date(2026, 1, 1)) is None


def test_every_item_has_names_anchors_and_evidence(scheme, scheme_2025):
    for track in [*scheme.tracks.values(), *scheme_2025.tracks.values()]:
        for item in track.items:
            assert item.name
            assert item.name_en.isascii()
            assert list(item.anchors) == [5, 4, 3, 2, 1, 0]
            assert item.evidence
            assert track.item(item.code) is item


def test_every_figure_answers_for_its_source(scheme):
    origins = {
        "published": scheme.origin("integrated/track/quota/companies"),
        "invented": scheme.origin("integrated/item/2.1.1/points"),
        "kibo": scheme.origin("integrated/item/1.1.1/name"),
        "derived": scheme.origin("integrated/track/fee/total_krw"),
    }

    assert {name: (o.source, o.assumption) for name, o in origins.items()} == {
        "published": ("press-2026-04", False),
        "invented": ("draft-2026", True),
        "kibo": ("kibo-screens", False),
        "derived": ("press-2026-04", False),
    }
    assert all(origin.title for origin in scheme.origins.values())


def test_published_schemes_have_not_changed():
    assert locked_faults() == []


def test_a_scheme_is_read_once():
    assert load_scheme("2026-1") is load_scheme("2026-1")


@pytest.mark.django_db  # an unknown code is looked for among the published uploads too
def test_an_unknown_scheme_is_named():
    with pytest.raises(KeyError, match="2031-1"):
        load_scheme("2031-1")
