"""What a company may expect from its own ratings, with the bonus that its AI track brings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from applications.filing.models import Application
from applications.filing.workflow import RESULT_STATES, State
from diagnosis.answers.models import Answer
from diagnosis.answers.queries import answers_of
from grading.estimate import Estimate, Span, estimate
from grading.load import load_scheme
from grading.values import ADD_TO_TOTAL, AiBonus, Scheme

STANDING: list[Callable[[int, str], Decimal | None]] = []
"""Who knows the open score of a company (by id) on a track that still stands; scoring puts itself in here."""
OVER = RESULT_STATES | {State.WITHDRAWN, State.INELIGIBLE}
"""States from which no new score is to be expected by the answers."""


@dataclass(frozen=True)
class ExpectedAi:
    """The span of the AI score that counts as bonus: one that stands, or `of` the self-rated answers given so far."""

    span: Span
    of: Estimate | None = None


@dataclass(frozen=True)
class Outlook:
    """The estimate of one application.

    `ai` is what its bonus comes from, `adds` whether the scheme adds it to the total, `brings` the most that this
    track's own score adds to another's total, None where it adds nothing.
    """

    estimate: Estimate
    ai: ExpectedAi | None
    adds: bool
    brings: int | None


def outlook_of(application: Application, answers: Mapping[str, Answer]) -> Outlook:
    """What to expect by the self-ratings; two queries for the bonus where the track decides the Level."""
    scheme = load_scheme(application.scheme_code)
    rule = scheme.ai_bonus
    adds = rule is not None and rule.mode == ADD_TO_TOTAL
    ai = expected_ai(application, rule) if rule and application.track == scheme.level_track else None
    return Outlook(
        estimate=_estimate(scheme, application.track, answers, ai.span if ai else None),
        ai=ai,
        adds=adds,
        brings=rule.max_points if rule and adds and application.track == rule.track else None,
    )


def expected_ai(application: Application, rule: AiBonus) -> ExpectedAi | None:
    """The AI score to expect: by the answers of the same round once there are some, else the one that stands."""
    same = Application.objects.filter(supplier=application.supplier_id, round=application.round_id, track=rule.track)
    under_way = same.exclude(state__in=OVER).first()
    if under_way is not None:
        scheme = load_scheme(under_way.scheme_code)
        found = _estimate(scheme, rule.track, answers_of(under_way))
        if found.answered:
            return ExpectedAi((found.low, found.high), found)
    standing = (score for told in STANDING if (score := told(application.supplier_id, rule.track)) is not None)
    score = next(standing, None)
    return ExpectedAi((score, score)) if score is not None else None


def _estimate(scheme: Scheme, track: str, answers: Mapping[str, Answer], ai: Span | None = None) -> Estimate:
    """What the supplier says does not apply is left out."""
    ratings = {code: answer.rating for code, answer in answers.items()}
    absent = [code for code, answer in answers.items() if not answer.applies]
    return estimate(scheme, track, ratings, ai, absent)
