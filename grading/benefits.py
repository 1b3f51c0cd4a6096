"""Which benefits a Level and a supplier's facts open, close or leave pending.

A condition whose threshold no decree or notice has set is never met: its answer is pending.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from grading.exact import plain
from grading.terms import Benefit, Condition
from grading.values import Scheme

OPEN = "open"
CLOSED = "closed"
PENDING = "pending"
RESULT_VALID = "result_valid"
"""The fact that the result is within its validity; only an explicit False closes benefits."""


@dataclass(frozen=True, slots=True)
class Tested:
    """One thing a benefit asks, and what came of it; `fact` is empty for the Level, which the result itself gives."""

    name: str
    name_en: str
    state: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class BenefitAnswer:
    """One benefit's answer with its reason and all that it asks; `points` only where it gives bonus points."""

    code: str
    name: str
    name_en: str
    state: str
    reason: str
    reason_en: str
    source: str
    assumption: bool
    points: Decimal | None = None
    note: str = ""
    note_en: str = ""
    asked: tuple[Tested, ...] = ()


@dataclass(frozen=True, slots=True)
class _Finding:
    """State with its reason in both languages."""

    state: str
    ko: str
    en: str


def benefits(scheme: Scheme, level_label: str, facts: Mapping[str, object]) -> tuple[BenefitAnswer, ...]:
    """An answer per benefit of the scheme, in its order. A fact that is absent or None is not known.

    Facts: `sanction_within_3_years`, `core_tech`, `consent_directory` and `result_valid` are bool or None,
    `smart_revenue_share` a Decimal between 0 and 1 or None.
    """
    return tuple(benefit_answer(scheme, benefit, level_label, facts) for benefit in scheme.benefits)


def benefit_answer(scheme: Scheme, benefit: Benefit, label: str, facts: Mapping[str, object]) -> BenefitAnswer:
    """The answer of one benefit."""
    finding = _judged(scheme, benefit, label, facts)
    points = benefit.points.get(label) if finding.state == OPEN else None
    if points is not None:
        text = plain(points)
        finding = _Finding(OPEN, f"{finding.ko} 기본 가점 {text}점입니다.", f"{finding.en} Default bonus: {text}.")
    return _told(scheme, benefit, finding, points, tuple(_asked(scheme, benefit, label, facts)))


def closed_answer(scheme: Scheme, benefit: Benefit, reason: str, reason_en: str) -> BenefitAnswer:
    """The answer of a benefit that is closed for a reason outside its own conditions."""
    return _told(scheme, benefit, _Finding(CLOSED, reason, reason_en), None)


def _asked(scheme: Scheme, benefit: Benefit, label: str, facts: Mapping[str, object]) -> Iterator[Tested]:
    """The Level first, then every condition, whether or not an earlier one has decided already."""
    if benefit.min_level is not None:
        state = OPEN if _rank(scheme, label) >= _rank(scheme, benefit.min_level) else CLOSED
        name, name_en = f"Level {benefit.min_level} 이상", f"Level {benefit.min_level} or above"
        yield Tested(name, name_en, state)
    for condition in (*benefit.all_of, *benefit.any_of):
        fact = "" if condition.test == "level_at_least" else condition.fact
        yield Tested(condition.name, condition.name_en, _tested(scheme, condition, label, facts).state, fact)


def _told(
    scheme: Scheme, benefit: Benefit, finding: _Finding, points: Decimal | None, asked: tuple[Tested, ...] = ()
) -> BenefitAnswer:
    return BenefitAnswer(
        code=benefit.code,
        name=benefit.name,
        name_en=benefit.name_en,
        state=finding.state,
        reason=finding.ko,
        reason_en=finding.en,
        source=scheme.origin(_origin_place(benefit)).title,
        assumption=_assumed(scheme, benefit),
        points=points,
        note=benefit.note,
        note_en=benefit.note_en,
        asked=asked,
    )


def _judged(scheme: Scheme, benefit: Benefit, label: str, facts: Mapping[str, object]) -> _Finding:
    if facts.get(RESULT_VALID) is False:
        return _Finding(CLOSED, "진단 결과의 유효기간이 지났습니다.", "The result is no longer valid.")
    if benefit.min_level is not None and _rank(scheme, label) < _rank(scheme, benefit.min_level):
        ko = f"Level {benefit.min_level} 이상이어야 합니다(현재 Level {label})."
        return _Finding(CLOSED, ko, f"Needs Level {benefit.min_level} or above (now Level {label}).")
    every = [_tested(scheme, condition, label, facts) for condition in benefit.all_of]
    some = [_tested(scheme, condition, label, facts) for condition in benefit.any_of]
    alternatives = _none_of(some)
    for state in (CLOSED, PENDING):
        for finding in (*_failing(every, state), *_failing(alternatives, state)):
            return finding
    if benefit.min_level is None:
        return _Finding(OPEN, "조건을 모두 갖추었습니다.", "All conditions are met.")
    ko = f"Level {benefit.min_level} 이상의 조건을 갖추었습니다(현재 Level {label})."
    return _Finding(OPEN, ko, f"Level {benefit.min_level} or above is met (now Level {label}).")


def _failing(findings: list[_Finding], state: str) -> list[_Finding]:
    return [finding for finding in findings if finding.state == state][:1]


def _none_of(findings: list[_Finding]) -> list[_Finding]:
    """What the alternatives come to, when none of them is met: pending while one is not known."""
    if not findings or any(finding.state == OPEN for finding in findings):
        return []
    return _failing(findings, PENDING) or _failing(findings, CLOSED)


def _tested(scheme: Scheme, condition: Condition, label: str, facts: Mapping[str, object]) -> _Finding:
    if condition.test == "level_at_least":
        met = None if condition.threshold is None else _rank(scheme, label) >= _rank(scheme, condition.threshold)
    else:
        met = _met(condition, facts.get(condition.fact))
    if met is None:
        return _unknown(condition)
    if met:
        return _Finding(OPEN, f"{condition.name}: 충족", f"{condition.name_en}: met")
    return _Finding(CLOSED, f"«{condition.name}» 조건을 갖추지 못했습니다.", f"Not met: {condition.name_en}.")


def _met(condition: Condition, fact: object) -> bool | None:
    """Whether a fact meets a condition; None while the fact or the threshold is not known."""
    if condition.test == "at_least":
        if condition.threshold is None or not isinstance(fact, Decimal):
            return None
        return fact >= Decimal(condition.threshold)
    return None if not isinstance(fact, bool) else fact is (condition.test == "is_true")


def _unknown(condition: Condition) -> _Finding:
    blank = condition.threshold is None and condition.test in ("at_least", "level_at_least")
    if blank:
        ko = f"판정 보류: «{condition.name}»의 기준이 아직 고시되지 않았습니다."
        return _Finding(PENDING, ko, f"Pending: no threshold has been set yet for “{condition.name_en}”.")
    ko = f"판정 보류: «{condition.name}» 조건을 아직 확인하지 못했습니다."
    return _Finding(PENDING, ko, f"Pending: not verified yet: {condition.name_en}.")


def _rank(scheme: Scheme, label: str) -> int:
    return scheme.level(label).rank


def _origin_place(benefit: Benefit) -> str:
    return f"{benefit.place}/min_level" if benefit.min_level is not None else f"{benefit.place}/name"


def _assumed(scheme: Scheme, benefit: Benefit) -> bool:
    """Whether any figure the answer rests on is an assumption."""
    places = [_origin_place(benefit), *(condition.place for condition in (*benefit.all_of, *benefit.any_of))]
    if benefit.points:
        places.append(f"{benefit.place}/points")
    return any(scheme.origin(place).assumption for place in places)
