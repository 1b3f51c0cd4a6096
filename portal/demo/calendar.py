"""When things happened in the invented round: office hours, one step after the other, all in Korean time."""

from datetime import date, datetime, time, timedelta
from random import Random

from grading.terms import KST

SATURDAY = 5
OFFICE_OPENS = 9
OFFICE_MINUTES = 8 * 60 + 30


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of that day in Korea."""
    return datetime.combine(day, time(hour, minute), KST)


def office_hour(rng: Random, day: date) -> datetime:
    """Some second of a working day; a weekend counts as the Monday after."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return moment(day, OFFICE_OPENS) + timedelta(seconds=rng.randrange(OFFICE_MINUTES * 60))


def some_days_after(rng: Random, start: datetime, least: int, most: int) -> datetime:
    """An office hour `least` to `most` days later, weekends pushed on; least is 1 or more."""
    day = start.astimezone(KST).date() + timedelta(days=rng.randint(least, most))
    return office_hour(rng, day)


def between(rng: Random, start: datetime, end: datetime) -> datetime:
    """Some second of the span."""
    return start + timedelta(seconds=rng.randrange(max(1, int((end - start).total_seconds()))))


def arrivals(rng: Random, opens_at: datetime, closes_at: datetime, count: int) -> list[datetime]:
    """Distinct instants in order; as with every call, half of all arrive in the last three days."""
    length = int((closes_at - opens_at).total_seconds())
    last_days = min(length, 3 * 24 * 3600)
    taken: set[int] = set()
    while len(taken) < count:
        span = last_days if rng.random() < 0.5 else length
        taken.add(length - 1 - rng.randrange(span))
    return [opens_at + timedelta(seconds=second) for second in sorted(taken)]
