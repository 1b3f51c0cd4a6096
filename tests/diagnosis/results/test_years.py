"""A company's results of two years stand together with a warning and a span, never with a made-up score."""

import pytest
from django.urls import reverse

from diagnosis.results.years import across_years
from grading.load import load_scheme
from tests.factories.outcomes import make_outcome
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def two_years():
    old_scheme, supplier = load_scheme("2025-1"), make_supplier()
    last = make_round("2025-1", scheme_code=old_scheme.code, scheme_digest=old_scheme.digest)
    this = make_round("2026-1")
    return [make_outcome(supplier=supplier, round_=one, ratings=["3"] * 3, letter="C") for one in (last, this)]


def test_the_older_result_is_told_as_a_span_around_itself():
    old, new = two_years()

    (across,) = across_years([old, new], converted=True)

    (earlier,) = across.earlier
    assert earlier.outcome == old
    assert earlier.converted.certain.low < old.base < earlier.converted.certain.high


def test_nothing_is_said_of_one_year_alone():
    old, new = two_years()

    assert across_years([new, new], converted=True) == across_years([old], converted=True) == []


def test_the_companys_list_warns_and_shows_the_span(client):
    old, _new = two_years()
    client.force_login(old.application.supplier.members.first().user)

    page = client.get(reverse("results:list")).content.decode()

    assert "이전 결과를 2026년 기준으로 보면" in page
    assert "1,000점" not in page or "650" in page
    assert "650점뿐이라 범위로만" in page
