"""Bonus points by programme notice, under the caps on all items."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grading.bonus import PROGRAMMES, bonus_faults, expected_bonus, programme_bonus, programmes
from grading.values import Origin


@pytest.fixture
def listing():
    """A notice that does give points for the diagnosis."""
    notice = programmes()["MFG-AI-2026"]
    return replace(notice, points={"3": Decimal(2), "4": Decimal(3)}, origin=Origin("n", "공고", False))


@pytest.mark.parametrize("code", ["AUTONOMOUS-2025", "MFG-AI-2026"])
def test_the_known_notices_give_nothing_for_the_diagnosis(scheme, code):
    found = programme_bonus(programmes()[code], scheme, "5")

    assert (found.state, found.points, found.assumption) == ("closed", 0, False)
    assert found.reason == "이 공고에는 역량진단 가점 항목이 없습니다."
    assert "공고" in found.source


@pytest.mark.parametrize(("level", "state", "points"), [("3", "open", 2), ("4", "open", 3), ("2+", "closed", 0)])
def test_a_notice_s_own_table_decides(scheme, listing, level, state, points):
    found = programme_bonus(listing, scheme, level)

    assert (found.state, found.points, found.added) == (state, points, points)


@pytest.mark.parametrize(
    ("others", "added", "total"),
    [([], 3, 3), (["1"], 3, 4), (["3"], 2, 5), (["3", "3"], 0, 5), (["1", "1"], 2, 4), (["3", "1"], 1, 5)],
)
def test_no_more_than_two_items_and_five_points_count(scheme, listing, others, added, total):
    found = programme_bonus(listing, scheme, "4", [Decimal(points) for points in others])

    assert (found.points, found.added, found.total) == (3, added, total)


def test_the_best_items_are_named_as_those_that_count(scheme, listing):
    found = programme_bonus(listing, scheme, "4", [Decimal(1), Decimal(3), Decimal(2)])

    assert [(item.name, item.points, item.counts) for item in found.items] == [
        ("역량진단 등급", 3, True),
        ("다른 가점 항목 1", 1, False),
        ("다른 가점 항목 2", 3, True),
        ("다른 가점 항목 3", 2, False),
    ]
    assert (found.total, found.added, found.cap_items, found.cap_points) == (5, 0, 2, 5)


def test_a_notice_without_the_item_counts_only_the_others(scheme):
    found = programme_bonus(programmes()["MFG-AI-2026"], scheme, "4", [Decimal(3), Decimal(1)])

    assert [(item.name, item.counts) for item in found.items] == [
        ("다른 가점 항목 1", True),
        ("다른 가점 항목 2", True),
    ]
    assert (found.points, found.added, found.total) == (0, 0, 4)


def test_without_a_result_on_the_day_there_is_no_bonus(scheme, listing):
    found = programme_bonus(listing, scheme, None, [Decimal(3)])

    assert (found.state, found.points, found.total) == ("closed", 0, 3)
    assert found.reason == "그날 유효한 진단 결과가 없습니다."


def test_before_a_notice_the_scheme_s_table_is_only_an_expectation(scheme):
    found = expected_bonus(scheme, "4", [Decimal(3)])

    assert (found.state, found.points, found.added, found.assumption) == ("pending", 3, 2, True)
    assert expected_bonus(scheme, "2", []).state == "closed"


def test_an_unknown_level_is_an_error(scheme, listing):
    with pytest.raises(KeyError):
        programme_bonus(listing, scheme, "9")


def test_faults_of_the_file_are_found(tmp_path):
    path = tmp_path / "programmes.toml"
    path.write_text(PROGRAMMES.read_text("utf-8").replace("items = 2", "items = 0", 1), "utf-8")

    assert [fault.place for fault in bonus_faults(path)] == ["programmes/programme/AUTONOMOUS-2025/cap/items"]
    assert bonus_faults() == []
