"""Who writes where: shown to colleagues, forgotten by itself, closed to strangers."""

from datetime import timedelta

import pytest

from applications import clock
from applications.suppliers.models import Standing
from diagnosis.answers.editing import editors_of, note_editing
from tests.factories.filing import make_application
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db
BEAT = {"item": "2.1.1", "window": "w1"}


def url(application) -> str:
    return f"/applications/{application.code}/editing/"


def test_a_colleague_is_seen_in_the_item_with_the_time(owner, application, client):
    colleague = make_member(application.supplier, Standing.EDITOR, name="박동료")
    note_editing(application, "2.1.1", by=colleague, window="theirs")

    page = owner.post(url(application), BEAT).content.decode()

    assert page.count("님이") == 1
    assert "박동료 님이" in page
    (seen,) = editors_of(application, to=colleague)["2.1.1"]
    assert (seen.name, seen.is_self) == (application.created_by.name, False)


def test_ones_own_other_window_is_named_so_and_a_fresh_page_is_not(application):
    me = application.created_by
    note_editing(application, "2.1.1", by=me, window="w1")

    assert editors_of(application, to=me) == {}
    assert editors_of(application, to=me, window="w1") == {}
    (own,) = editors_of(application, to=me, window="w2")["2.1.1"]
    assert own.is_self


def test_who_moves_on_or_falls_silent_is_forgotten(application, monkeypatch):
    colleague = make_member(application.supplier, Standing.EDITOR)
    note_editing(application, "2.1.1", by=colleague, window="w1")
    note_editing(application, "2.2.1", by=colleague, window="w1")
    assert list(editors_of(application, to=application.created_by)) == ["2.2.1"]

    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert editors_of(application, to=application.created_by) == {}


def test_the_beat_of_strangers_and_viewers_and_unknown_items_is_refused(client, owner, application):
    assert owner.post(url(application), BEAT | {"item": "9.9.9"}).status_code == 404
    client.force_login(make_member(application.supplier, Standing.VIEWER))
    assert client.post(url(application), BEAT).status_code == 403
    client.force_login(make_application().created_by)
    assert client.post(url(application), BEAT).status_code == 404
