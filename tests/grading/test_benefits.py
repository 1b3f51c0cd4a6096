"""Which benefits are open, closed or pending, and why."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grading.benefits import benefits

CLEAN = {"sanction_within_3_years": False, "core_tech": True, "consent_directory": True}
RANK_3_MINUS = 7


def states(scheme, label, facts):
    return {answer.code: answer.state for answer in benefits(scheme, label, facts)}


def test_at_3_minus_the_right_to_apply_opens_but_designation_is_pending(scheme):
    assert states(scheme, "3-", CLEAN) == {
        "BONUS_POINTS": "open",
        "EXCELLENT_REGISTRY": "open",
        "SPECIALIST_ELIGIBILITY": "open",
        "SPECIALIST_DESIGNATION": "pending",
        "HANA_RATE": "open",
        "DIRECTORY": "open",
    }


def test_just_below_3_minus_only_the_directory_is_left(scheme):
    assert states(scheme, "2+", CLEAN) == {
        "BONUS_POINTS": "closed",
        "EXCELLENT_REGISTRY": "closed",
        "SPECIALIST_ELIGIBILITY": "closed",
        "SPECIALIST_DESIGNATION": "closed",
        "HANA_RATE": "closed",
        "DIRECTORY": "open",
    }


@pytest.mark.parametrize("core_tech", [True, False, None])
@pytest.mark.parametrize("share", [None, Decimal("0"), Decimal("1")])
def test_a_blank_decree_threshold_is_never_met(scheme, core_tech, share):
    for level in scheme.levels:
        found = states(scheme, level.label, {"core_tech": core_tech, "smart_revenue_share": share})

        assert found["SPECIALIST_DESIGNATION"] == ("pending" if level.rank >= RANK_3_MINUS else "closed")


def test_pending_says_that_no_threshold_has_been_set(scheme):
    answers = {answer.code: answer for answer in benefits(scheme, "5", CLEAN)}

    answer = answers["SPECIALIST_DESIGNATION"]
    assert answer.reason == ("판정 보류: «역량진단 결과가 대통령령 기준 이상»의 기준이 아직 고시되지 않았습니다.")
    assert "no threshold" in answer.reason_en


@pytest.mark.parametrize(
    ("core_tech", "share", "level", "expected"),
    [
        (True, None, "3", "open"),
        (None, Decimal("0.3"), "3", "open"),
        (False, Decimal("0.3"), "3", "open"),
        (False, Decimal("0.29"), "3", "closed"),
        (False, None, "3", "pending"),
        (None, Decimal("0.29"), "3", "pending"),
        (True, Decimal("0.3"), "3-", "closed"),
    ],
)
def test_once_the_thresholds_are_set_the_requirements_are_judged(scheme, core_tech, share, level, expected):
    decreed = replace(scheme, benefits=tuple(map(with_thresholds, scheme.benefits)))

    found = states(decreed, level, {"core_tech": core_tech, "smart_revenue_share": share})

    assert found["SPECIALIST_DESIGNATION"] == expected


def with_thresholds(benefit):
    set_to = {"level_at_least": "3", "at_least": "0.3"}
    every = tuple(replace(c, threshold=set_to.get(c.test)) for c in benefit.all_of)
    some = tuple(replace(c, threshold=set_to.get(c.test)) for c in benefit.any_of)
    return replace(benefit, all_of=every, any_of=some)


@pytest.mark.parametrize(("sanction", "expected"), [(True, "closed"), (False, "open"), (None, "pending")])
def test_a_sanction_closes_the_registry_and_an_unknown_one_leaves_it_pending(scheme, sanction, expected):
    assert states(scheme, "5", {"sanction_within_3_years": sanction})["EXCELLENT_REGISTRY"] == expected


@pytest.mark.parametrize(("consent", "expected"), [(True, "open"), (False, "closed"), (None, "pending")])
def test_the_directory_asks_for_consent(scheme, consent, expected):
    assert states(scheme, "0", {"consent_directory": consent})["DIRECTORY"] == expected


def test_an_expired_result_opens_nothing(scheme):
    assert set(states(scheme, "5", {**CLEAN, "result_valid": False}).values()) == {"closed"}


def test_bonus_points_follow_the_table_of_the_scheme(scheme):
    points = {
        level.label: answer.points
        for level in scheme.levels
        for answer in benefits(scheme, level.label, {})
        if answer.code == "BONUS_POINTS" and answer.state == "open"
    }

    assert points == {"5": 3, "4+": 3, "4": 3, "4-": 2, "3+": 2, "3": 1, "3-": 1}


def test_every_answer_names_its_source_and_whether_it_is_an_assumption(scheme):
    flags = {answer.code: answer.assumption for answer in benefits(scheme, "3", CLEAN)}

    assert flags == {
        "BONUS_POINTS": True,
        "EXCELLENT_REGISTRY": True,
        "SPECIALIST_ELIGIBILITY": False,
        "SPECIALIST_DESIGNATION": False,
        "HANA_RATE": True,
        "DIRECTORY": True,
    }
    assert all(answer.source for answer in benefits(scheme, "3", CLEAN))


def test_in_2025_the_registry_opened_at_2_plus(scheme_2025):
    assert states(scheme_2025, "2+", CLEAN)["EXCELLENT_REGISTRY"] == "open"
    assert states(scheme_2025, "2", CLEAN)["EXCELLENT_REGISTRY"] == "closed"
