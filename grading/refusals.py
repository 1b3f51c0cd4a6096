"""Why marks cannot be graded: everything wrong with sheets and letters, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grading.values import Scheme, Track


class MarksRefused(ValueError):
    """Marks cannot be graded; `faults` lists every reason."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One assessor's closed marks on a track; `closed` is its place in the order of closing.

    A rating of None says that the item does not apply to the supplier.
    """

    assessor: str
    ratings: Mapping[str, Decimal | None]
    closed: int


def marks_faults(scheme: Scheme, track: Track, sheets: Sequence[Sheet], letters: Mapping[str, str]) -> list[str]:
    """Every reason why these marks cannot be graded; empty when they can."""
    found = [*_sheet_faults(track, sheets), *_letter_faults(scheme, track, letters)]
    return found or list(_disputes(track, sheets))


def left_out(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Codes of the items that every sheet finds not to apply."""
    nothing = [{code for code, rating in sheet.ratings.items() if rating is None} for sheet in sheets]
    return frozenset(set.intersection(*nothing)) if nothing else frozenset()


def _sheet_faults(track: Track, sheets: Sequence[Sheet]) -> Iterator[str]:
    if not sheets:
        yield "진단표가 한 장도 없습니다"
    wanted = {item.code for item in track.panel_items}
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.assessor in seen:
            yield f"{sheet.assessor}: 같은 위원의 진단표가 두 장입니다"
        seen.add(sheet.assessor)
        for code in sorted(wanted - set(sheet.ratings)):
            yield f"{sheet.assessor}: 항목 {code} 의 평점이 없습니다"
        for code, rating in sheet.ratings.items():
            if code not in wanted:
                yield f"{sheet.assessor}: {code} 은(는) 위원이 평점하는 항목이 아닙니다"
            elif rating is None and track.item(code).spread is None:
                yield f"{sheet.assessor}: 항목 {code} 은(는) «해당 없음»으로 둘 수 없습니다"
            elif rating is not None and (isinstance(rating, float) or rating not in track.scale.worth):
                yield f"{sheet.assessor}: 항목 {code} 의 평점 {rating} 은(는) 척도에 없습니다"


def _disputes(track: Track, sheets: Sequence[Sheet]) -> Iterator[str]:
    """Items that only some find not to apply: people must agree before anything is counted."""
    for item in track.panel_items if any(None in sheet.ratings.values() for sheet in sheets) else ():
        absent = [sheet.assessor for sheet in sheets if sheet.ratings[item.code] is None]
        if absent and len(absent) < len(sheets):
            yield f"항목 {item.code}: «해당 없음»인지 의견이 다릅니다({', '.join(absent)}). 먼저 합의해야 합니다"
    if left_out(sheets) >= {item.code for item in track.panel_items}:
        yield "모든 항목이 «해당 없음»입니다"


def _letter_faults(scheme: Scheme, track: Track, letters: Mapping[str, str]) -> Iterator[str]:
    wanted = {item.code for item in track.ktrs_items}
    for code in sorted(wanted - set(letters)):
        yield f"항목 {code} 의 KTRS 글자가 없습니다"
    for code, letter in letters.items():
        if code not in wanted:
            yield f"{code} 은(는) KTRS 항목이 아닙니다"
        elif letter not in scheme.ktrs_ratings:
            yield f"항목 {code} 의 KTRS 글자 {letter} 은(는) 쓸 수 없습니다"
