import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import clock
from applications.suppliers.entry.models import DirectoryConsent
from applications.suppliers.models import Supplier
from diagnosis.directory.services import refresh
from diagnosis.scoring.models import Outcome
from tests.factories.directory import agree, make_listed
from tests.factories.outcomes import make_outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def graded() -> Outcome:
    outcome = make_outcome()
    Supplier.objects.update(name="한빛시스템", name_en="Hanbit</script><script>alert(1)</script>")
    agree(outcome.application.supplier)
    refresh()
    return outcome


def test_the_list_shows_company_and_level_but_no_score(client, graded):
    page = client.get("/directory/", {"q": "한빚시스템"}).content.decode()

    assert "한빛시스템" in page
    assert f"Level {graded.level}" in page
    assert str(graded.total) not in page


def test_odd_addresses_are_answered(client, graded):
    odd = {"page": "99999999999999999999", "technology": ["X", "MES"], "level": "9", "order": "x", "q": "\x00" * 500}

    assert client.get("/directory/", odd).status_code == 200
    assert client.get("/directory/needs/", odd).status_code == 200
    assert [client.get(f"/directory/{number}/").status_code for number in ("abc", "0000000000", "１２３")] == [404] * 3


def test_the_page_of_a_company_says_its_level_and_speaks_to_machines(client, graded):
    page = client.get(f"/directory/{graded.application.supplier.business_number}/").content.decode()
    told = json.loads(re.search(r'application/ld\+json">(.*?)</script>', page, re.DOTALL).group(1))

    assert told["hasCredential"]["name"] == f"Level {graded.level}"
    assert told["alternateName"] == "Hanbit</script><script>alert(1)</script>"
    assert "<script>alert(1)" not in page
    assert str(graded.total) not in page


def test_a_consent_taken_back_hides_at_once(client, graded):
    number = graded.application.supplier.business_number
    DirectoryConsent.objects.update(revoked_at=clock.now())

    assert client.get(f"/directory/{number}/").status_code == 404
    assert number not in client.get("/directory/").content.decode()


def test_needs_say_what_fits_and_what_does_not(client):
    make_listed("한빛시스템", "technology:MES", "region:26")
    refresh()
    page = client.get("/directory/needs/", {"technology": ["MES", "APS"], "region": "26"}).content.decode()
    reasons = re.findall(r"<strong>(맞음|확인 안 됨)</strong> ([^<]+)<", page)

    assert reasons == [("맞음", "MES 기술 보유"), ("확인 안 됨", "APS 기술 보유"), ("맞음", "부산에서 일해요")]
    assert "하나 이상 골라 주세요" in client.get("/directory/needs/", {"region": ""}).content.decode()


@pytest.mark.parametrize(
    "address", ["/directory/", "/directory/?q=한빛 시스템 부산 mes", "/directory/needs/?region=26"]
)
def test_the_number_of_queries_does_not_grow(client, address):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    make_listed("한빛시스템", "region:26")
    refresh()
    cost()
    few = cost()
    for number in range(5):
        make_listed(f"한빛시스템{number}", "region:26")
    refresh()
    cost()

    assert cost() == few <= 10
