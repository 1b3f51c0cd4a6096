"""What the POOL asks for, from requirements.toml: figures that the programme has not published."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("requirements.toml")


@dataclass(frozen=True, slots=True)
class Requirements:
    """`required` and `needs_approval` hold codes of sections; lengths are in days, months or years as named."""

    required: frozenset[str]
    minimum_staff: int
    finance_years: int
    needs_approval: frozenset[str]
    supplement_days: int
    supplement_remind_days: tuple[int, ...]
    refresh_months: int
    refresh_remind_days: tuple[int, ...]
    sheet_rows: int
    sheet_bytes: int
    sheet_keep_days: int
    is_assumed: bool

    def refresh_due(self, confirmed_on: date) -> date:
        """The last day on which what was confirmed that day still stands."""
        month = confirmed_on.month - 1 + self.refresh_months
        year, month = confirmed_on.year + month // 12, month % 12 + 1
        following = date(year + month // 12, month % 12 + 1, 1)
        return min(date(year, month, 1) + timedelta(days=confirmed_on.day - 1), following - timedelta(days=1))


@cache
def requirements() -> Requirements:
    """The requirements in force."""
    data = tomllib.loads(TABLE.read_text("utf-8"))
    return Requirements(
        required=frozenset(data["register"]["required"]),
        minimum_staff=data["register"]["minimum_staff"],
        finance_years=data["register"]["finance_years"],
        needs_approval=frozenset(data["change"]["needs_approval"]),
        supplement_days=data["supplement"]["days"],
        supplement_remind_days=tuple(data["supplement"]["remind_days"]),
        refresh_months=data["refresh"]["months"],
        refresh_remind_days=tuple(data["refresh"]["remind_days"]),
        sheet_rows=data["sheet"]["rows"],
        sheet_bytes=data["sheet"]["bytes"],
        sheet_keep_days=data["sheet"]["keep_days"],
        is_assumed=data["assumption"],
    )
