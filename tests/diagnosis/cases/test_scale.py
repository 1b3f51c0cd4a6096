"""The same number of queries, at most fifteen, whether ten companies apply or all 2,510 of the register."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.roles import Role
from applications.suppliers.models import Supplier
from tests.factories.filing import make_application
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
PAGES = ("workspace", "cases:list", "fees:list", "panels:list")
STATES = [state for state in State if state != State.DRAFT]


def multiply(first, count):
    """Copies of an application, each of a company of its own, over all states."""
    model = first.supplier
    suppliers = [
        Supplier(
            business_number=f"{2_000_000_000 + number}",
            name=f"공급기업 {number}",
            representative=model.representative,
            supplier_type=model.supplier_type,
            technology_field=model.technology_field,
            company_size=model.company_size,
            region_code=model.region_code,
        )
        for number in range(Supplier.objects.count(), count)
    ]
    Application.objects.bulk_create(
        Application(
            code=f"26-1-X-{supplier.business_number}",
            supplier=supplier,
            round=first.round,
            track=first.track,
            scheme_code=first.scheme_code,
            scheme_digest=first.scheme_digest,
            state=STATES[number % len(STATES)],
            arrived_at=clock.now(),
            created_by=first.created_by,
        )
        for number, supplier in enumerate(Supplier.objects.bulk_create(suppliers))
    )


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_ask_as_often_for_2510_companies_as_for_ten(client):
    first = make_application(state=State.SUBMITTED, order_number=1)
    client.force_login(make_user(Role.OPERATOR))
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("cases:list") + query for query in ("?todo=panel", "?todo=ktrs&order=age", "?q=공급&page=3")]
    multiply(first, 10)
    few = [queries_of(client, address) for address in addresses]

    multiply(first, 2510)
    many = [queries_of(client, address) for address in addresses]

    assert Application.objects.count() == 2510
    assert many == few
    assert max(many) <= 15
