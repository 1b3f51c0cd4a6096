"""The table of moves of an application: the only place that says who may take it from where to where."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.roles import Role


class State(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("작성 중")
    SUBMITTED = "submitted", _("제출 완료")
    SUPPLEMENT = "supplement", _("보완 요청")
    ELIGIBLE = "eligible", _("요건 적합")
    INELIGIBLE = "ineligible", _("요건 부적합")
    SEATED = "seated", _("선정")
    WAITING = "waiting", _("대기")
    FEE_DUE = "fee_due", _("부담금 납부 대기")
    PAID = "paid", _("납부 확인")
    IN_ASSESSMENT = "in_assessment", _("진단 중")
    ASSESSED = "assessed", _("진단 완료")
    GRADED = "graded", _("채점 완료")
    CONFIRMED = "confirmed", _("결과 확정")
    PUBLISHED = "published", _("결과 공개")
    OBJECTED = "objected", _("이의신청")
    FINAL = "final", _("최종")
    CORRECTED = "corrected", _("정정")
    REVOKED = "revoked", _("취소")
    WITHDRAWN = "withdrawn", _("신청 철회")


class Move(NamedTuple):
    """A named step. `asks_reason`: the person must say why. `by` holds SYSTEM where a rule makes the move."""

    name: str
    label: str | Promise
    start: State
    end: State
    by: frozenset[Role]
    asks_reason: bool = False


S, R = State, Role
BEFORE_ASSESSMENT = (S.DRAFT, S.SUBMITTED, S.SUPPLEMENT, S.ELIGIBLE, S.SEATED, S.WAITING, S.FEE_DUE, S.PAID)
RESULT_STATES = frozenset({S.PUBLISHED, S.OBJECTED, S.FINAL, S.CORRECTED, S.REVOKED})
SUPPLIER_WRITES = frozenset({S.DRAFT, S.SUPPLEMENT})


def _move(name: str, label: str | Promise, start: State, end: State, *by: Role, asks_reason: bool = False) -> Move:
    return Move(name, label, start, end, frozenset(by), asks_reason)


MOVES: tuple[Move, ...] = (
    _move("submit", _("제출"), S.DRAFT, S.SUBMITTED, R.SUPPLIER),
    _move("request_supplement", _("보완 요청"), S.SUBMITTED, S.SUPPLEMENT, R.OPERATOR, asks_reason=True),
    _move("resubmit", _("보완 제출"), S.SUPPLEMENT, S.SUBMITTED, R.SUPPLIER),
    _move("accept", _("요건 적합 판정"), S.SUBMITTED, S.ELIGIBLE, R.OPERATOR),
    _move("reject", _("요건 부적합 판정"), S.SUBMITTED, S.INELIGIBLE, R.OPERATOR, asks_reason=True),
    _move("seat", _("정원 배정"), S.ELIGIBLE, S.SEATED, R.SYSTEM),
    _move("queue", _("대기 순번 부여"), S.ELIGIBLE, S.WAITING, R.SYSTEM),
    _move("promote", _("대기에서 선정"), S.WAITING, S.SEATED, R.SYSTEM),
    _move("bill", _("부담금 고지"), S.SEATED, S.FEE_DUE, R.SYSTEM, R.OPERATOR),
    _move("confirm_fee", _("납부 확인"), S.FEE_DUE, S.PAID, R.OPERATOR),
    _move("lapse", _("미납 처리"), S.FEE_DUE, S.WITHDRAWN, R.OPERATOR, asks_reason=True),
    _move("start_assessment", _("진단 시작"), S.PAID, S.IN_ASSESSMENT, R.OPERATOR),
    _move("close_assessment", _("진단 종료"), S.IN_ASSESSMENT, S.ASSESSED, R.OPERATOR, R.SYSTEM),
    _move("grade", _("채점"), S.ASSESSED, S.GRADED, R.SYSTEM),
    _move("regrade", _("다시 채점"), S.GRADED, S.ASSESSED, R.SYSTEM),
    _move("confirm", _("결과 확정"), S.GRADED, S.CONFIRMED, R.AGENCY),
    _move("publish", _("결과 공개"), S.CONFIRMED, S.PUBLISHED, R.AGENCY),
    _move("object", _("이의신청"), S.PUBLISHED, S.OBJECTED, R.SUPPLIER, asks_reason=True),
    _move("reassess", _("이의 인용, 다시 진단"), S.OBJECTED, S.IN_ASSESSMENT, R.OPERATOR, asks_reason=True),
    _move("dismiss_objection", _("이의 기각"), S.OBJECTED, S.PUBLISHED, R.OPERATOR, asks_reason=True),
    _move("object_corrected", _("이의신청"), S.CORRECTED, S.OBJECTED, R.SUPPLIER, asks_reason=True),
    _move("uphold_correction", _("이의 기각, 정정 유지"), S.OBJECTED, S.CORRECTED, R.OPERATOR, asks_reason=True),
    _move("finalise", _("최종 처리"), S.PUBLISHED, S.FINAL, R.AGENCY, R.SYSTEM),
    *(
        _move(f"correct_{start}", _("정정"), start, S.CORRECTED, R.AGENCY, asks_reason=True)
        for start in (S.PUBLISHED, S.FINAL, S.CORRECTED)
    ),
    *(
        _move(f"revoke_{start}", _("취소"), start, S.REVOKED, R.AGENCY, asks_reason=True)
        for start in (S.PUBLISHED, S.FINAL, S.CORRECTED)
    ),
    *(
        _move(f"withdraw_{start}", _("신청 철회"), start, S.WITHDRAWN, R.SUPPLIER, asks_reason=True)
        for start in BEFORE_ASSESSMENT
    ),
    _move("reopen", _("다시 작성"), S.WITHDRAWN, S.DRAFT, R.SUPPLIER),
)
BY_NAME: dict[str, Move] = {move.name: move for move in MOVES}
OBJECTIONS: dict[State, Move] = {move.start: move for move in MOVES if move.end == State.OBJECTED}
"""The move by which a company objects to a result, by where the result stands."""
OPENINGS = tuple(move for move in MOVES if move.name == "publish" or move.name.startswith("correct_"))
"""The moves that open a result to its company: the first one, and those that put a corrected one in its place."""


def moves_from(state: str, role: str) -> list[Move]:
    """What a person of this role may do with an application in this state, in table order."""
    return [move for move in MOVES if move.start == state and role in move.by]


def diagram() -> Iterator[str]:
    """The table as Mermaid lines; docs/states.md holds them and a test compares."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.DRAFT.value}"
    for move in MOVES:
        who = ", ".join(sorted(role.value for role in move.by))
        yield f"    {move.start.value} --> {move.end.value}: {move.name} ({who})"
