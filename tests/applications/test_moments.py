from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from applications import moments

DEADLINE = datetime(2026, 5, 29, 9, 0, tzinfo=UTC)


def test_moment_is_written_in_korean_time_with_its_weekday():
    assert moments.moment_text(DEADLINE) == "2026-05-29 (금) 18:00"


def test_moment_late_in_the_utc_day_falls_on_the_next_korean_day():
    assert moments.moment_text(datetime(2026, 5, 29, 15, 30, tzinfo=UTC)) == "2026-05-30 (토) 00:30"


def test_weekday_follows_the_language_of_the_reader():
    with translation.override("en"):
        assert moments.day_text(date(2026, 5, 29)) == "2026-05-29 (Fri)"


def test_every_weekday_has_its_syllable():
    week = [moments.day_text(date(2026, 5, 25) + timedelta(days=n))[12:13] for n in range(7)]
    assert "".join(week) == "월화수목금토일"


@pytest.mark.parametrize(
    ("ago", "written"),
    [
        (timedelta(seconds=20), "방금"),
        (timedelta(minutes=12), "12분 전"),
        (timedelta(hours=5, minutes=59), "5시간 전"),
        (timedelta(days=3, hours=23), "3일 전"),
        (timedelta(days=-2), "2일 뒤"),
    ],
)
def test_elapsed_takes_the_largest_whole_unit(ago, written):
    assert moments.elapsed_text(DEADLINE - ago, DEADLINE) == written


@pytest.mark.parametrize(
    ("left", "written"),
    [
        (timedelta(days=5, hours=3), "5일 남음"),
        (timedelta(minutes=61), "1시간 남음"),
        (timedelta(seconds=30), "1분 미만 남음"),
        (timedelta(0), "마감"),
        (timedelta(days=-1), "마감"),
    ],
)
def test_remaining_ends_at_the_deadline_itself(left, written):
    assert moments.remaining_text(DEADLINE, DEADLINE - left) == written
