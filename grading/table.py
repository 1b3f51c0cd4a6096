"""A table that is asked for each thing by kind and remembers what was wrong or never asked for."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from grading.faults import Fault
from grading.figures import key_of
from grading.reasons import Reason, because


class Table:
    """One TOML table at a place. A wrong value gives a fault and a harmless stand-in, so reading goes on."""

    def __init__(self, data: Any, place: str, faults: list[Fault]) -> None:
        self.place = place
        self.faults = faults
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        self.unread = set(self.data)
        if not isinstance(data, dict):
            self.fault("", because("not_table"))

    def fault(self, key: str, reason: Reason) -> None:
        self.faults.append(Fault(f"{self.place}/{key}" if key else self.place, reason))

    def has(self, key: str) -> bool:
        return key in self.data

    def text(self, key: str) -> str:
        value = self._get(key)
        if isinstance(value, str) and value.strip():
            return value
        if value is not None:
            self.fault(key, because("not_text"))
        # A number without quotes stands in for its text, so that nothing else seems to be missing because of it.
        return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else ""

    def code_or_none(self, key: str) -> str:
        """A code, or an empty text where there is none."""
        return "" if self.data.get(key) == "" else self.text(key)

    def whole(self, key: str, least: int = 0) -> int:
        value = self._get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        if value is not None:
            self.fault(key, because("not_whole", least=least))
        return least

    def number(self, key: str) -> Decimal:
        value = self._get(key)
        number = _number(value)
        if number is None and value is not None:
            self.fault(key, because("not_number"))
        return number if number is not None else Decimal(0)

    def share(self, key: str) -> Fraction:
        value = Fraction(self.number(key))
        if value > 1:
            self.fault(key, because("not_share"))
            return Fraction(0)
        return value

    def flag(self, key: str) -> bool:
        value = self._get(key)
        if not isinstance(value, bool) and value is not None:
            self.fault(key, because("not_flag"))
        return value is True

    def day(self, key: str) -> date:
        value = self._get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.fault(key, because("not_day"))
        return date.min

    def clock(self, key: str) -> time:
        value = self._get(key)
        if isinstance(value, time):
            return value
        if value is not None:
            self.fault(key, because("not_clock"))
        return time(0)

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value and value not in allowed:
            self.fault(key, because("not_choice", value=value, allowed=", ".join(allowed)))
        return value if value in allowed else allowed[0]

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        if isinstance(value, list) and value and all(isinstance(e, str) and e.strip() for e in value):
            return tuple(value)
        if value is not None:
            self.fault(key, because("not_texts"))
        return ()

    def blank(self, key: str) -> bool:
        """Whether the figure is there but not set yet; says so by counting the key as read."""
        self.unread.discard(key)
        return key in self.data and self.data[key] is None

    def table(self, key: str) -> Table:
        self.unread.discard(key)
        if key not in self.data:
            self.fault(key, because("missing"))
        return Table(self.data.get(key, {}), f"{self.place}/{key}", self.faults)

    def tables(self, key: str) -> list[Table]:
        """The entries of a list of tables; an absent list is empty."""
        self.unread.discard(key)
        entries = self.data.get(key, [])
        if not isinstance(entries, list):
            self.fault(key, because("not_tables"))
            return []
        return [Table(e, f"{self.place}/{key}/{key_of(e, i)}", self.faults) for i, e in enumerate(entries)]

    def done(self) -> None:
        """Report keys nobody asked for: most often a slip of the pen."""
        for key in sorted(self.unread):
            self.fault(key, because("name_unknown"))

    def _get(self, key: str) -> Any:
        self.unread.discard(key)
        if self.data.get(key) is None:
            self.fault(key, because("empty" if key in self.data else "missing"))
            return None
        return self.data[key]


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
