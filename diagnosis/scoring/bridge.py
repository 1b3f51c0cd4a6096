"""Between the tables and the kernel: the only place that knows both worlds.

Stored marks become sheets, the kernel's results become outcome rows; no points are computed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.filing.models import Application
from diagnosis.answers.models import Absence
from diagnosis.answers.queries import kind_of as kind_of
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assignment, AssignmentState
from diagnosis.ratings import ABSENT, unseal
from diagnosis.scoring.models import Outcome, ScoringRun
from grading.grade import MarksRefused, Sheet, grade, grade_track
from grading.kinds import Kind
from grading.load import load_scheme
from grading.result import TrackResult
from grading.values import Scheme


class CannotGrade(Exception):
    """One application cannot be graded; the argument is the sentence that officials read."""


@dataclass(frozen=True)
class AiScore:
    """A supplier's AI score that counts as a bonus, with the application it comes from."""

    application: str
    score: Decimal


@dataclass(frozen=True)
class Marks:
    """All that was marked for one application; `places` holds the panel's assignments, oldest first.

    `absences` says of items that do not apply why (claim and reason), by code.
    """

    places: tuple[Assignment, ...]
    letters: Mapping[str, str] | None
    absences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def marks_of(applications: Sequence[Application]) -> dict[int, Marks]:
    """The marks of many applications by their id, read with two queries, three where items do not apply to some."""
    keys = [application.pk for application in applications]
    letters = dict(KtrsResult.objects.filter(application__in=keys).values_list("application_id", "letters"))
    places: dict[int, list[Assignment]] = {key: [] for key in keys}
    seated = Assignment.objects.filter(application__in=keys, state=AssignmentState.ACCEPTED)
    for place in seated.select_related("sheet").order_by("sheet__closed_at", "pk"):
        places[place.application_id].append(place)
    absences = _absences([key for key in keys if any(_has_gap(place) for place in places[key])])
    return {key: Marks(tuple(places[key]), letters.get(key), absences.get(key, {})) for key in keys}


def _has_gap(place: Assignment) -> bool:
    return _sealed(place) and ABSENT in place.sheet.sealed


def _absences(keys: Sequence[int]) -> dict[int, dict[str, dict[str, str]]]:
    """Why items do not apply, by application and item code."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    granted = Absence.objects.filter(application__in=keys, granted=True) if keys else Absence.objects.none()
    for one in granted:
        found.setdefault(one.application_id, {})[one.item_code] = {"claim": one.claim, "reason": one.reason}
    return found


def kind_in(outcome: Outcome) -> Kind:
    """The same as it was when the outcome was graded."""
    said = outcome.trace.get("kind")
    return Kind(**said) if said else kind_of(outcome.application)


def outcome_of(
    run: ScoringRun, application: Application, marks: Marks, ai: AiScore | None, kind: Kind | None = None
) -> Outcome:
    """The unsaved outcome of one application; what stops it from being graded becomes its fault.

    `kind` is by default the supplier's of now; it chooses how items read and changes no point.
    """
    try:
        return Outcome(
            run=run, application=application, **_graded(application, marks, ai, kind or kind_of(application))
        )
    except CannotGrade as reason:
        return Outcome(run=run, application=application, fault=str(reason))
    except MarksRefused as refused:
        return Outcome(run=run, application=application, fault="\n".join(refused.faults))


def _graded(application: Application, marks: Marks, ai: AiScore | None, kind: Kind) -> dict[str, Any]:
    scheme, track = _scheme_of(application), application.track
    result = grade_track(scheme, track, _sheets(scheme, track, marks), _letters(scheme, application, marks), kind)
    columns = _integrated_columns(scheme, result, ai) if track == scheme.level_track else _ai_columns(scheme, result)
    columns["trace"]["kind"] = asdict(kind)
    if marks.absences:
        columns["trace"]["absences"] = {code: dict(said) for code, said in marks.absences.items()}
    return columns


def _scheme_of(application: Application) -> Scheme:
    scheme = load_scheme(application.scheme_code)
    if scheme.digest != application.scheme_digest:
        raise CannotGrade(_("접수할 때의 진단 체계와 지금 보관된 진단 체계의 지문이 다릅니다."))
    return scheme


def _sheets(scheme: Scheme, track_code: str, marks: Marks) -> list[Sheet]:
    closed = [place for place in marks.places if _sealed(place)]
    if len(closed) < len(marks.places):
        count = {"closed": len(closed), "all": len(marks.places)}
        raise CannotGrade(_("마감되지 않은 평가표가 있습니다(%(closed)d / %(all)d).") % count)
    if len(closed) < scheme.panel.min_size:
        count = {"closed": len(closed), "least": scheme.panel.min_size}
        raise CannotGrade(_("마감된 평가표가 %(closed)d장입니다. %(least)d장 이상이어야 합니다.") % count)
    codes = [item.code for item in scheme.tracks[track_code].panel_items]
    return [_sheet(codes, place, order) for order, place in enumerate(closed, 1)]


def _sheet(codes: Sequence[str], place: Assignment, order: int) -> Sheet:
    ratings = unseal(place.sheet.sealed)
    if len(ratings) != len(codes):
        raise CannotGrade(_("봉인된 평가표의 항목 수가 진단 체계와 다릅니다."))
    return Sheet(str(place.assessor_id), dict(zip(codes, ratings, strict=True)), order)


def _sealed(place: Assignment) -> bool:
    sheet = getattr(place, "sheet", None)
    return sheet is not None and sheet.closed_at is not None


def _letters(scheme: Scheme, application: Application, marks: Marks) -> Mapping[str, str] | None:
    if not scheme.tracks[application.track].ktrs_items:
        return None
    if marks.letters is None:
        raise CannotGrade(_("기술보증기금의 KTRS-FM 결과가 아직 없습니다."))
    return marks.letters


def _integrated_columns(scheme: Scheme, result: TrackResult, ai: AiScore | None) -> dict[str, Any]:
    found = grade(scheme, result, ai.score if ai else None)
    source = {"application": ai.application, "score": str(ai.score)} if ai else None
    return {
        "base": found.base,
        "ai": found.ai,
        "bonus": found.bonus,
        "total": found.total,
        "grade_point": found.grade_point,
        "level": found.level.label,
        "base_level": found.base_level.label,
        "sections": _sections(result),
        "trace": found.to_data() | {"ai_source": source},
    }


def _ai_columns(scheme: Scheme, result: TrackResult) -> dict[str, Any]:
    trace = {"scheme": scheme.code, "digest": scheme.digest, "tracks": {result.track.code: result.to_data()}}
    return {"ai": result.base, "sections": _sections(result), "trace": trace}


def _sections(result: TrackResult) -> dict[str, dict[str, str]]:
    return {
        part.code: {"name": part.name, "points": str(part.points_awarded), "possible": str(part.points_possible)}
        for part in result.sections
    }
