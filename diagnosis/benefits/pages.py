"""A supplier's benefits on a day, laid out in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.rounds.wording import in_language, named
from diagnosis.benefits.queries import BenefitDay, Entitlement
from diagnosis.findings.queries import Fact
from grading.benefits import CLOSED, OPEN, PENDING
from grading.history import CORRECTED, PUBLISHED, REVOKED, Event, Standing
from grading.terms import Aftermath

Text = str | Promise
STATES: dict[str, Text] = {
    OPEN: gettext_lazy("열림"),
    CLOSED: gettext_lazy("해당 없음"),
    PENDING: gettext_lazy("판정 보류"),
}
MET: dict[str, Text] = {
    OPEN: gettext_lazy("갖춤"),
    CLOSED: gettext_lazy("갖추지 못함"),
    PENDING: gettext_lazy("확인 전"),
}
TONES = {OPEN: "success", CLOSED: "neutral", PENDING: "warning"}
KINDS: dict[str, Text] = {
    PUBLISHED: gettext_lazy("결과 공개"),
    CORRECTED: gettext_lazy("결과 정정"),
    REVOKED: gettext_lazy("결과 취소"),
}
LATER: dict[tuple[str, str], Text] = {
    ("downgrade", "follows"): gettext_lazy("뒤의 결과가 더 낮으면 낮아진 등급을 따라요."),
    ("downgrade", "kept"): gettext_lazy("뒤의 결과가 더 낮아도 먼저 받은 결과의 유효기간까지 유지돼요."),
    ("correction", "effective"): gettext_lazy("정정되면 효력일부터 바뀌어요."),
    ("correction", "start"): gettext_lazy("정정되면 처음부터 정정된 등급으로 봐요."),
    ("revocation", "effective"): gettext_lazy("취소되면 효력일부터 사라져요."),
    ("revocation", "start"): gettext_lazy("취소되면 처음부터 없던 것으로 봐요."),
}


@dataclass(frozen=True)
class AskedLine:
    """One thing a benefit asks, and where the answer to it was read."""

    name: str
    state: Text
    tone: str
    source: str


@dataclass(frozen=True)
class Line:
    """One benefit on the day."""

    name: str
    state: Text
    tone: str
    reason: str
    note: str
    source: str
    assumption: bool
    standing: Standing | None
    asked: tuple[AskedLine, ...]
    later: tuple[Text, ...]


@dataclass(frozen=True)
class EventLine:
    """Something that happened to a result; `is_unknown` when people learned of it after the day asked about."""

    title: Text
    event: Event
    is_unknown: bool


def lines_of(day: BenefitDay) -> list[Line]:
    """Every benefit of the scheme in its order."""
    return [_line(one, day.facts) for one in day.entitlements]


def events_of(day: BenefitDay) -> list[EventLine]:
    """What happened to the results, oldest first by the day people were told."""
    told = sorted(day.events, key=lambda event: (event.on, event.effective))
    return [EventLine(KINDS[event.kind], event, _is_after(event, day.known_on)) for event in told]


def _is_after(event: Event, known_on: date | None) -> bool:
    return known_on is not None and event.on > known_on


def _line(one: Entitlement, facts: Mapping[str, Fact]) -> Line:
    answer = one.dated.answer
    asked = [
        AskedLine(named(test), MET[test.state], TONES[test.state], _source(test.fact, facts)) for test in answer.asked
    ]
    return Line(
        name=named(one.benefit),
        state=STATES[answer.state],
        tone=TONES[answer.state],
        reason=in_language(answer.reason, answer.reason_en),
        note=in_language(answer.note, answer.note_en),
        source=answer.source,
        assumption=answer.assumption,
        standing=one.dated.standing,
        asked=tuple(asked),
        later=_later(one.benefit.after),
    )


def _source(fact: str, facts: Mapping[str, Fact]) -> str:
    if not fact:
        return ""
    return facts[fact].source if fact in facts else _("확인한 기록이 없음")


def _later(after: Aftermath) -> tuple[Text, ...]:
    said = [("downgrade", after.downgrade), ("correction", after.correction), ("revocation", after.revocation)]
    return tuple(LATER[one] for one in said)
