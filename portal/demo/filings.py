"""The applications of the invented round with their receipts, fee statements and KTRS-FM results."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from applications.fees.models import FeeStatement, Refund
from applications.fees.refunds import rules_of
from applications.filing.models import Application, Submission
from applications.filing.services import TRACK_LETTERS
from applications.filing.workflow import State
from applications.people.models import User
from applications.rounds.models import Round, RoundTrack
from diagnosis.ktrs.models import KtrsResult
from diagnosis.ktrs.services import Letters
from diagnosis.submissions.consents import Given, consents_for
from grading.load import load_scheme
from grading.terms import KST
from portal.demo import words
from portal.demo.answers import ability_on, rating_near
from portal.demo.calendar import some_days_after
from portal.demo.cases import Case
from portal.demo.plan import HOLDS_SEAT, IN_FIRST_RUN, LATE
from portal.demo.rounds import SCHEME

GRADES = ("C", "CC", "CCC", "B", "B+", "BB", "BB+", "BBB", "BBB+", "A", "A+", "AA", "AAA")
PLATFORM_SHARE = 0.9


def loaded_state(goal: State) -> State:
    """Where an application stands before the first scoring run; what lies beyond comes about by real moves."""
    if goal in IN_FIRST_RUN:
        return State.ASSESSED
    return State.IN_ASSESSMENT if goal in LATE else goal


def load_applications(rng: Random, round_: Round, cases: Sequence[Case]) -> None:
    """One application a case, with the order numbers of arrival."""
    rows = [_application(rng, round_, case) for case in cases]
    Application.objects.bulk_create(rows, batch_size=500)
    for case, row in zip(cases, rows, strict=True):
        case.application = row
    for track in {case.track for case in cases}:
        last = max(case.order_number or 0 for case in cases if case.track == track)
        RoundTrack.objects.filter(round=round_, track=track).update(last_order_number=last)


def _application(rng: Random, round_: Round, case: Case) -> Application:
    in_line = case.goal != State.WITHDRAWN
    return Application(
        code=f"{round_.code[2:]}-{TRACK_LETTERS[case.track]}-{case.supplier.pk:05d}",
        supplier=case.supplier,
        round=round_,
        track=case.track,
        scheme_code=round_.scheme_code,
        scheme_digest=round_.scheme_digest,
        state=loaded_state(case.goal),
        state_since=_since(case),
        state_reason=_reason(rng, case),
        arrived_at=case.arrived_at if in_line else None,
        order_number=case.order_number if in_line else None,
        filed_type=case.supplier.supplier_type if in_line and case.arrived_at else "",
        filed_field=case.supplier.technology_field if in_line and case.arrived_at else "",
        holds_seat=case.goal in HOLDS_SEAT,
        created_by=case.owner,
        created_at=case.opened_at,
    )


def load_submissions(rng: Random, cases: Sequence[Case]) -> None:
    """A receipt for each filing; a supplement gives a second one under the same order number."""
    rows = []
    for case in cases:
        consents = _consents(rng, case)
        moments = [at for at in (case.arrived_at, case.refiled_at) if at]
        rows += [_submission(case, number, at, consents) for number, at in enumerate(moments, 1)]
    Submission.objects.bulk_create(rows, batch_size=500)


def load_fees(cases: Sequence[Case], operator: User) -> None:
    """A statement for everyone who was billed, from the scheme's fee."""
    billed = [case for case in cases if case.seated_at and case.goal != State.SEATED]
    FeeStatement.objects.bulk_create([_statement(case, operator) for case in billed], batch_size=500)


def load_refunds(cases: Sequence[Case], operator: User) -> None:
    """What is owed to companies that left after paying; of all but the last it was paid back three days later."""
    left = [case for case in cases if case.left_from == State.PAID and case.left_at]
    for case in left:
        statement = FeeStatement.objects.select_related("application").get(application=case.application)
        rule = rules_of(statement)[0]
        assert case.left_at is not None
        noted_at = case.left_at + timedelta(days=3)
        paid: dict[str, Any] = {"paid_on": noted_at.astimezone(KST).date(), "noted_at": noted_at}
        paid = {} if case is left[-1] else paid
        Refund.objects.create(
            statement=statement,
            stage=rule.stage,
            amount_krw=rule.amount_krw,
            owed_at=case.left_at,
            **paid,
            **({"noted_by": operator} if paid else {}),
        )
        case.refund = {"krw": rule.amount_krw, "stage": rule.stage} | paid


def load_ktrs(rng: Random, cases: Sequence[Case], operator: User) -> None:
    """Ten letters for everyone who paid for the integrated track, near the company's ability."""
    track = load_scheme(SCHEME).tracks[load_scheme(SCHEME).level_track]
    paid = [case for case in cases if case.track == track.code and case.fee_confirmed_at and not case.left_at]
    rows = [_ktrs(rng, number, case, operator) for number, case in enumerate(paid, 1)]
    KtrsResult.objects.bulk_create(rows, batch_size=500)


def bill_of(case: Case) -> dict[str, object]:
    """What is owed and by when, as the statement and its event say it."""
    assert case.seated_at is not None
    fee = load_scheme(SCHEME).fee(case.track)
    return {
        "total_krw": fee.total_krw,
        "government_krw": fee.government_krw,
        "company_krw": fee.company_krw,
        "due_on": case.seated_at.astimezone(KST).date() + timedelta(days=fee.due_days),
    }


def _statement(case: Case, operator: User) -> FeeStatement:
    assert case.seated_at is not None
    return FeeStatement(
        application=case.application,
        issued_at=case.seated_at,
        paid_on=case.paid_on,
        confirmed_at=case.fee_confirmed_at,
        confirmed_by=operator if case.fee_confirmed_at else None,
        **bill_of(case),
    )


def _submission(case: Case, number: int, at: datetime, consents: dict[str, Given]) -> Submission:
    assert case.order_number is not None
    return Submission(
        application=case.application,
        number=number,
        receipt_number=f"{case.application.code}-R{number:02d}",
        arrived_at=at,
        order_number=case.order_number,
        manifest=case.manifest,
        consents=consents,
        submitted_by=case.owner,
    )


def _consents(rng: Random, case: Case) -> dict[str, Given]:
    asked = consents_for(load_scheme(SCHEME).tracks[case.track])
    return {consent.code: consent.given(consent.required or rng.random() < PLATFORM_SHARE) for consent in asked}


def _ktrs(rng: Random, number: int, case: Case, operator: User) -> KtrsResult:
    scheme = load_scheme(SCHEME)
    assert case.fee_confirmed_at is not None
    received = some_days_after(rng, case.fee_confirmed_at, 2, 5)
    letters = Letters(
        evaluation_number=f"DEMO-FM-{number:05d}",
        evaluated_on=received.date() - timedelta(days=1),
        grade=GRADES[min(12, max(0, round(2.4 * case.ability + rng.gauss(1.5, 1))))],
        letters={item.code: _letter(rng, ability_on(case, item)) for item in scheme.tracks[case.track].ktrs_items},
    )
    return KtrsResult(
        application=case.application,
        evaluation_number=letters.evaluation_number,
        evaluated_on=letters.evaluated_on,
        grade=letters.grade,
        letters=dict(letters.letters),
        response=letters.as_received(),
        received_at=received,
        entered_by=operator,
    )


def _letter(rng: Random, ability: float) -> str:
    """A to E for ratings 5 to 1."""
    return "EDCBA"[min(4, max(0, int(rating_near(rng, ability + 0.2, 0.7)) - 1))]


def _since(case: Case) -> datetime:
    """The last thing that happened; the end of an assessment is set once its sheets are there."""
    steps = (
        case.opened_at, case.arrived_at, case.asked_at, case.refiled_at, case.checked_at,
        case.seated_at, case.fee_confirmed_at, case.started_at, case.left_at,
    )  # fmt: skip
    return max(at for at in steps if at)


def _reason(rng: Random, case: Case) -> str:
    if case.goal == State.SUPPLEMENT:
        return rng.choice(words.SUPPLEMENT_REASONS)
    if case.goal == State.INELIGIBLE:
        return rng.choice(words.INELIGIBLE_REASONS)
    if case.goal == State.WITHDRAWN:
        return words.LAPSE_REASON if case.left_from == State.FEE_DUE else rng.choice(words.WITHDRAWAL_REASONS)
    return ""
