"""What a deadline is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.functional import Promise


@dataclass(frozen=True)
class Deadline:
    """One thing to do; `key` names it whatever its day, `ends` is the first instant that is too late.

    `begins` is when it came up; supplier or person says whose it is. What is `told_elsewhere` is not reminded of here.
    """

    key: str
    ends: datetime
    begins: datetime
    title: str | Promise
    link: str
    facts: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None
    supplier: int | None = None
    person: int | None = None
    told_elsewhere: bool = False

    @property
    def said(self) -> str:
        """The title in the language of who reads."""
        return str(self.title) % self.facts


def end_of(day: date) -> datetime:
    """The first instant after a day in Korea."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
