"""A session that is gone, and a log-in beside it."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from applications.roles import Role
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def lost(client):
    """Somebody whose browser still shows the cookie of a session that has ended."""
    client.force_login(make_user(Role.OPERATOR))
    Session.objects.all().delete()
    return client


@pytest.mark.parametrize("header", ["X-Autosave", "HX-Request"])
def test_a_script_that_asks_under_a_lost_session_leaves_the_cookie(lost, header):
    answer = lost.get("/home/", headers={header: "1"})

    assert answer.status_code == 302
    assert COOKIE not in answer.cookies


def test_control_a_page_takes_the_cookie_of_a_lost_session_away(lost):
    answer = lost.get("/home/")

    assert answer.status_code == 302
    assert answer.cookies[COOKIE]["max-age"] == 0
