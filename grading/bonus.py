"""Bonus points that a Level brings in a deployment programme, by the table of that programme's notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from grading.benefits import CLOSED, OPEN, PENDING
from grading.exact import plain
from grading.faults import Fault, SchemeError
from grading.figures import Figures, read_file
from grading.load import SCHEMES
from grading.table import Table
from grading.terms import Benefit
from grading.values import Origin, Scheme

PROGRAMMES = SCHEMES / "programmes.toml"
BONUS_POINTS = "BONUS_POINTS"
"""The benefit of a scheme whose table stands in until a notice sets its own."""


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme's notice: what it gives for which Level (empty: nothing), and its caps on all bonus items.

    `closes_on` is the day on which what is claimed has to hold, None while it is not known.
    """

    code: str
    name: str
    name_en: str
    announced_on: date | None
    closes_on: date | None
    listed_items: int
    points: Mapping[str, Decimal]
    cap_items: int
    cap_points: Decimal
    origin: Origin


@dataclass(frozen=True, slots=True)
class BonusItem:
    """One item that is claimed: its points, and whether it is among those that count."""

    name: str
    name_en: str
    points: Decimal
    counts: bool


@dataclass(frozen=True, slots=True)
class BonusAnswer:
    """What the Level is worth in a programme: its own points, and what it adds under the caps on all items."""

    state: str
    points: Decimal
    added: Decimal
    total: Decimal
    reason: str
    reason_en: str
    source: str
    assumption: bool
    items: tuple[BonusItem, ...]
    cap_items: int
    cap_points: Decimal


@lru_cache(maxsize=1)
def programmes() -> dict[str, Programme]:
    """Every programme by code. Raises SchemeError when the file has faults."""
    found, faults = _read(PROGRAMMES)
    if faults:
        raise SchemeError(faults)
    return found


def bonus_faults(path: Path = PROGRAMMES) -> list[Fault]:
    """Everything wrong in the file of programmes."""
    return _read(path)[1]


def programme_bonus(
    programme: Programme, scheme: Scheme, label: str | None, others: Sequence[Decimal] = ()
) -> BonusAnswer:
    """What a Level brings under a programme's notice; `others` are the points of its other bonus items.

    A label of None stands for a supplier without a result in force on the day.
    """
    points = _points(scheme, programme.points, label)
    if not programme.points:
        ko, en = "이 공고에는 역량진단 가점 항목이 없습니다.", "This notice lists no bonus for the diagnosis."
    elif label is None:
        ko, en = "그날 유효한 진단 결과가 없습니다.", "No result was in force on that day."
    elif label not in programme.points:
        ko, en = f"Level {label} 에는 가점이 없습니다.", f"No bonus at Level {label}."
    else:
        ko, en = f"Level {label} 가점 {plain(points)}점입니다.", f"Level {label} brings {plain(points)}."
    state = OPEN if points else CLOSED
    caps = programme.cap_items, programme.cap_points
    return _answer(state, points, others, caps, (ko, en), programme.origin, is_listed=bool(programme.points))


def expected_bonus(scheme: Scheme, label: str | None, others: Sequence[Decimal] = ()) -> BonusAnswer | None:
    """What the scheme's own table leads one to expect while no notice is out; None where it has no table.

    It is never more than pending: a notice may set other points, or none.
    """
    benefit = next((b for b in scheme.benefits if b.code == BONUS_POINTS), None)
    if benefit is None:
        return None
    points = _points(scheme, benefit.points, label)
    ko = f"사업 공고가 나오기 전의 기본값은 {plain(points)}점이며, 공고에 따라 달라집니다."
    en = f"The default before a notice is {plain(points)}; the notice may set another."
    origin = scheme.origin(f"{benefit.place}/points")
    state = PENDING if points else CLOSED
    return _answer(state, points, others, _caps(benefit), (ko, en), origin, is_listed=True)


def _points(scheme: Scheme, table: Mapping[str, Decimal], label: str | None) -> Decimal:
    return Decimal(0) if label is None else table.get(scheme.level(label).label, Decimal(0))


def _answer(
    state: str,
    points: Decimal,
    others: Sequence[Decimal],
    caps: tuple[int, Decimal],
    said: tuple[str, str],
    origin: Origin,
    *,
    is_listed: bool,
) -> BonusAnswer:
    added, total = _capped(points, others, *caps)
    return BonusAnswer(
        state=state,
        points=points,
        added=added,
        total=total,
        reason=said[0],
        reason_en=said[1],
        source=origin.title,
        assumption=origin.assumption,
        items=_items([points] if is_listed else [], others, caps[0]),
        cap_items=caps[0],
        cap_points=caps[1],
    )


def _items(own: Sequence[Decimal], others: Sequence[Decimal], most: int) -> tuple[BonusItem, ...]:
    """Every item with its name; the best ones count, of equals the diagnosis and then the earlier named."""
    claimed = [("역량진단 등급", "Diagnosis Level", points) for points in own]
    claimed += [(f"다른 가점 항목 {n}", f"Other bonus item {n}", points) for n, points in enumerate(others, 1)]
    best = sorted(range(len(claimed)), key=lambda place: -claimed[place][2])[:most]
    return tuple(BonusItem(*one, counts=place in best and one[2] > 0) for place, one in enumerate(claimed))


def _caps(benefit: Benefit) -> tuple[int, Decimal]:
    most = Decimal("Infinity") if benefit.cap_points is None else benefit.cap_points
    return benefit.cap_items or len(benefit.points), most


def _capped(points: Decimal, others: Sequence[Decimal], items: int, most: Decimal) -> tuple[Decimal, Decimal]:
    """What the points add to the others, and the total, when only the best items count up to a cap."""
    without = min(most, sum(sorted(others, reverse=True)[:items], Decimal(0)))
    total = min(most, sum(sorted([points, *others], reverse=True)[:items], Decimal(0)))
    return total - without, total


def _read(path: Path) -> tuple[dict[str, Programme], list[Fault]]:
    figures = read_file(path)
    table = Table(figures.tables[path.stem], path.stem, figures.faults)
    found = [_programme(entry, figures) for entry in table.tables("programme")]
    table.done()
    return {programme.code: programme for programme in found}, figures.faults


def _programme(table: Table, figures: Figures) -> Programme:
    points = table.table("points") if table.has("points") else None
    cap = table.table("cap")
    place = points.place if points else f"{table.place}/listed_items"
    programme = Programme(
        code=table.text("code"),
        name=table.text("name"),
        name_en=table.text("name_en"),
        announced_on=None if table.blank("announced_on") else table.day("announced_on"),
        closes_on=None if table.blank("closes_on") else table.day("closes_on"),
        listed_items=table.whole("listed_items"),
        points={label: points.number(label) for label in points.data} if points else {},
        cap_items=cap.whole("items", 1),
        cap_points=cap.number("points"),
        origin=figures.origins.get(place, Origin("", "", True)),
    )
    cap.done()
    table.done()
    return programme
