"""Worked cases of a scheme: what goes in, and the score and Level that must come out.

A case gives one of `total` (a printed total), `rating` (every item of the level track at that rating,
whoever marks it) or `sheets` (one entry per assessor: a rating for all items, or a table by item) with
`letters` (one KTRS letter for all, or a table by item) and, if wanted, `ai_sheets`. Whatever else it
states is compared: base, ai, bonus, total, grade_point, level, base_level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from grading.exact import half_up
from grading.faults import Fault
from grading.grade import MarksRefused, Sheet, grade, grade_track, worth
from grading.reasons import Reason, because
from grading.values import Item, Scheme, Track

GIVEN = ("name", "total", "rating", "sheets", "letters", "ai_sheets")
EXPECTED = ("base", "ai", "bonus", "total", "grade_point", "level", "base_level")


def case_faults(scheme: Scheme, table: Mapping[str, Any]) -> list[Fault]:
    """Cases that do not come out as stated; a scheme without cases is a fault too."""
    cases = table.get("case", [])
    if not cases:
        return [Fault("cases.toml", because("no_cases"))]
    found = [Fault(f"cases/{key}", because("name_unknown")) for key in table if key != "case"]
    for number, case in enumerate(cases, 1):
        place = f"cases/{case.get('name', number)}"
        found.extend(Fault(place, reason) for reason in _differences(scheme, case))
    return found


def _differences(scheme: Scheme, case: Mapping[str, Any]) -> Iterator[Reason]:
    for key in case:
        if key not in GIVEN and key not in EXPECTED:
            yield because("case_name_unknown", name=key)
    if not any(key in case for key in EXPECTED if key != "total" or "sheets" in case or "rating" in case):
        yield because("case_states_nothing")
    try:
        came_out = _worked(scheme, case)
    except MarksRefused as refused:
        yield because("case_refused", faults=refused.faults)
        return
    except (InvalidOperation, KeyError, TypeError, AttributeError) as problem:
        yield because("case_unreadable", problem=repr(problem))
        return
    for key in EXPECTED:
        if key in case and came_out.get(key) != str(case[key]):
            yield because("case_differs", figure=key, stated=case[key], found=came_out.get(key))


def _worked(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    if "sheets" in case:
        return _graded(scheme, case)
    total = Decimal(case["total"]) if "rating" not in case else _uniform(scheme, Decimal(case["rating"]))
    level = scheme.level_of(total).label
    return {"total": str(total), "level": level, "grade_point": str(scheme.grade_point_of(total))}


def _uniform(scheme: Scheme, rating: Decimal) -> Decimal:
    track = scheme.tracks[scheme.level_track]
    total = sum((worth(track, item, rating) for item in track.items), Fraction(0))
    return half_up(total, scheme.score_decimals)


def _graded(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    track = scheme.tracks[scheme.level_track]
    letters = {code: str(letter) for code, letter in _spread(case.get("letters", {}), track.ktrs_items)}
    result = grade_track(scheme, track.code, _sheets(track, case["sheets"]), letters)
    ai = None
    if "ai_sheets" in case and scheme.ai_bonus is not None:
        ai_track = scheme.tracks[scheme.ai_bonus.track]
        ai = grade_track(scheme, ai_track.code, _sheets(ai_track, case["ai_sheets"]), {})
    outcome = grade(scheme, result, ai)
    data = outcome.to_data()
    return {key: str(data[key]) for key in EXPECTED if data[key] is not None}


def _sheets(track: Track, given: Mapping[str, Any]) -> list[Sheet]:
    return [
        Sheet(who, {code: Decimal(rating) for code, rating in _spread(marks, track.panel_items)}, closed)
        for closed, (who, marks) in enumerate(given.items(), 1)
    ]


def _spread(given: Any, items: Iterable[Item]) -> Iterable[tuple[str, Any]]:
    """A value per item: the table itself, or one value for every item."""
    return given.items() if isinstance(given, Mapping) else ((item.code, given) for item in items)
