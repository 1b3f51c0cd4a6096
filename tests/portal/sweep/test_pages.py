"""Every page as everybody who may open it: it answers, and asks the database at most fifteen times."""

import os

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from pytest_django import Settings

from applications.suppliers.models import Supplier
from portal.urls import urlpatterns as ours
from tests.factories.people import make_user
from tests.portal.sweep.sweep import STARTS, blank_forms, expect_none, faults, sweep, unreached
from tests.portal.sweep.walk import Visitor, walk
from tests.portal.sweep.world import ROLES, make_world, newcomer, owners, visitor_of

pytestmark = pytest.mark.django_db
WHOLE = "SWEEP" in os.environ
MOST = 40 if WHOLE else 3


@pytest.fixture(autouse=True)
def demonstration(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_with_few_queries(role: str):
    make_world()
    visitor = visitor_of(role)

    pages = list(sweep(visitor, MOST))

    expect_none([*faults([*pages, *blank_forms(visitor, pages)]), *unreached(role, pages)])


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_an_empty_portal_answers(role: str):
    visitor = newcomer(role)
    pages = list(walk(visitor, list(STARTS), MOST))

    expect_none(faults([*pages, *blank_forms(visitor, pages)]))


@pytest.mark.skipif(not WHOLE, reason="make nightly looks at every state (SWEEP=1)")
def test_companies_in_every_state_get_every_page_with_few_queries():
    make_world()

    expect_none(row for visitor in owners() for row in faults(walk(visitor, list(STARTS), MOST)))


def careless(request: HttpRequest) -> HttpResponse:
    """A page as it should not be: a query for each company, a link to a page that breaks."""
    names = [str(one.members.count()) for one in Supplier.objects.all()]
    return HttpResponse("<html><a href='/broken/'>" + "".join(names))


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("broken")


urlpatterns = [path("careless/", careless, name="careless"), path("broken/", broken, name="broken"), *ours]


@pytest.mark.urls(__name__)
def test_careless_pages_are_found_out():
    make_world()

    pages = list(walk(Visitor("supplier", make_user()), ["/careless/"], MOST))

    assert [row.split(" | ")[0] for row in faults(pages)] == ["careless", "broken"]
