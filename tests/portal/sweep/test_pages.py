"""Every page as everybody who may open it: it answers, and asks the database at most fifteen times."""

import os

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from pytest_django import Settings

from applications.suppliers.models import Supplier
from portal.urls import urlpatterns as ours
from tests.factories.people import make_user
from tests.portal.sweep.sweep import blank_forms, faults, sweep, unreached
from tests.portal.sweep.walk import Visitor, walk
from tests.portal.sweep.world import ROLES, make_world, visitor_of

pytestmark = pytest.mark.django_db
MOST = 40 if "SWEEP" in os.environ else 3


@pytest.fixture(autouse=True)
def demonstration(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_with_few_queries(role: str):
    make_world()
    visitor = visitor_of(role)

    pages = list(sweep(visitor, MOST))

    assert "\n".join([*faults([*pages, *blank_forms(visitor, pages)]), *unreached(role, pages)]) == ""


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
