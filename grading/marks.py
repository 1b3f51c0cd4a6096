"""Marks from a CSV file: every fault of the file at once, or the sheets and letters it holds."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from grading.grade import Sheet
from grading.values import KTRS, Item, Scheme, Track

HEADER = ("application", "track", "item", "assessor", "rating")
RATING = re.compile(r"[0-9](\.[0-9]+)?", re.ASCII)
NOT_APPLICABLE = "NA"
"""Written in place of a rating: the item does not apply. Every sheet must say so, and the scheme must allow it."""


class LineFault(NamedTuple):
    """Something wrong at a line of the file."""

    line: int
    reason: str


@dataclass
class _Sheet:
    """An assessor's rows while the file is read; `seen` also holds items whose rating was refused."""

    line: int
    ratings: dict[str, Decimal | None] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)


@dataclass
class _Part:
    """One application's marks on one track."""

    line: int
    sheets: dict[str, _Sheet] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    seen_letters: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Marks:
    """What can be graded of one application on one track: sheets in order of appearance, KTRS letters."""

    sheets: tuple[Sheet, ...]
    letters: dict[str, str]


class _Row(NamedTuple):
    line: int
    application: str
    track: str
    item: str
    assessor: str
    rating: str


def read_marks(scheme: Scheme, content: bytes) -> tuple[dict[str, dict[str, Marks]], list[LineFault]]:
    """Marks by application and track, in order of first appearance, and every fault by line."""
    faults: list[LineFault] = []
    applications: dict[str, dict[str, _Part]] = {}
    for row in _rows(content, faults):
        parts = applications.setdefault(row.application, {})
        if row.track not in scheme.tracks:
            reason = f"알 수 없는 트랙 «{row.track}» (unknown track; {', '.join(scheme.tracks)})"
            faults.append(LineFault(row.line, reason))
            continue
        part = parts.setdefault(row.track, _Part(row.line))
        faults.extend(LineFault(row.line, reason) for reason in _placed(scheme, part, row))
    if not applications and not faults:
        faults.append(LineFault(1, "평점이 한 줄도 없습니다 (no sheets: the file holds no marks)"))
    faults.extend(_gaps(scheme, applications))
    return {name: _marks(parts) for name, parts in applications.items()}, sorted(set(faults))


def _rows(content: bytes, faults: list[LineFault]) -> Iterator[_Row]:
    """Rows with five filled cells; everything else is a fault."""
    text = _decoded(content, faults)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for number, cells in enumerate(reader):
            cells = [cell.strip() for cell in cells]
            if number == 0:
                if tuple(cells) != HEADER:
                    faults.append(LineFault(1, f"첫 줄은 {','.join(HEADER)} 이어야 합니다 (wrong header)"))
                    return
            elif len(cells) == len(HEADER) and all(cells):
                yield _Row(start, *cells)
            elif any(cells):
                reason = f"다섯 칸이 모두 채워져야 합니다 (expected 5 filled cells, got {sum(map(bool, cells))})"
                faults.append(LineFault(start, reason))
            start = reader.line_num + 1
    except csv.Error as problem:
        faults.append(LineFault(start, f"CSV로 읽을 수 없습니다 (not valid CSV: {problem})"))


def _decoded(content: bytes, faults: list[LineFault]) -> str | None:
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        faults.append(LineFault(1, "빈 파일입니다 (empty file)"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        faults.append(LineFault(line, "UTF-8 글자가 아닙니다. UTF-8로 저장해 주세요 (not UTF-8 text)"))
        return None


def _placed(scheme: Scheme, part: _Part, row: _Row) -> Iterator[str]:
    """Put a row where it belongs; yields what is wrong with it."""
    track = scheme.tracks[row.track]
    sheet = None if row.assessor == KTRS else part.sheets.setdefault(row.assessor, _Sheet(row.line))
    if not track.has_item(row.item):
        yield f"알 수 없는 항목 «{row.item}» (unknown item in track {row.track})"
        return
    item = track.item(row.item)
    seen = part.seen_letters if sheet is None else sheet.seen
    if item.marked_by == KTRS and sheet is not None:
        yield f"항목 {item.code} 은(는) KTRS 항목입니다 (KTRS item marked by an assessor)"
    elif item.marked_by != KTRS and sheet is None:
        yield f"항목 {item.code} 은(는) 위원이 평점하는 항목입니다 (panel item marked by KTRS)"
    elif item.code in seen:
        yield f"{seen[item.code]}번째 줄과 같은 평점이 또 있습니다 (duplicate of line {seen[item.code]})"
    else:
        seen[item.code] = row.line
        yield from _kept_letter(scheme, part, row) if sheet is None else _kept_rating(track, sheet, row)


def _kept_letter(scheme: Scheme, part: _Part, row: _Row) -> Iterator[str]:
    if row.rating in scheme.ktrs_ratings:
        part.letters[row.item] = row.rating
    else:
        allowed = ", ".join(scheme.ktrs_ratings)
        yield f"KTRS 글자 «{row.rating}» 은(는) 쓸 수 없습니다 (bad KTRS letter; one of {allowed})"


def _kept_rating(track: Track, sheet: _Sheet, row: _Row) -> Iterator[str]:
    if row.rating == NOT_APPLICABLE:
        if track.item(row.item).spread is None:
            yield f"항목 {row.item} 은(는) «해당 없음»으로 둘 수 없습니다 (item must be rated; it always applies)"
        sheet.ratings[row.item] = None
        return
    rating = Decimal(row.rating) if RATING.fullmatch(row.rating) else None
    if rating is not None and rating in track.scale.worth:
        sheet.ratings[row.item] = rating
    else:
        low, high, step = track.scale.ratings[0], track.scale.ratings[-1], track.scale.step
        yield (
            f"평점 «{row.rating}» 은(는) {low:f}~{high:f}, {step}점 간격이어야 합니다 "
            f"(rating off the scale {low:f} to {high:f} in steps of {step})"
        )


def _gaps(scheme: Scheme, applications: dict[str, dict[str, _Part]]) -> Iterator[LineFault]:
    """What is missing once the whole file has been read."""
    for name, parts in applications.items():
        if not parts:
            continue
        if scheme.level_track not in parts:
            line = min(part.line for part in parts.values())
            yield LineFault(line, f"{name}: {scheme.level_track} 진단표가 없습니다 (no sheets on {scheme.level_track})")
        for code, part in parts.items():
            yield from _part_gaps(scheme.tracks[code], name, part)


def _part_gaps(track: Track, name: str, part: _Part) -> Iterator[LineFault]:
    if not part.sheets:
        yield LineFault(part.line, f"{name}: {track.code} 진단표가 없습니다 (no sheets on {track.code})")
    for assessor, sheet in part.sheets.items():
        for item in _unseen(track.panel_items, sheet.seen):
            reason = f"{name}: {assessor} 의 {track.code} 항목 {item.code} 평점이 없습니다 (missing item)"
            yield LineFault(sheet.line, reason)
    for item in _unseen(track.ktrs_items, part.seen_letters):
        yield LineFault(part.line, f"{name}: KTRS 항목 {item.code} 의 글자가 없습니다 (missing KTRS letter)")
    yield from _disputes(track, name, part)


def _disputes(track: Track, name: str, part: _Part) -> Iterator[LineFault]:
    """Items that only some sheets find not to apply, at the lines that say so; or a part of which nothing is left."""
    absent = 0
    for item in track.panel_items:
        said = {who: sheet for who, sheet in part.sheets.items() if item.code in sheet.ratings}
        without = [who for who, sheet in said.items() if sheet.ratings[item.code] is None]
        absent += bool(said) and len(without) == len(said)
        if 0 < len(without) < len(said):
            reason = f"{name}: 항목 {item.code} 이(가) «해당 없음»인지 의견이 다릅니다"
            more = f"{', '.join(without)} (sheets disagree whether the item applies)"
            yield LineFault(part.sheets[without[0]].seen[item.code], f"{reason}: {more}")
    if absent and absent == len(track.panel_items):
        yield LineFault(part.line, f"{name}: 모든 항목이 «해당 없음»입니다 (no item is left to rate)")


def _unseen(items: Iterable[Item], seen: dict[str, int]) -> Iterator[Item]:
    return (item for item in items if item.code not in seen)


def _marks(parts: dict[str, _Part]) -> dict[str, Marks]:
    return {
        code: Marks(
            tuple(Sheet(who, sheet.ratings, closed) for closed, (who, sheet) in enumerate(part.sheets.items(), 1)),
            part.letters,
        )
        for code, part in parts.items()
    }
