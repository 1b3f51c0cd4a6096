from datetime import timedelta

import pytest

from applications import clock
from applications.audit.models import Event
from applications.fees.models import FeeStatement
from applications.fees.queries import count_by_payment, is_overdue, statements_for, with_payment
from applications.fees.services import confirm_payment, issue_statement
from applications.filing.models import Application
from applications.filing.services import MovedAlready
from applications.filing.workflow import State
from applications.roles import Role
from grading.load import load_scheme
from tests.factories.filing import make_application
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("track", "total", "government", "company"),
    [("INTEGRATED", 1_250_000, 1_000_000, 250_000), ("MFG_AI", 900_000, 720_000, 180_000)],
)
def test_a_statement_shows_both_published_shares(track, total, government, company):
    statement = issue_statement(make_application(track=track, state=State.SEATED), by=None)

    shares = (statement.total_krw, statement.government_krw, statement.company_krw)
    assert shares == (total, government, company)


def test_a_statement_is_due_the_schemes_days_after_the_day_of_issue():
    statement = issue_statement(make_application(state=State.SEATED), by=None)

    days = load_scheme("2026-1").fee("INTEGRATED").due_days
    assert statement.due_on == clock.today() + timedelta(days=days)


def test_billing_twice_makes_one_statement_and_one_event():
    application = make_application(state=State.SEATED)
    stale = Application.objects.get()
    issue_statement(application, by=None)

    with pytest.raises(MovedAlready):
        issue_statement(stale, by=None)
    assert FeeStatement.objects.count() == 1
    assert Event.objects.filter(verb="fee.issued").count() == 1


def test_billing_again_after_a_withdrawal_asks_for_the_share_anew():
    application = make_application(state=State.SEATED)
    issue_statement(application, by=None)
    confirm_payment(application, paid_on=clock.today(), by=make_user(Role.OPERATOR))
    Application.objects.update(state=State.SEATED)
    application.refresh_from_db()

    statement = issue_statement(application, by=None)

    assert (statement.paid_on, statement.confirmed_by) == (None, None)
    assert Event.objects.filter(verb="fee.paid").count() == 1


def test_a_confirmed_payment_names_day_and_person():
    application = make_application(state=State.SEATED)
    issue_statement(application, by=None)
    operator = make_user(Role.OPERATOR)
    paid_on = clock.today() - timedelta(days=1)

    confirm_payment(application, paid_on=paid_on, by=operator)

    stored = FeeStatement.objects.get()
    assert (stored.paid_on, stored.confirmed_by, stored.application.state) == (paid_on, operator, State.PAID)


def test_a_payment_is_confirmed_once():
    application = make_application(state=State.SEATED)
    issue_statement(application, by=None)
    stale = Application.objects.get()
    confirm_payment(application, paid_on=clock.today(), by=make_user(Role.OPERATOR))

    with pytest.raises(MovedAlready):
        confirm_payment(stale, paid_on=clock.today() - timedelta(days=3), by=make_user(Role.OPERATOR))
    assert FeeStatement.objects.get().paid_on == clock.today()


def test_a_company_sees_its_own_statements_and_no_rivals():
    own = issue_statement(make_application(state=State.SEATED), by=None)
    rival = issue_statement(make_application(state=State.SEATED), by=None)

    assert list(statements_for(own.application.created_by)) == [own]
    assert list(statements_for(rival.application.created_by)) == [rival]
    assert statements_for(make_user(Role.OPERATOR)).count() == 2
    assert statements_for(make_user(Role.ASSESSOR)).count() == 0


def test_the_due_day_itself_is_not_yet_overdue():
    statement = issue_statement(make_application(state=State.SEATED), by=None)
    everything = FeeStatement.objects.all()

    statement.due_on = clock.today()
    statement.save()
    assert (is_overdue(statement), with_payment(everything, "overdue").count()) == (False, 0)

    statement.due_on = clock.today() - timedelta(days=1)
    statement.save()
    assert (is_overdue(statement), with_payment(everything, "overdue").count()) == (True, 1)


@pytest.mark.parametrize(
    ("state", "payment"), [(State.FEE_DUE, "unpaid"), (State.PAID, "paid"), (State.WITHDRAWN, "dropped")]
)
def test_every_statement_is_counted_once(state, payment):
    statement = issue_statement(make_application(state=State.SEATED), by=None)
    Application.objects.update(state=state)
    FeeStatement.objects.filter(application__state=State.PAID).update(paid_on=statement.due_on)

    counts = count_by_payment(FeeStatement.objects.all())

    assert {name: count for name, count in counts.items() if count} == {"all": 1, payment: 1}
