from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import translation

from applications.suppliers.regions import UnknownRegion, current_code, region_name, regions_on

MERGER = date(2026, 7, 1)
EVE = MERGER - timedelta(days=1)


def test_there_are_seventeen_regions_until_the_merger_and_sixteen_from_then():
    assert [len(regions_on(day)) for day in (EVE, MERGER)] == [17, 16]
    assert " ".join(place.code for place in regions_on(MERGER)) == "11 12 26 27 28 30 31 36 41 43 44 47 48 50 51 52"


@pytest.mark.parametrize(
    ("code", "on", "counted_under"),
    [
        ("29", EVE, "29"),
        ("29", MERGER, "12"),
        ("46", MERGER, "12"),
        ("12", MERGER, "12"),
        ("12", EVE, "12"),  # nobody can tell the parts of a merger apart
        ("42", MERGER, "51"),
        ("51", date(2022, 1, 1), "42"),
        ("45", EVE, "52"),
        ("52", date(2023, 12, 31), "45"),
        ("11", MERGER, "11"),
    ],
)
def test_a_recorded_code_is_counted_under_the_code_of_the_day(code, on, counted_under):
    assert current_code(code, on) == counted_under


def test_totals_before_and_after_the_merger_agree():
    recorded = ["29"] * 3 + ["46"] * 4 + ["42", "51", "45", "52", "11"]

    before = Counter(current_code(code, EVE) for code in recorded)
    after = Counter(current_code(code, MERGER) for code in recorded)

    assert sum(before.values()) == sum(after.values()) == len(recorded)
    assert after == Counter({"12": before["29"] + before["46"], "51": 2, "52": 2, "11": 1})


def test_names_follow_the_day_and_the_language():
    with translation.override("ko"):
        assert [region_name("29", day) for day in (EVE, MERGER)] == ["광주광역시", "전남광주통합특별시"]
    with translation.override("en"):
        assert region_name("46", MERGER) == "Jeonnam-Gwangju"


def test_a_code_that_never_was_is_said_to_be_unknown():
    with pytest.raises(UnknownRegion):
        current_code("99", MERGER)
