"""What is paid back to a company that leaves after paying: the share by the scheme, owed until an official pays it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import transaction

from applications import clock
from applications.audit.services import record
from applications.fees.models import FeeStatement, Refund, RefundStage
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.workflow import State
from applications.people.models import User
from grading.exact import half_up
from grading.load import load_scheme

HAS_PANEL: list[Callable[[Application], bool]] = []
"""Filled by the noun that knows panels: whether assessors were appointed to a case."""


class PaidBackAlready(Exception):
    """A colleague has noted the payment."""


@dataclass(frozen=True)
class Rule:
    """One line of the refund rule; `share` in percent, `amount_krw` of this statement."""

    stage: RefundStage
    share: str
    amount_krw: int


def rules_of(statement: FeeStatement) -> list[Rule]:
    """What would be paid back at each stage."""
    shares = _shares(statement.application)
    return [Rule(stage, f"{half_up(share * 100, 0)}%", _amount(statement, share)) for stage, share in shares.items()]


def is_assumed(application: Application) -> bool:
    """Whether the ministry has not published the refund rule."""
    return load_scheme(application.scheme_code).origin("rules/refund/before_assignment").assumption


def refund_due(application: Application) -> Rule | None:
    """What a company would get back if it left now; None where nothing was paid."""
    statement = FeeStatement.objects.filter(application=application, paid_on__isnull=False).first()
    if statement is None or application.state != State.PAID:
        return None
    stage = stage_of(application)
    return next(rule for rule in rules_of(statement) if rule.stage == stage)


def stage_of(application: Application) -> RefundStage:
    """How far the work on a paid application has come."""
    if application.state != State.PAID:
        return RefundStage.VISITED
    return RefundStage.ASSIGNED if any(ask(application) for ask in HAS_PANEL) else RefundStage.PAID


@transaction.atomic
def owe(application: Application, rule: Rule | None, *, by: User | None) -> Refund | None:
    """Note what is owed to a company that left; call it in the transaction of the move. Nothing is owed for nothing."""
    if rule is None or not rule.amount_krw:
        return None
    statement = FeeStatement.objects.get(application=application)
    refund = Refund.objects.create(statement=statement, stage=rule.stage, amount_krw=rule.amount_krw)
    record(stream_of(application), "fee.refund_owed", by=by, data={"krw": rule.amount_krw, "stage": rule.stage})
    return refund


@transaction.atomic
def pay_back(refund: Refund, *, paid_on: date, by: User) -> Refund:
    """Note the day on which the refund was paid. Raises PaidBackAlready."""
    paid = {"paid_on": paid_on, "noted_at": clock.now(), "noted_by": by}
    if Refund.objects.filter(pk=refund.pk, paid_on=None).update(**paid) != 1:
        raise PaidBackAlready(refund.pk)
    application = refund.statement.application
    record(stream_of(application), "fee.refunded", by=by, data={"krw": refund.amount_krw, "paid_on": paid_on})
    return refund


def _shares(application: Application) -> dict[RefundStage, Fraction]:
    terms = load_scheme(application.scheme_code).terms
    return {
        RefundStage.PAID: terms.refund_before_assignment,
        RefundStage.ASSIGNED: terms.refund_after_assignment,
        RefundStage.VISITED: terms.refund_after_visit,
    }


def _amount(statement: FeeStatement, share: Fraction) -> int:
    return int(half_up(Fraction(statement.company_krw) * share, 0))
