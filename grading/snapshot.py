"""A result as it is stored: one short text with the marks and every figure found, from which all is laid out again.

Laying out adds names, sentences and sums from the scheme the text names by its digest; what was judged (totals of
sheets, which of them were left out, exact and printed points, scores, Levels) is read and never worked out again.
"""

from __future__ import annotations

import json
import string
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.assembly import Figures, Ratings, track_result
from grading.exact import PRINTED_DECIMALS
from grading.kinds import Kind
from grading.result import Outcome, SheetResult, TrackResult
from grading.trace import outcome_trace
from grading.values import Scheme, Track
from grading.weighing import weighing

FORMAT = 2
"""Version of the text; counted up when a key changes its meaning. 1 was the whole result spelled out."""
STEPS = string.digits + string.ascii_uppercase
"""How a rating is written: its place on the track's scale. With half steps from 0 to 5, "0" … "A"."""
ABSENT = "-"
"""How it is written that an item does not apply."""
KEYS = (
    "format",
    "scheme",
    "digest",
    "track",
    "kind",
    "sheets",
    "letters",
    "unit",
    "kept",
    "exact",
    "awarded",
    "base",
    "outcome",
    "source",
    "absences",
)
"""The keys in their order. sheets: assessor, order of closing, marks, total in parts, why it was dropped;
letters: one a KTRS item; unit: parts to a point; kept: sheets that count; exact: points of every item in parts / kept;
awarded: printed points of every item, without the decimal point; outcome: AI score, bonus, its mode, total, grade
point, Level, Level before the bonus, total and Level with it, null on a track that decides no Level; source: the
application whose AI score counts; absences: what was said of items that do not apply, by code."""
_PRINTED = 10**PRINTED_DECIMALS


class Unreadable(ValueError):
    """The text is not a snapshot of this format and scheme; the argument says what is wrong with it."""


def packed(
    result: TrackResult | Outcome, kind: Kind, source: str | None = None, absences: Mapping[str, Any] | None = None
) -> str:
    """The text to store; `source` names the application whose AI score the outcome counts.

    `absences` tells by code what was said of items that do not apply.
    """
    track = result.integrated if isinstance(result, Outcome) else result
    weighed = weighing(track.track, _left_out(track))
    kept = sum(sheet.dropped is None for sheet in track.sheets)
    values = (
        FORMAT,
        track.scheme.code,
        track.scheme.digest,
        track.track.code,
        [kind.supplier_type, kind.technology_field],
        [
            [s.assessor, s.closed, _marks(track, s.assessor), _whole(s.total * weighed.unit), s.dropped]
            for s in track.sheets
        ],
        " ".join(item.letter for item in track.items if item.letter),
        weighed.unit,
        kept,
        [_whole(item.points * weighed.unit * kept) for item in track.items],
        [int(item.points_awarded * _PRINTED) for item in track.items],
        str(track.base),
        _outcome_figures(result) if isinstance(result, Outcome) else None,
        source,
        absences or None,
    )
    return json.dumps(dict(zip(KEYS, values, strict=True)), ensure_ascii=False)


def unpacked(text: str, scheme: Scheme) -> dict[str, Any]:
    """The whole result as plain data, as `to_data()` of what was packed says it, with kind, source and absences.

    `scheme` is the one the text names (see `scheme_of`). Raises Unreadable.
    """
    stored = _read(text)
    if (stored["scheme"], stored["digest"]) != (scheme.code, scheme.digest):
        raise Unreadable(f"scheme {stored['scheme']} {stored['digest'][:8]}")
    try:
        return _laid_out(stored, scheme)
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError) as broken:
        raise Unreadable(f"{type(broken).__name__}: {broken}") from broken


def scheme_of(text: str) -> str:
    """The code of the scheme a snapshot was graded by. Raises Unreadable."""
    return str(_read(text)["scheme"])


def _read(text: str) -> dict[str, Any]:
    try:
        stored = json.loads(text)
    except ValueError as broken:
        raise Unreadable("no JSON") from broken
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise Unreadable(f"format {stored.get('format') if isinstance(stored, dict) else '?'}")
    if missing := [key for key in KEYS if key not in stored]:
        raise Unreadable(f"missing: {', '.join(missing)}")
    return stored


def _laid_out(stored: Mapping[str, Any], scheme: Scheme) -> dict[str, Any]:
    kind = Kind(*stored["kind"])
    result = _track(stored, scheme, scheme.tracks[stored["track"]].read_for(kind))
    said: dict[str, Any] = {"kind": asdict(kind)}
    if stored["absences"]:
        said["absences"] = stored["absences"]
    if stored["outcome"] is None:
        return {"scheme": scheme.code, "digest": scheme.digest, "tracks": {result.track.code: result.to_data()}} | said
    outcome = _outcome(scheme, result, stored["outcome"])
    source = {"application": stored["source"], "score": str(outcome.ai)} if stored["source"] else None
    return outcome.to_data() | {"ai_source": source} | said


def _track(stored: Mapping[str, Any], scheme: Scheme, track: Track) -> TrackResult:
    marks = {who: _ratings(track, text) for who, _closed, text, _total, _dropped in stored["sheets"]}
    absent = {code for said in marks.values() for code, rating in said.items() if rating is None}
    weighed = weighing(track, frozenset(absent))
    unit, kept = stored["unit"], stored["kept"]
    if not len(stored["exact"]) == len(stored["awarded"]) == len(track.items):
        raise ValueError(f"{len(stored['exact'])} exact and {len(stored['awarded'])} printed figures")
    found = Figures(
        sheets=tuple(
            SheetResult(who, closed, Fraction(total, unit), dropped)
            for who, closed, _text, total, dropped in stored["sheets"]
        ),
        points=[Fraction(parts, unit * kept) for parts in stored["exact"]],
        awarded=[Decimal(units).scaleb(-PRINTED_DECIMALS) for units in stored["awarded"]],
        base=Decimal(stored["base"]),
    )
    return track_result(scheme, track, weighed, marks, _letters(track, stored["letters"]), found)


def _outcome(scheme: Scheme, result: TrackResult, figures: Sequence[Any]) -> Outcome:
    ai, bonus, mode, total, grade_point, level, base_level, whole, with_bonus = figures
    ai, bonus = (None if score is None else Decimal(score) for score in (ai, bonus))
    total, grade_point, whole = (Decimal(figure) for figure in (total, grade_point, whole))
    level, base_level, with_bonus = (scheme.level(label) for label in (level, base_level, with_bonus))
    return Outcome(
        scheme=scheme,
        integrated=result,
        ai_track=None,
        base=result.base,
        ai=ai,
        bonus=bonus,
        bonus_mode=mode,
        total=total,
        grade_point=grade_point,
        level=level,
        base_level=base_level,
        total_with_bonus=whole,
        level_with_bonus=with_bonus,
        trace=tuple(outcome_trace(scheme, result.base, ai, bonus, total, level, grade_point)),
    )


def _outcome_figures(found: Outcome) -> list[str | None]:
    figures = (
        found.ai,
        found.bonus,
        found.bonus_mode,
        found.total,
        found.grade_point,
        found.level.label,
        found.base_level.label,
        found.total_with_bonus,
        found.level_with_bonus.label,
    )
    return [None if figure is None else str(figure) for figure in figures]


def _left_out(result: TrackResult) -> frozenset[str]:
    return frozenset(item.code for item in result.items if item.rating is None)


def _marks(result: TrackResult, assessor: str) -> str:
    step = {rating: STEPS[place] for place, rating in enumerate(result.track.scale.ratings)}
    given = [item.ratings[assessor] for item in result.items if item.letter is None]
    return "".join(ABSENT if rating is None else step[rating] for rating in given)


def _ratings(track: Track, text: str) -> Ratings:
    rating = dict(zip(STEPS, track.scale.ratings, strict=False))
    pairs = zip(track.panel_items, text, strict=True)
    return {item.code: None if step == ABSENT else rating[step] for item, step in pairs}


def _letters(track: Track, text: str) -> dict[str, str]:
    return {item.code: letter for item, letter in zip(track.ktrs_items, text.split(), strict=True)}


def _whole(parts: Fraction) -> int:
    """Parts of a point, which are whole by the choice of the unit."""
    if parts.denominator != 1:
        raise ArithmeticError(f"{parts} parts of a point")
    return parts.numerator
