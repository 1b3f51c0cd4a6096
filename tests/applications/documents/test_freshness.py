"""Until when a document counts, by its own date and by the rule of its kind."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from applications.documents import kinds
from applications.documents.freshness import forecast, last_good_day, months_after
from applications.documents.kinds import Rule, rule_for
from tests.factories.documents import make_version
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

THREE_MONTHS = Rule("national_tax", 3, blocks=False, source="applied", assumption=True)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 3, 11), 3, date(2026, 6, 11)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, after):
    assert months_after(day, months) == after


@pytest.mark.parametrize(
    ("issued", "until", "rule", "last"),
    [
        (date(2026, 3, 11), None, THREE_MONTHS, date(2026, 6, 11)),
        (date(2026, 3, 11), date(2026, 5, 1), THREE_MONTHS, date(2026, 5, 1)),
        (date(2026, 3, 11), None, None, None),
        (None, date(2026, 5, 1), None, date(2026, 5, 1)),
    ],
)
def test_the_earlier_of_both_limits_counts(issued, until, rule, last):
    assert last_good_day(issued, until, rule) == last


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "issued", "state", "said"),
    [
        ("national_tax", date(2026, 3, 11), "stale", "2026-06-11 (목)까지만 인정돼요"),
        ("national_tax", date(2026, 3, 12), "fresh", "2026-06-12 (금)까지 인정돼요"),
        ("national_tax", None, "unknown", "발급일이 없어"),
        ("introduction", None, "unbound", "기한 없이"),
    ],
)
def test_what_is_foreseen_for_the_closing_day(kind, issued, state, said):
    closing = datetime(2026, 6, 12, 18, tzinfo=ZoneInfo("Asia/Seoul"))
    round_ = make_round(opens_at=datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Asia/Seoul")), closes_at=closing)

    found = forecast(make_version(make_supplier(), kind=kind, issued_on=issued), round_)

    assert (found.state, said in found.text, found.blocks) == (state, True, False)


def test_every_rule_is_about_a_kind_and_says_where_it_comes_from():
    table = kinds._table()

    assert {row["kind"] for row in table["rule"]} <= set(kinds.kinds())
    assert {row["source"] for row in [*table["rule"], *table["kind"]]} <= set(table["sources"])
    assert rule_for("national_tax") == THREE_MONTHS
    assert rule_for("other") is None
