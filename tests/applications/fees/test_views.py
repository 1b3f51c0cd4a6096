import pytest
from django.urls import reverse

from applications.fees.services import issue_statement
from applications.filing.workflow import State
from applications.roles import Role
from tests.factories.filing import make_application
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def billed():
    return issue_statement(make_application(state=State.SEATED), by=None)


def test_a_company_reads_both_shares_of_its_own_statement_and_no_rivals(client):
    own, rival = billed(), billed()
    client.force_login(own.application.created_by)

    page = client.get(reverse("fees:statement", args=[own.application.code])).content.decode()

    assert "₩1,250,000" in page
    assert "₩250,000" in page
    assert "₩1,000,000" in page
    assert client.get(reverse("fees:statement", args=[rival.application.code])).status_code == 404
    assert client.get(reverse("fees:list")).status_code == 403


@pytest.mark.parametrize(("payment", "count"), [("", 2), ("unpaid", 2), ("overdue", 0), ("paid", 0), ("x", 2)])
def test_officials_list_statements_by_payment(client, payment, count):
    billed()
    billed()
    client.force_login(make_user(Role.OPERATOR))

    answer = client.get(reverse("fees:list"), {"payment": payment})

    assert len(answer.context["rows"]) == count
    assert answer.context["counts"] == {"all": 2, "unpaid": 2, "overdue": 0, "paid": 0, "dropped": 0, "refund": 0}
