"""Benefits on any day, past ones too, from all that ever happened to a supplier's results."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from grading.benefits import BenefitAnswer, benefit_answer, closed_answer
from grading.terms import Aftermath, Benefit
from grading.values import Scheme

PUBLISHED = "published"
CORRECTED = "corrected"
REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a result: the day people were told, and the day from which it counts.

    `level` is the Level published or corrected to. `until` is the last valid day of a published or corrected
    result, where it is not the one that the scheme's months give. `scheme` is the one a published result was
    graded under, whose conditions decide what its Level opens; None stands for the scheme that is asked.
    """

    kind: str
    result: str
    on: date
    effective: date
    level: str = ""
    until: date | None = None
    scheme: Scheme | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The result that a benefit rests on: its Level on that day, and the days from and until it counts."""

    result: str
    level: str
    since: date
    until: date
    is_latest: bool


@dataclass(frozen=True, slots=True)
class DatedAnswer:
    """A benefit's answer on a day; `standing` is None where no result was in force."""

    answer: BenefitAnswer
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class _Life:
    """One result with what happened to it later, in the order in which people were told."""

    published: Event
    scheme: Scheme
    corrections: tuple[Event, ...]
    revocations: tuple[Event, ...]

    def level_on(self, day: date, after: Aftermath) -> str:
        return self._latest_on(day, after).level

    def until_on(self, day: date, after: Aftermath) -> date:
        """The last valid day, which a correction that counts on the day may have set anew."""
        latest = self._latest_on(day, after)
        return latest.until or self.published.until or valid_until(self.scheme, self.published.effective)

    def is_revoked_on(self, day: date, after: Aftermath) -> bool:
        return any(after.revocation == "start" or event.effective <= day for event in self.revocations)

    def is_in_force_on(self, day: date, after: Aftermath) -> bool:
        is_running = self.published.effective <= day <= self.until_on(day, after)
        return is_running and not self.is_revoked_on(day, after)

    def _latest_on(self, day: date, after: Aftermath) -> Event:
        counting = [e for e in self.corrections if after.correction == "start" or e.effective <= day]
        return counting[-1] if counting else self.published


def benefits_on(
    scheme: Scheme,
    history: Sequence[Event],
    facts: Mapping[str, object],
    day: date,
    known_on: date | None = None,
) -> tuple[DatedAnswer, ...]:
    """An answer per benefit of one scheme for a day; `facts` are those of that day.

    The scheme says which benefits there are and what later events do to them; what a Level opens, the scheme says
    under which the result was graded.

    With `known_on`, events that people were told of later do not count: what would have been answered then.
    """
    known = [event for event in history if known_on is None or event.on <= known_on]
    lives = list(_lives(scheme, known))
    return tuple(_answer_on(scheme, benefit, lives, facts, day) for benefit in scheme.benefits)


def valid_until(scheme: Scheme, published_on: date) -> date:
    """The last day a result counts: the scheme's months, the day of publication being the first."""
    months = published_on.month - 1 + scheme.terms.validity_months
    year, month = published_on.year + months // 12, months % 12 + 1
    return date(year, month, min(published_on.day, monthrange(year, month)[1])) - timedelta(days=1)


def _lives(scheme: Scheme, events: Sequence[Event]) -> Iterator[_Life]:
    """Results in the order of publication."""
    told = sorted(events, key=lambda event: event.on)
    for published in sorted((e for e in told if e.kind == PUBLISHED), key=lambda event: event.effective):
        later = [event for event in told if event.result == published.result]
        yield _Life(
            published=published,
            scheme=published.scheme or scheme,
            corrections=tuple(event for event in later if event.kind == CORRECTED),
            revocations=tuple(event for event in later if event.kind == REVOKED),
        )


def _answer_on(
    scheme: Scheme, benefit: Benefit, lives: Sequence[_Life], facts: Mapping[str, object], day: date
) -> DatedAnswer:
    in_force = [life for life in lives if life.is_in_force_on(day, benefit.after)]
    if not in_force:
        return DatedAnswer(closed_answer(scheme, benefit, *_reason(lives, benefit.after, day)), None)
    life = _chosen(scheme, benefit.after, in_force, day)
    standing = _standing(life, benefit.after, day, is_latest=life is in_force[-1])
    answer = _under(life.scheme, scheme, benefit, standing.level, facts)
    if not standing.is_latest:
        kept = f"먼저 받은 Level {standing.level} 결과의 유효기간({standing.until})까지 유지됩니다."
        kept_en = f"The earlier result of Level {standing.level} keeps its time until {standing.until}."
        answer = replace(answer, reason=f"{answer.reason} {kept}", reason_en=f"{answer.reason_en} {kept_en}")
    return DatedAnswer(answer, standing)


def _under(graded: Scheme, asked: Scheme, benefit: Benefit, level: str, facts: Mapping[str, object]) -> BenefitAnswer:
    """The answer by the conditions of the scheme that graded the result; closed where it knew no such benefit."""
    then = next((one for one in graded.benefits if one.code == benefit.code), None)
    if then is None:
        ko = f"이 결과의 평가체계({graded.code})에는 없는 혜택입니다."
        return closed_answer(asked, benefit, ko, f"The scheme of this result ({graded.code}) has no such benefit.")
    return benefit_answer(graded, then, level, facts)


def _chosen(scheme: Scheme, after: Aftermath, in_force: Sequence[_Life], day: date) -> _Life:
    """The latest result in force, or the best one where an earlier one keeps its time; of equals the latest."""
    if after.downgrade != "kept":
        return in_force[-1]
    return max(reversed(in_force), key=lambda life: scheme.level(life.level_on(day, after)).rank)


def _standing(life: _Life, after: Aftermath, day: date, *, is_latest: bool) -> Standing:
    return Standing(
        result=life.published.result,
        level=life.level_on(day, after),
        since=life.published.effective,
        until=life.until_on(day, after),
        is_latest=is_latest,
    )


def _reason(lives: Sequence[_Life], after: Aftermath, day: date) -> tuple[str, str]:
    """Why no result was in force on the day."""
    begun = [life for life in lives if life.published.effective <= day]
    if not begun:
        return "그날까지 공개된 진단 결과가 없습니다.", "No result had been published by that day."
    last = begun[-1]
    if last.is_revoked_on(day, after):
        return _revoked(last, day)
    until = last.until_on(day, after)
    return f"진단 결과의 유효기간이 {until}에 끝났습니다.", f"The result was valid until {until}."


def _revoked(life: _Life, day: date) -> tuple[str, str]:
    """A revocation that reaches back is named with the day of its effect, which lies after the day asked about."""
    effective = life.revocations[-1].effective
    if effective <= day:
        return "진단 결과가 취소되었습니다.", "The result has been revoked."
    return (
        f"{effective} 효력으로 취소된 결과이며, 이 혜택은 처음부터 없던 것으로 봅니다.",
        f"The result was revoked with effect from {effective}; this benefit counts as never given.",
    )
