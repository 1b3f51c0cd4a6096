"""Wherever two years stand together, the page says what can be compared and what cannot."""

import pytest
from django.urls import reverse

from applications.roles import Role
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
CAUTION = "우수 기업 수를 이어 그릴 수 없습니다"


def test_everybody_reads_what_can_be_compared(client):
    page = client.get(reverse("model_years")).content.decode()

    assert CAUTION in page
    assert "배점 1000점 가운데 두 해가 함께 묻는 항목은 650점" in page
    assert "2.1.1 제조데이터 수집·표준·활용 역량" in page
    assert client.get(reverse("model_years"), {"to": "2025-1"}).status_code == 404


def test_it_is_told_in_english_too(client):
    page = client.get(reverse("model_years"), headers={"Accept-Language": "en"}).content.decode()

    assert "the counts make no series" in page


def test_the_dashboard_says_it_beside_the_series(client, settings):
    settings.DEMO = True
    make_outcome()
    client.force_login(make_user(Role.MINISTRY, is_demo=True))

    page = client.get("/home/").content.decode()

    assert CAUTION in page
    assert reverse("model_years") in page
