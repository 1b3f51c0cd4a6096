"""What is shown to somebody with a session stays in no cache."""

import pytest

from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/home/", "/suppliers/profile/", "/applications/none/", "/model/"])
def test_answers_to_somebody_with_a_session_are_kept_nowhere(client, address):
    client.force_login(make_member(make_supplier()))

    assert client.get(address)["Cache-Control"] == "private, no-store"


def test_control_a_visitors_page_may_be_kept(client):
    assert "Cache-Control" not in client.get("/model/")


def test_an_answer_that_says_how_long_it_lasts_is_left_alone(client):
    client.force_login(make_member(make_supplier()))

    assert "must-revalidate" in client.get("/health/live")["Cache-Control"]
