"""Regions (시도) as they stood on any day; codes and days are data (regions.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

TABLE = Path(__file__).with_name("regions.toml")


class UnknownRegion(KeyError):
    """No region ever had that code."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region under one code; `became` is the code its people were counted under afterwards."""

    code: str
    name: str
    short: str
    name_en: str
    valid_from: date | None = None
    valid_until: date | None = None
    became: str | None = None
    source: str = "codes"

    def stands_on(self, day: date) -> bool:
        """Whether the code is in use on that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    @property
    def label(self) -> str:
        """The full name in the language of the page."""
        return self.name_en if _in_english() else self.name

    @property
    def short_label(self) -> str:
        """The name for charts and narrow columns in the language of the page."""
        return self.name_en if _in_english() else self.short


def region(code: str) -> Region:
    """The region of a code, whatever the day; UnknownRegion where there never was one."""
    try:
        return _table()[code]
    except KeyError:
        raise UnknownRegion(code) from None


def regions_on(day: date) -> tuple[Region, ...]:
    """All regions of that day in order of their codes: 17 until 2026-06-30, 16 from the day after."""
    return tuple(region for region in _table().values() if region.stands_on(day))


def current_code(code: str, on: date) -> str:
    """The code under which a place recorded under `code` is counted on that day.

    Follows mergers and renamings forward, and back where only one region came before; a day before a merger
    leaves the merged code as it is, because nobody can tell its parts apart.
    """
    place = region(code)
    while place.became and place.valid_until and on > place.valid_until:
        place = region(place.became)
    while not place.stands_on(on) and len(earlier := _predecessors(place.code)) == 1:
        place = earlier[0]
    return place.code


def codes_of(code: str, on: date) -> list[str]:
    """Every code whose places are counted under this one on that day."""
    return [place.code for place in _table().values() if current_code(place.code, on) == code]


def region_name(code: str, on: date) -> str:
    """The name that day of the place recorded under `code`, in the language of the page."""
    return region(current_code(code, on)).label


def _predecessors(code: str) -> list[Region]:
    return [region for region in _table().values() if region.became == code]


def _in_english() -> bool:
    return (get_language() or "").startswith("en")


@cache
def _table() -> dict[str, Region]:
    rows = tomllib.loads(TABLE.read_text("utf-8"))["region"]
    return {row["code"]: Region(**row) for row in sorted(rows, key=lambda row: row["code"])}
