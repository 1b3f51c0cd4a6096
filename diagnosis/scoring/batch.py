"""Grading many applications of a track at once, figure by figure as `bridge.columns_of` grades one.

Marks go to the kernel as bytes. What is out of the ordinary (a sheet still open, a letter missing, a dispute over
what applies) is graded one by one, which finds the words for its fault.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from diagnosis.ratings import ABSENT, CHOICES, STEPS
from diagnosis.scoring.bridge import AiScore, CannotGrade, columns_of, ready
from diagnosis.scoring.marks import Case, Marks
from grading.details import Details, details
from grading.exact import PRINTED_DECIMALS
from grading.kinds import Kind
from grading.reasons import packed as packed_reasons
from grading.snapshots import Paper, printed, snapshots
from grading.values import Scheme, Track
from grading.vector import NONE, NOT_APPLICABLE, ManyOutcomes, batch_of_steps, grade_track_many, outcomes_of

MARK = "#points#"
UNKNOWN = 254
"""Stands for a character that is no rating."""
_STEPS = bytes(
    NOT_APPLICABLE if byte == ord(ABSENT) else STEPS.find(chr(byte)) if chr(byte) in STEPS else UNKNOWN
    for byte in range(256)
)
COLUMNS = (
    "application_id",
    "base",
    "ai",
    "bonus",
    "total",
    "grade_point",
    "level",
    "base_level",
    "sections",
    "snapshot",
    "fault",
)


class Found(NamedTuple):
    """An outcome as it is written, in the order of COLUMNS: scores as printed, None for none; sections as JSON."""

    application_id: int
    base: str | None = None
    ai: str | None = None
    bonus: str | None = None
    total: str | None = None
    grade_point: str | None = None
    level: str = ""
    base_level: str = ""
    sections: str = "{}"
    snapshot: str = ""
    fault: str = ""

    @property
    def score(self) -> str | None:
        """The judged figure of the application's track."""
        return self.ai if self.total is None else self.total


class _Usual(NamedTuple):
    """An application that many others are like: its marks as bytes, its AI score in units."""

    case: Case
    paper: Paper
    sheets: list[bytes]
    letters: bytes
    ai: int


class _Form:
    """How the marks of one track are read as bytes."""

    def __init__(self, scheme: Scheme, track: Track) -> None:
        self.scheme, self.track = scheme, track
        self.decides_level = track.code == scheme.level_track
        self.letters = [item.code for item in track.ktrs_items]
        self.none = [""] * len(self.letters)
        self.width = len(track.panel_items)
        self.whole = track.scale.ratings == tuple(CHOICES)
        self.spreading = {place for place, item in enumerate(track.panel_items) if item.spread}
        step = {rating: place for place, rating in enumerate(track.scale.ratings)}
        self.steps = {letter: step.get(rating, UNKNOWN) for letter, rating in scheme.ktrs_ratings.items()}
        self.usual: list[_Usual] = []

    def take(self, case: Case, marks: Marks, kind: Kind, ai: AiScore | None) -> bool:
        """Put an application with those that are alike; False where it is out of the ordinary."""
        sheets = self._sheets([place.sealed for place in marks.places])
        said = (marks.letters or {}) if self.letters else {}
        letters = tuple(map(said.get, self.letters, self.none))
        steps = bytes([self.steps.get(letter, UNKNOWN) for letter in letters])
        counted = ai if self.decides_level else None
        fits = bool(sheets) and UNKNOWN not in steps and len(said) == len(letters) and self._counts(counted)
        if fits:
            who = tuple([place.assessor for place in marks.places])
            paper = Paper(who, letters, kind, counted.application if counted else None, marks.absences)
            self.usual.append(_Usual(case, paper, sheets, steps, self._units(counted)))
        return fits

    def _sheets(self, sealed: Sequence[str]) -> list[bytes]:
        """The steps of every sheet; none where one is not whole or they disagree on what applies."""
        width = self.width
        if not self.whole or [len(one) for one in sealed].count(width) != len(sealed):
            return []
        together = "".join(sealed).encode().translate(_STEPS)
        if UNKNOWN in together:
            return []
        sheets = [together[start : start + width] for start in range(0, len(together), width)]
        return sheets if NOT_APPLICABLE not in together or self._agree(sheets) else []

    def _agree(self, sheets: Sequence[bytes]) -> bool:
        """Whether all find the same items not to apply, and may find so."""
        gaps = [{place for place, step in enumerate(sheet) if step == NOT_APPLICABLE} for sheet in sheets]
        return all(one == gaps[0] for one in gaps) and gaps[0] <= self.spreading and len(gaps[0]) < self.width

    def _counts(self, ai: AiScore | None) -> bool:
        """Whether an AI score is one that the scheme counts."""
        rule = self.scheme.ai_bonus
        return ai is None or (rule is not None and 0 <= ai.score <= self.scheme.tracks[rule.track].total_points)

    def _units(self, ai: AiScore | None) -> int:
        return NONE if ai is None else int(ai.score.scaleb(self.scheme.score_decimals))


def graded(
    cases: Sequence[Case], marks: Mapping[int, Marks], kinds: Mapping[int, Kind], bonus: Mapping[int, AiScore]
) -> Iterator[Found]:
    """What is found of each application, in no order; kinds are by application, AI scores by supplier.

    Everything is read and looked up before the first comes; texts are written as they are taken, without a query.
    """
    forms: dict[tuple[str, str], _Form] = {}
    found = []
    for case in cases:
        said, kind, ai = marks[case.pk], kinds[case.pk], bonus.get(case.supplier_id)
        try:
            scheme = ready(case, said)
        except CannotGrade as refused:
            found.append(Found(case.pk, fault=packed_reasons([refused.reason])))
            continue
        key = (case.scheme_code, case.track)
        form = forms.get(key) or forms.setdefault(key, _Form(scheme, scheme.tracks[case.track]))
        if not form.take(case, said, kind, ai):
            found.append(_alone(case, columns_of(case, said, ai, kind)))
    return chain(found, *map(_together, forms.values()))


def _alone(case: Case, columns: Mapping[str, Any]) -> Found:
    """One application's columns as they are written."""
    said: dict[str, Any] = {name: None if value is None else str(value) for name, value in columns.items()}
    return Found(case.pk, **said | {"sections": _json(columns.get("sections", {}))})


def _together(form: _Form) -> Iterator[Found]:
    """All that are alike. Raises ArithmeticError should the kernel's two ways to a score ever differ."""
    scheme, usual = form.scheme, form.usual
    batch = batch_of_steps(scheme, form.track.code, [one.sheets for one in usual], [one.letters for one in usual])
    base, parts = grade_track_many(scheme, batch), details(scheme, batch)
    if not np.array_equal(base, parts.base(scheme.score_decimals)):
        raise ArithmeticError(f"{scheme.code} {form.track.code}: items do not add up to their scores")
    papers, sections = [one.paper for one in usual], _sections(form.track, parts)
    if form.decides_level:
        many = outcomes_of(scheme, base, np.array([one.ai for one in usual], dtype=np.int64))
        texts = snapshots(scheme, batch, parts, papers, many)
        scores: Iterator[tuple[Any, ...]] = _scores(scheme, many)
    else:
        texts = snapshots(scheme, batch, parts, papers)
        scores = ((None, ai, None, None, None, "", "") for ai in printed(base, scheme.score_decimals))
    for one, figures, section, text in zip(usual, scores, sections, texts, strict=True):
        yield Found._make((one.case.pk, *figures, section, text, ""))


def _scores(scheme: Scheme, many: ManyOutcomes) -> Iterator[tuple[Any, ...]]:
    """The columns of scores and Levels."""
    labels = [level.label for level in reversed(scheme.levels)]
    scores = [printed(units, scheme.score_decimals) for units in (many.base, many.ai, many.bonus, many.total)]
    points = printed(many.grade_point, scheme.grade_point.decimals)
    ranks = (many.level_rank.tolist(), many.base_level_rank.tolist())
    for base, ai, bonus, total, point, level, base_level in zip(*scores, points, *ranks, strict=True):
        yield base, ai or None, bonus or None, total, point, labels[level], labels[base_level]


def _sections(track: Track, parts: Details) -> Iterator[str]:
    """The column of section points."""
    places = [[place for place, item in enumerate(track.items) if item.section == part.code] for part in track.sections]
    sums = [printed(parts.awarded[:, columns].sum(axis=1), PRINTED_DECIMALS) for columns in places]
    said = {part.code: {"name": part.name, "points": MARK, "possible": str(part.points)} for part in track.sections}
    pattern = _json(said).replace("%", "%%").replace(MARK, "%s")
    for points in zip(*sums, strict=True):
        yield pattern % points


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
