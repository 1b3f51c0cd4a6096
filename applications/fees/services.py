"""Writing fee statements: what is owed, from the scheme alone, and what a person confirmed as paid."""

from datetime import date, timedelta

from django.db import transaction

from applications import clock
from applications.audit.services import record
from applications.fees.models import FeeStatement
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.services import advance
from applications.people.models import User
from grading.load import load_scheme


@transaction.atomic
def issue_statement(application: Application, *, by: User | None) -> FeeStatement:
    """Bill a seated application: both shares from its scheme, due the scheme's days after today.

    An application that comes back after a withdrawal is billed anew under the same statement; what was paid
    before stays in the audit chain. Raises filing.services.MovedAlready when it is no longer seated.
    """
    advance(application, "bill", by=by)
    fee = load_scheme(application.scheme_code).fee(application.track)
    statement, _made = FeeStatement.objects.update_or_create(
        application=application,
        defaults={
            "total_krw": fee.total_krw,
            "government_krw": fee.government_krw,
            "company_krw": fee.company_krw,
            "due_on": clock.today() + timedelta(days=fee.due_days),
            "issued_at": clock.now(),
            "paid_on": None,
            "confirmed_at": None,
            "confirmed_by": None,
        },
    )
    record(stream_of(application), "fee.issued", by=by, data=_figures(statement))
    return statement


@transaction.atomic
def confirm_payment(application: Application, *, paid_on: date, by: User) -> FeeStatement:
    """Note the day on which the company's share arrived and move the application on.

    Raises filing.services.MovedAlready when somebody has confirmed or withdrawn it before.
    """
    advance(application, "confirm_fee", by=by)
    statement = FeeStatement.objects.get(application=application)
    statement.paid_on, statement.confirmed_at, statement.confirmed_by = paid_on, clock.now(), by
    statement.save(update_fields=["paid_on", "confirmed_at", "confirmed_by"])
    paid = {"paid_on": paid_on, "company_krw": statement.company_krw}
    record(stream_of(application), "fee.paid", by=by, data=paid)
    return statement


def _figures(statement: FeeStatement) -> dict[str, object]:
    names = ("total_krw", "government_krw", "company_krw", "due_on")
    return {name: getattr(statement, name) for name in names}
