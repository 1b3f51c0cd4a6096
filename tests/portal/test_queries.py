"""Homes and lists ask the database equally often, and at most fifteen times, for ten companies and for 2,510.

What else grows with the years grows too: rounds, a company's own applications, an assessor's cases, notices, events.
"""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from applications.filing.models import Application
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Supplier
from tests.factories.crowd import make_crowd
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
FEW, MANY, MOST_QUERIES = 10, 2510, 15
PAGES = {
    Role.SUPPLIER: ("workspace", "submissions:list", "results:list", "rounds:list", "notices:list"),
    Role.ASSESSOR: ("workspace", "panels:mine", "notices:list"),
    Role.OPERATOR: (
        "workspace",
        "suppliers:list",
        "cases:list",
        "fees:list",
        "panels:list",
        "scoring:list",
        "results:list",
        "batches:list",
        "notices:list",
    ),
    Role.AGENCY: (
        "workspace",
        "rounds:list",
        "suppliers:list",
        "cases:list",
        "scoring:list",
        "batches:list",
        "people:officials",
    ),
    Role.MINISTRY: ("workspace", "results:list", "notices:list"),
    Role.AUDITOR: ("workspace", "audit:list", "suppliers:list", "cases:list", "scoring:list"),
}
NARROWED = {
    Role.OPERATOR: (
        "/cases/?todo=panel&order=age",
        "/cases/?q=새벽&page=3",
        "/suppliers/?state=submitted",
        "/results/?level=3",
        "/scoring/runs/2026-1-R2/",
        "/scoring/runs/2026-1-R2/changes/",
        "/scoring/runs/2026-1-R2/faults/",
    ),
    Role.AUDITOR: ("/audit/?verb=application.opened&page=2",),
}


def careless(request):
    """A page as it should not be: one query for each company."""
    names = [one.name + str(one.members.count()) for one in Supplier.objects.all()]
    return HttpResponse("".join(names))


urlpatterns = [path("careless/", careless)]


def queries_of(person: User, address: str) -> int:
    """How often a page asks, as the person meets it on a later visit."""
    client = Client()
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def measured(people: dict[Role, User]) -> dict[str, int]:
    addresses = [(role, reverse(name)) for role, names in PAGES.items() for name in names]
    addresses += [(role, address) for role, extra in NARROWED.items() for address in extra]
    return {f"{role} {address}": queries_of(people[role], address) for role, address in addresses}


def test_every_home_and_list_asks_equally_often_for_ten_companies_and_for_2510():
    crowd = make_crowd()
    crowd.grow(FEW)
    crowd.repeat(("2026-2",))
    few = measured(crowd.people)

    crowd.grow(MANY)
    crowd.repeat(("2027-1", "2027-2", "2028-1", "2028-2"))
    many = measured(crowd.people)

    assert Application.objects.values("supplier").distinct().count() == MANY + 1
    assert many == few
    assert {page: count for page, count in many.items() if count > MOST_QUERIES} == {}


def test_a_page_that_asks_for_each_row_is_found_out(settings):
    settings.ROOT_URLCONF = __name__
    crowd, reader = make_crowd(), make_user(Role.SUPPLIER)
    crowd.grow(FEW)
    few = queries_of(reader, "/careless/")

    crowd.grow(FEW + 5)

    assert queries_of(reader, "/careless/") == few + 5
