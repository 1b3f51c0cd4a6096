"""Between the tables and the kernel: the only place that knows both worlds.

Stored marks become sheets, the kernel's results become outcome rows; no points are computed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.filing.models import Application
from diagnosis.answers.queries import kind_of as kind_of
from diagnosis.ratings import unseal
from diagnosis.scoring.marks import Filed, Marks, Place
from diagnosis.scoring.marks import marks_of as marks_of
from diagnosis.scoring.models import Outcome, ScoringRun
from grading.grade import MarksRefused, Sheet, grade, grade_track
from grading.kinds import Kind
from grading.load import load_scheme
from grading.reasons import Reason, because
from grading.reasons import packed as packed_reasons
from grading.result import Outcome as GradedOutcome
from grading.result import TrackResult
from grading.snapshot import Unreadable, packed
from grading.values import Scheme


class CannotGrade(Exception):
    """One application cannot be graded; `reason` is what officials read."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class AiScore:
    """A supplier's AI score that counts as a bonus, with the application it comes from."""

    application: str
    score: Decimal


def kind_in(outcome: Outcome) -> Kind:
    """The same as it was when the outcome was graded."""
    said = told_by(outcome).get("kind")
    return Kind(**said) if said else kind_of(outcome.application)


def told_by(outcome: Outcome) -> dict[str, Any]:
    """What an outcome's snapshot tells, nothing where it cannot be read."""
    try:
        return outcome.trace
    except Unreadable:
        return {}


def outcome_of(
    run: ScoringRun, application: Application, marks: Marks, ai: AiScore | None, kind: Kind | None = None
) -> Outcome:
    """The unsaved outcome of one application; what stops it from being graded becomes its fault.

    `kind` is by default the one that was filed; it chooses how items read and changes no point.
    """
    return Outcome(run=run, application=application, **columns_of(application, marks, ai, kind or kind_of(application)))


def columns_of(application: Filed, marks: Marks, ai: AiScore | None, kind: Kind) -> dict[str, Any]:
    """What an outcome says of one application: its figures with their snapshot, or the fault alone."""
    try:
        return _graded(application, marks, ai, kind)
    except CannotGrade as refused:
        return {"fault": packed_reasons([refused.reason])}
    except MarksRefused as refused:
        return {"fault": packed_reasons(refused.faults)}


def ready(application: Filed, marks: Marks) -> Scheme:
    """The scheme to grade an application by, once everything it needs is there. Raises CannotGrade."""
    scheme = load_scheme(application.scheme_code)
    if scheme.digest != application.scheme_digest:
        raise CannotGrade(because("digest_differs"))
    closed = len([place for place in marks.places if place.sealed])
    if closed < len(marks.places):
        raise CannotGrade(because("sheets_open", closed=closed, all=len(marks.places)))
    if closed < scheme.panel.min_size:
        raise CannotGrade(because("too_few_sheets", closed=closed, least=scheme.panel.min_size))
    if marks.letters is None and scheme.tracks[application.track].ktrs_items:
        raise CannotGrade(because("letters_awaited"))
    return scheme


def _graded(application: Filed, marks: Marks, ai: AiScore | None, kind: Kind) -> dict[str, Any]:
    scheme, track = ready(application, marks), application.track
    letters = marks.letters if scheme.tracks[track].ktrs_items else None
    result = grade_track(scheme, track, _sheets(scheme, track, marks), letters, kind)
    if track != scheme.level_track:
        text = packed(result, kind, absences=marks.absences)
        return {"ai": result.base, "sections": _sections(result), "snapshot": text}
    found = grade(scheme, result, ai.score if ai else None)
    text = packed(found, kind, ai.application if ai else None, marks.absences)
    return _scores(found) | {"sections": _sections(result), "snapshot": text}


def _sheets(scheme: Scheme, track_code: str, marks: Marks) -> list[Sheet]:
    codes = [item.code for item in scheme.tracks[track_code].panel_items]
    return [_sheet(codes, place, order) for order, place in enumerate(marks.places, 1)]


def _sheet(codes: Sequence[str], place: Place, order: int) -> Sheet:
    try:
        ratings = unseal(place.sealed)
    except ValueError as broken:
        raise CannotGrade(because("seal_unreadable")) from broken
    if len(ratings) != len(codes):
        raise CannotGrade(because("seal_of_other_width"))
    return Sheet(place.assessor, dict(zip(codes, ratings, strict=True)), order)


def _scores(found: GradedOutcome) -> dict[str, Any]:
    return {
        "base": found.base,
        "ai": found.ai,
        "bonus": found.bonus,
        "total": found.total,
        "grade_point": found.grade_point,
        "level": found.level.label,
        "base_level": found.base_level.label,
    }


def _sections(result: TrackResult) -> dict[str, dict[str, str]]:
    return {
        part.code: {"name": part.name, "points": str(part.points_awarded), "possible": str(part.points_possible)}
        for part in result.sections
    }
