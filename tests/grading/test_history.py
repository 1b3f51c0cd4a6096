"""Benefits on any day, after whatever happened to a result."""

from dataclasses import replace
from datetime import date

import pytest

from grading.history import CORRECTED, PUBLISHED, REVOKED, Event, benefits_on, valid_until

FACTS = {"sanction_within_3_years": False, "consent_directory": True, "core_tech": True}
FIRST = Event(PUBLISHED, "R1", date(2026, 7, 1), date(2026, 7, 1), "3")
LOWER = Event(PUBLISHED, "R2", date(2027, 7, 1), date(2027, 7, 1), "2")
CORRECTION = Event(CORRECTED, "R1", date(2026, 10, 1), date(2026, 10, 1), "2+")
REVOCATION = Event(REVOKED, "R1", date(2027, 2, 1), date(2026, 12, 1))


def on(scheme, history, day, **known):
    return {found.answer.code: found for found in benefits_on(scheme, history, FACTS, day, **known)}


def states(scheme, history, day, *codes, **known):
    found = on(scheme, history, day, **known)
    return [found[code].answer.state for code in codes]


def test_a_result_opens_from_its_first_day_to_its_last(scheme):
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2029, 6, 30), date(2029, 7, 1)]

    assert [states(scheme, [FIRST], day, "HANA_RATE") for day in days] == [["closed"], ["open"], ["open"], ["closed"]]
    assert valid_until(scheme, date(2026, 7, 1)) == date(2029, 6, 30)


def test_a_closed_day_says_why(scheme):
    def reason(history, day):
        return on(scheme, history, day)["HANA_RATE"].answer.reason

    assert reason([FIRST], date(2026, 1, 1)) == "그날까지 공개된 진단 결과가 없습니다."
    assert reason([FIRST], date(2030, 1, 1)) == "진단 결과의 유효기간이 2029-06-30에 끝났습니다."
    assert reason([FIRST, REVOCATION], date(2027, 3, 1)) == "진단 결과가 취소되었습니다."


def test_a_lower_later_result_takes_over_or_leaves_the_earlier_its_time(scheme):
    found = on(scheme, [FIRST, LOWER], date(2028, 1, 1))

    assert found["BONUS_POINTS"].answer.state == "closed"
    assert found["EXCELLENT_REGISTRY"].standing.level == "2"
    assert (found["HANA_RATE"].answer.state, found["HANA_RATE"].standing.result) == ("open", "R1")
    assert found["HANA_RATE"].answer.reason.endswith("먼저 받은 Level 3 결과의 유효기간(2029-06-30)까지 유지됩니다.")
    assert states(scheme, [FIRST, LOWER], date(2029, 7, 1), "HANA_RATE") == ["closed"]


def test_a_higher_later_result_counts_everywhere(scheme):
    better = replace(LOWER, level="4")

    found = on(scheme, [FIRST, better], date(2028, 1, 1))

    assert {answer.standing.level for answer in found.values()} == {"4"}
    assert found["BONUS_POINTS"].answer.points == 3


def test_a_correction_counts_from_its_day_unless_the_scheme_says_from_the_start(scheme):
    before, after = date(2026, 9, 30), date(2026, 10, 1)
    history = [FIRST, CORRECTION]

    assert [states(scheme, history, day, "EXCELLENT_REGISTRY") for day in (before, after)] == [["open"], ["closed"]]
    assert states(scheme, history, before, "SPECIALIST_DESIGNATION") == ["closed"]


def test_a_revocation_reaches_back_as_the_scheme_says(scheme):
    history = [FIRST, REVOCATION]

    assert states(scheme, history, date(2026, 11, 30), "HANA_RATE", "BONUS_POINTS") == ["open", "closed"]
    assert states(scheme, history, date(2026, 12, 1), "HANA_RATE", "BONUS_POINTS") == ["closed", "closed"]


def test_what_was_answered_then_leaves_out_what_people_learned_later(scheme):
    history, day = [FIRST, REVOCATION], date(2027, 1, 1)

    assert states(scheme, history, day, "BONUS_POINTS", known_on=date(2027, 1, 31)) == ["open"]
    assert states(scheme, history, day, "BONUS_POINTS", known_on=date(2027, 2, 1)) == ["closed"]


def test_once_the_newer_result_is_revoked_the_older_stands_again(scheme):
    undone = Event(REVOKED, "R2", date(2027, 9, 1), date(2027, 9, 1))

    assert states(scheme, [FIRST, LOWER, undone], date(2027, 10, 1), "EXCELLENT_REGISTRY") == ["open"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_events_are_handed_in_does_not_matter(scheme, order):
    history = [FIRST, CORRECTION, LOWER, REVOCATION][::order]
    found = on(scheme, history, date(2026, 10, 15))

    assert found["HANA_RATE"].standing.level == "2+"


def test_a_stated_last_day_comes_before_the_scheme_s_months(scheme):
    short = replace(FIRST, until=date(2027, 6, 30))

    assert states(scheme, [short], date(2027, 7, 1), "HANA_RATE") == ["closed"]


def test_the_scheme_of_the_result_says_what_its_level_opens(scheme, scheme_2025):
    early = Event(PUBLISHED, "R0", date(2025, 9, 1), date(2025, 9, 1), "2+", scheme=scheme_2025)

    found = on(scheme, [early], date(2026, 8, 1))

    # 2+ was excellent in 2025 and is not in 2026; the specialists' benefit did not exist then
    assert found["EXCELLENT_REGISTRY"].answer.state == "open"
    assert found["SPECIALIST_ELIGIBILITY"].answer.state == "closed"
    assert found["SPECIALIST_ELIGIBILITY"].answer.reason == "이 결과의 평가체계(2025-1)에는 없는 혜택입니다."
    assert states(scheme, [replace(early, scheme=None)], date(2026, 8, 1), "EXCELLENT_REGISTRY") == ["closed"]


def test_a_revocation_that_reaches_back_names_the_day_of_its_effect(scheme):
    found = on(scheme, [FIRST, REVOCATION], date(2026, 11, 30))

    assert found["BONUS_POINTS"].answer.reason == (
        "2026-12-01 효력으로 취소된 결과이며, 이 혜택은 처음부터 없던 것으로 봅니다."
    )


def test_a_correction_may_set_another_last_day(scheme):
    history = [FIRST, replace(CORRECTION, level="3", until=date(2026, 12, 31))]

    assert states(scheme, history, date(2026, 12, 31), "HANA_RATE") == ["open"]
    assert states(scheme, history, date(2027, 1, 1), "HANA_RATE") == ["closed"]


def test_an_answer_names_all_that_is_asked_and_what_came_of_each(scheme):
    found = on(scheme, [FIRST], date(2026, 8, 1))
    asked = [(one.name, one.state, one.fact) for one in found["SPECIALIST_DESIGNATION"].answer.asked]

    assert asked == [
        ("Level 3- 이상", "open", ""),
        ("역량진단 결과가 대통령령 기준 이상", "pending", ""),
        ("핵심 스마트제조기술을 보유하거나 활용", "open", "core_tech"),
        ("스마트제조기술을 이용한 사업의 매출 비중이 대통령령 기준 이상", "pending", "smart_revenue_share"),
    ]


def test_a_timeline_by_hand(scheme):
    """3 in July 2026, 2 a year later, that one revoked in 2028, a third result at 4- in 2029, none after 2032."""
    revoked = Event(REVOKED, "R2", date(2028, 3, 1), date(2028, 3, 1))
    third = Event(PUBLISHED, "R3", date(2029, 5, 1), date(2029, 5, 1), "4-")
    history = [FIRST, LOWER, revoked, third]
    days = [date(2027, 6, 30), date(2027, 7, 1), date(2028, 3, 1), date(2029, 5, 1), date(2032, 5, 1)]

    # bonus follows the latest; a revoked downgrade counts as never given, so that the first stands on 2027-07-01 too
    assert [states(scheme, history, day, "BONUS_POINTS", "HANA_RATE") for day in days] == [
        ["open", "open"],
        ["open", "open"],
        ["open", "open"],
        ["open", "open"],
        ["closed", "closed"],
    ]
    levels = [on(scheme, history, day)["BONUS_POINTS"].standing for day in days]
    assert [one and (one.result, one.level) for one in levels] == [
        ("R1", "3"),
        ("R1", "3"),
        ("R1", "3"),
        ("R3", "4-"),
        None,
    ]
    # what was answered in August 2027, before the revocation was known
    assert states(scheme, history, days[1], "BONUS_POINTS", "HANA_RATE", known_on=date(2027, 8, 1)) == [
        "closed",
        "open",
    ]
    # the directory lets a revocation count from its day of effect only
    assert on(scheme, history, days[1])["DIRECTORY"].standing.level == "2"
