"""The worked example of the model page, computed by the kernel that computes every result."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from applications.rounds.wording import named
from grading.grade import Sheet, grade, grade_track
from grading.result import Outcome
from grading.values import Scheme, Track

# An invented company: what three assessors and the credit body gave it, the same for every item.
PANEL_RATINGS = {"A": Decimal("3"), "B": Decimal("3.5"), "C": Decimal("4")}
LETTER = "B"
AI_RATINGS = {"A": Decimal("3"), "B": Decimal("3.5")}


@dataclass(frozen=True)
class Step:
    """One step of the computation and the figure it comes to."""

    what: str
    figure: str


@dataclass(frozen=True)
class Example:
    """The example's steps and where they lead."""

    given: tuple[str, ...]
    steps: tuple[Step, ...]
    total: Decimal
    level: str


def worked_example(scheme: Scheme) -> Example:
    """The example under the scheme; schemes without a bonus end with the base."""
    outcome = example_outcome(scheme)
    steps = [*_base_steps(outcome), *_bonus_steps(outcome)]
    steps.append(Step(_("등급표에서 찾은 등급"), f"Level {outcome.level.label}"))
    return Example(_given(scheme), tuple(steps), outcome.total, outcome.level.label)


def example_outcome(scheme: Scheme) -> Outcome:
    """What the kernel makes of the example's marks."""
    letters = {item.code: LETTER for item in scheme.tracks[scheme.level_track].ktrs_items}
    integrated = grade_track(
        scheme, scheme.level_track, _sheets(scheme.tracks[scheme.level_track], PANEL_RATINGS), letters
    )
    if scheme.ai_bonus is None:
        return grade(scheme, integrated)
    track = scheme.tracks[scheme.ai_bonus.track]
    return grade(scheme, integrated, grade_track(scheme, track.code, _sheets(track, AI_RATINGS)))


def _sheets(track: Track, ratings: Mapping[str, Decimal]) -> list[Sheet]:
    codes = [item.code for item in track.panel_items]
    return [Sheet(who, dict.fromkeys(codes, rating), closed) for closed, (who, rating) in enumerate(ratings.items(), 1)]


def _given(scheme: Scheme) -> tuple[str, ...]:
    track = scheme.tracks[scheme.level_track]
    panel = ", ".join(f"{who} {rating}" for who, rating in PANEL_RATINGS.items())
    lines = [
        _("진단위원 세 사람이 %(count)d개 항목마다 준 평점: %(ratings)s")
        % {"count": len(track.panel_items), "ratings": panel},
        _("KTRS-FM %(count)d개 항목의 글자: 모두 %(letter)s") % {"count": len(track.ktrs_items), "letter": LETTER},
    ]
    if scheme.ai_bonus is not None:
        ai = ", ".join(f"{who} {rating}" for who, rating in AI_RATINGS.items())
        lines.append(
            _("%(track)s의 항목마다 준 평점: %(ratings)s")
            % {"track": named(scheme.tracks[scheme.ai_bonus.track]), "ratings": ai}
        )
    return tuple(lines)


def _base_steps(outcome: Outcome) -> list[Step]:
    """The steps of the level track's trace in words."""
    told = {"mean": _("평가표 %(kept)s장의 평균"), "ktrs": _("KTRS-FM 항목의 점수"), "sum": _("더한 점수")}
    steps = []
    for row in outcome.integrated.to_data()["trace"]:
        if row["step"] == "sheet":
            steps.append(Step(_("위원 %(assessor)s의 평가표") % row, row["total"]))
        elif row["step"] in told:
            steps.append(Step(told[row["step"]] % row, row["printed"]))
    steps.append(Step(_("소수 첫째 자리까지 한 번 반올림한 진단 점수"), str(outcome.base)))
    return steps


def _bonus_steps(outcome: Outcome) -> list[Step]:
    if outcome.ai is None:
        return []
    return [
        Step(_("제조AI 점수"), str(outcome.ai)),
        Step(_("총점에 더한 가점"), str(outcome.bonus)),
        Step(_("총점"), str(outcome.total)),
    ]
