import re

import pytest

from applications import clock
from applications.suppliers.entry.models import DirectoryConsent
from diagnosis.directory.services import refresh
from tests.factories.directory import make_listed

pytestmark = pytest.mark.django_db


def places(client, address: str) -> list[str]:
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", client.get(address).content.decode())


def test_the_sitemap_leads_to_pages_and_companies(client):
    company = make_listed("한빛시스템")
    refresh()
    parts = places(client, "/sitemap.xml")
    found = [place for part in parts for place in places(client, part)]

    assert f"/directory/{company.business_number}/" in found
    assert [client.get(place).status_code for place in found] == [200] * len(found)
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_company_that_took_back_its_consent_leaves_the_sitemap_at_once(client):
    make_listed("한빛시스템")
    refresh()
    DirectoryConsent.objects.update(revoked_at=clock.now())

    assert places(client, "/sitemap-companies.xml") == []
    assert client.get("/sitemap-none.xml").status_code == 404
