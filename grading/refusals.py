"""Why marks cannot be graded: everything wrong with sheets and letters, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grading.reasons import Reason, because, told
from grading.values import Scheme, Track


class MarksRefused(ValueError):
    """Marks cannot be graded; `faults` lists every reason."""

    def __init__(self, faults: Sequence[Reason]) -> None:
        super().__init__(told(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One assessor's closed marks on a track; `closed` is its place in the order of closing.

    A rating of None says that the item does not apply to the supplier.
    """

    assessor: str
    ratings: Mapping[str, Decimal | None]
    closed: int


def marks_faults(scheme: Scheme, track: Track, sheets: Sequence[Sheet], letters: Mapping[str, str]) -> list[Reason]:
    """Every reason why these marks cannot be graded; empty when they can."""
    found = [*_sheet_faults(track, sheets), *_letter_faults(scheme, track, letters)]
    return found or list(_disputes(track, sheets))


def left_out(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Codes of the items that every sheet finds not to apply."""
    nothing = [{code for code, rating in sheet.ratings.items() if rating is None} for sheet in sheets]
    return frozenset(set.intersection(*nothing)) if nothing else frozenset()


def _sheet_faults(track: Track, sheets: Sequence[Sheet]) -> Iterator[Reason]:
    if not sheets:
        yield because("no_sheets")
    wanted = {item.code for item in track.panel_items}
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.assessor in seen:
            yield because("two_sheets", assessor=sheet.assessor)
        seen.add(sheet.assessor)
        for code in sorted(wanted - set(sheet.ratings)):
            yield because("rating_missing", assessor=sheet.assessor, item=code)
        for code, rating in sheet.ratings.items():
            if code not in wanted:
                yield because("not_rated_by_panel", assessor=sheet.assessor, item=code)
            elif rating is None and track.item(code).spread is None:
                yield because("must_apply", assessor=sheet.assessor, item=code)
            elif rating is not None and (isinstance(rating, float) or rating not in track.scale.worth):
                yield because("rating_off_scale", assessor=sheet.assessor, item=code, rating=rating)


def _disputes(track: Track, sheets: Sequence[Sheet]) -> Iterator[Reason]:
    """Items that only some find not to apply: people must agree before anything is counted."""
    for item in track.panel_items if any(None in sheet.ratings.values() for sheet in sheets) else ():
        absent = [sheet.assessor for sheet in sheets if sheet.ratings[item.code] is None]
        if absent and len(absent) < len(sheets):
            yield because("applies_disputed", item=item.code, assessors=", ".join(absent))
    if left_out(sheets) >= {item.code for item in track.panel_items}:
        yield because("nothing_applies")


def _letter_faults(scheme: Scheme, track: Track, letters: Mapping[str, str]) -> Iterator[Reason]:
    wanted = {item.code for item in track.ktrs_items}
    for code in sorted(wanted - set(letters)):
        yield because("letter_missing", item=code)
    for code, letter in letters.items():
        if code not in wanted:
            yield because("no_ktrs_item", item=code)
        elif letter not in scheme.ktrs_ratings:
            yield because("letter_unknown", item=code, letter=letter)
