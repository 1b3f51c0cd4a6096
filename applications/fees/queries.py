"""Which fee statements a person may see."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from applications import clock
from applications.fees.models import FeeStatement, Refund
from applications.filing.queries import applications_for
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role

OVERDUE, PAID, DROPPED, REFUND = "overdue", "paid", "dropped", "refund"
PAYMENTS = ("unpaid", OVERDUE, PAID, DROPPED, REFUND)


def statements_for(user: User) -> QuerySet[FeeStatement]:
    """Own company's for suppliers, all for those who run or inspect, none for others."""
    statements = FeeStatement.objects.select_related("application__supplier", "application__round")
    if user.role in SEES_EVERY_CASE:
        return statements
    if user.role == Role.SUPPLIER:
        return statements.filter(application__in=applications_for(user))
    return statements.none()


def with_payment(statements: QuerySet[FeeStatement], payment: str) -> QuerySet[FeeStatement]:
    """Statements unpaid, overdue, paid, dropped with their application, or owing a refund; other words leave all."""
    return statements.filter(_condition(payment)) if payment in PAYMENTS else statements


def count_by_payment(statements: QuerySet[FeeStatement]) -> dict[str, int]:
    """How many statements stand how, and under `all` how many there are, with one query."""
    counts = {payment: Count("pk", filter=_condition(payment)) for payment in PAYMENTS}
    return statements.aggregate(all=Count("pk"), **counts)


def is_overdue(statement: FeeStatement) -> bool:
    """Whether the day to pay by has passed without a payment."""
    return statement.paid_on is None and statement.due_on < clock.today()


def _condition(payment: str) -> Q | Exists:
    unpaid, paid = Q(application__state=State.FEE_DUE), Q(paid_on__isnull=False)
    if payment == PAID:
        return paid
    if payment == REFUND:
        return Exists(Refund.objects.filter(statement=OuterRef("pk"), paid_on=None))
    if payment == DROPPED:
        return ~unpaid & ~paid
    return unpaid & Q(due_on__lt=clock.today()) if payment == OVERDUE else unpaid
