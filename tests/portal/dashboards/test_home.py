import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.people.models import User
from applications.suppliers.models import Supplier
from tests.factories.people import make_user
from tests.factories.suppliers import business_number

PAGES = {"ministry": "/home/", "auditor": "/home/"}


@pytest.fixture
def demo(settings) -> None:
    settings.DEMO = True


def visitor(role: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{role}@example.kr"))
    return client


def cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_dashboard_shows_the_round_with_its_tables(demo, round_):
    page = visitor("ministry").get("/home/").content.decode()

    assert "POOL 등록 기업" in page
    assert page.count("<svg") >= 10
    assert page.count("<caption") >= page.count('class="chart-figure"')
    assert page.index("<h1") < page.index("<h2") < page.index("<h3")


def test_a_round_without_results_and_an_unknown_code_are_shown_in_plain_words(demo, round_):
    client = visitor("ministry")

    assert "2026년 2차" in client.get("/home/?round=2026-2").content.decode()
    assert "찾는 회차가 없어요" in client.get("/home/?round=%00none").content.decode()
    assert "찾는 회차가 없어요" not in client.get("/home/").content.decode()


def test_without_any_round_the_dashboard_says_so(db, settings):
    settings.DEMO = True
    client = Client()
    client.force_login(make_user("ministry", is_demo=True))

    assert "등록된 회차가 없어요" in client.get("/home/").content.decode()


@pytest.mark.parametrize("role", list(PAGES))
def test_the_number_of_queries_does_not_grow_with_the_pool(demo, round_, role):
    client = visitor(role)
    few = cost(client, PAGES[role])
    Supplier.objects.bulk_create([_supplier(number) for number in range(2510 - Supplier.objects.count())])
    many = cost(client, PAGES[role])

    assert Supplier.objects.count() == 2510
    assert few == many <= 15


def _supplier(number: int) -> Supplier:
    return Supplier(
        business_number=business_number(500_000 + number),
        name=f"공급{number}",
        representative="대표",
        supplier_type="SMART_MFG",
        technology_field="INFORMATION",
        company_size="small",
        region_code="11",
        pool_state="approved",
    )
