"""What the audit chain says about the invented round: the same verbs and data as the services write."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from applications.audit.services import Entry
from applications.filing.queries import stream_of
from applications.filing.workflow import BY_NAME, State
from applications.people.models import User
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import AssignmentState
from grading.load import load_scheme
from portal.demo.cases import Case
from portal.demo.filings import bill_of
from portal.demo.panels import Place
from portal.demo.plan import IN_FIRST_RUN
from portal.demo.rounds import SCHEME


def history_of(cases: Sequence[Case], places: Sequence[Place], operator: User) -> list[Entry]:
    """Every act on every application, each application's in the order of time."""
    panels: dict[int, list[Place]] = {}
    for place in places:
        panels.setdefault(place.case.application.pk, []).append(place)
    letters = {one.application_id: one for one in KtrsResult.objects.all()}
    return [
        entry
        for case in cases
        for entry in _in_order(case, panels.get(case.application.pk, []), letters.get(case.application.pk), operator)
    ]


def _in_order(case: Case, panel: list[Place], letters: KtrsResult | None, operator: User) -> list[Entry]:
    entries = [*_filing(case, operator), *_seat_and_fee(case, operator), *_panel(case, panel, operator)]
    if letters:
        entries.append(_entry(case, "ktrs.entered", operator, letters.received_at, letters.response))
    return sorted(entries, key=lambda entry: entry.at)


def _filing(case: Case, operator: User) -> Iterator[Entry]:
    yield _entry(case, "application.opened", case.owner, case.opened_at, {"track": case.track})
    saved_at = max(case.answered_at or case.opened_at, case.opened_at)
    yield _entry(case, "answers.saved", case.owner, saved_at, {"versions": dict.fromkeys(case.answered, 1)})
    if case.arrived_at:
        yield _move(case, "submit", case.owner, case.arrived_at)
    if case.asked_at:
        reason = case.application.state_reason or "제출 자료 가운데 일부를 확인할 수 없습니다."
        yield _move(case, "request_supplement", operator, case.asked_at, reason)
        yield _entry(case, "supplement.asked", operator, case.asked_at, case.asked)
    if case.refiled_at:
        yield _move(case, "resubmit", case.owner, case.refiled_at)
    if case.checked_at:
        verdict = "reject" if case.goal == State.INELIGIBLE else "accept"
        reason = case.application.state_reason if verdict == "reject" else ""
        yield _move(case, verdict, operator, case.checked_at, reason)
    if case.left_at and case.left_from and case.left_from != State.FEE_DUE:
        yield _move(case, f"withdraw_{case.left_from}", case.owner, case.left_at, case.application.state_reason)
    if case.refund:
        owed = {name: case.refund[name] for name in ("krw", "stage")}
        yield _entry(case, "fee.refund_owed", case.owner, case.left_at, owed)
    if paid_on := case.refund.get("paid_on"):
        paid = {"krw": case.refund["krw"], "paid_on": paid_on}
        yield _entry(case, "fee.refunded", operator, case.refund["noted_at"], paid)


def _seat_and_fee(case: Case, operator: User) -> Iterator[Entry]:
    if case.checked_at and (case.was_queued or case.goal == State.WAITING):
        yield _move(case, "queue", None, case.checked_at)
    if case.seated_at:
        yield _move(case, "promote" if case.was_queued else "seat", None, case.seated_at)
    if case.seated_at and case.goal != State.SEATED:
        yield _move(case, "bill", None, case.seated_at)
        yield _entry(case, "fee.issued", None, case.seated_at, bill_of(case))
    if case.fee_confirmed_at:
        paid = {"paid_on": case.paid_on, "company_krw": load_scheme(SCHEME).fee(case.track).company_krw}
        yield _move(case, "confirm_fee", operator, case.fee_confirmed_at)
        yield _entry(case, "fee.paid", operator, case.fee_confirmed_at, paid)
    if case.left_at and case.left_from == State.FEE_DUE:
        yield _move(case, "lapse", operator, case.left_at, case.application.state_reason)


def _panel(case: Case, panel: list[Place], operator: User) -> Iterator[Entry]:
    if not panel or case.invited_at is None:
        return
    asked = [place.assignment for place in panel]
    invited = {"assessors": [one.assessor_id for one in asked], "due_on": asked[0].due_on}
    yield _entry(case, "panel.invited", operator, case.invited_at, invited)
    yield from _answers(case, panel)
    if case.started_at:
        yield _move(case, "start_assessment", operator, case.started_at)
    yield from _sheets(case, panel)


def _answers(case: Case, panel: Iterable[Place]) -> Iterator[Entry]:
    for place in (place.assignment for place in panel if place.assignment.answered_at):
        facts = {"assessor": place.assessor_id, "interest": place.interest}
        if place.state == AssignmentState.ACCEPTED:
            yield _entry(case, "panel.accepted", place.assessor.user, place.answered_at, facts)
        else:
            yield _entry(
                case, "panel.declined", place.assessor.user, place.answered_at, facts | {"code": place.decline_code}
            )


def _sheets(case: Case, panel: Iterable[Place]) -> Iterator[Entry]:
    for place, sheet in ((place, place.sheet) for place in panel):
        if sheet and place.marks:
            versions = {mark.item_code: mark.version for mark in place.marks}
            at = max(mark.saved_at for mark in place.marks)
            yield Entry(f"sheet:{sheet.pk}", "marks.saved", place.assignment.assessor.user, at, {"versions": versions})
        if sheet and sheet.closed_at:
            facts = {"sheet": sheet.pk, "items": len(place.marks)}
            yield _entry(case, "sheet.closed", place.assignment.assessor.user, sheet.closed_at, facts)
    if case.goal in IN_FIRST_RUN and case.ended_at:
        yield _move(case, "close_assessment", None, case.ended_at)


def _move(case: Case, name: str, by: User | None, at: datetime, reason: str = "") -> Entry:
    move = BY_NAME[name]
    told = {"from": move.start.value, "to": move.end.value} | ({"reason": reason} if reason else {})
    return _entry(case, f"application.{name}", by, at, told)


def _entry(case: Case, verb: str, by: User | None, at: datetime | None, data: Mapping[str, object]) -> Entry:
    assert at is not None
    return Entry(stream_of(case.application), verb, by, at, data)
