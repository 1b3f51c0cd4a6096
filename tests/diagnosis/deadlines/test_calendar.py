"""Calendar files: read back by a parser, private under an address that can be taken away."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from applications import clock
from applications.calendars.models import Feed
from applications.calendars.queries import person_of
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    supplier = make_supplier()
    person = make_member(supplier)
    make_application(supplier=supplier, round_=make_round())
    return person


def events(answer) -> dict[str, object]:
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    parsed = Calendar.from_ical(answer.content)
    return {str(one["uid"]).partition("@")[0]: one for one in parsed.walk("VEVENT")}


def test_the_file_holds_rounds_and_own_deadlines(client, person):
    client.force_login(person)
    application = person.member.supplier.applications.get()

    found = events(client.get(reverse("deadlines:download")))

    assert set(found) == {"round-opens:2026-1", "round-closes:2026-1", f"draft:{application.code}"}
    own = found[f"draft:{application.code}"]
    assert own["dtstart"].dt == application.round.closes_at.replace(microsecond=0)
    assert application.code in own["summary"]
    assert own["url"].endswith(f"/applications/{application.code}/")


def test_lines_are_folded_and_ended_as_the_standard_asks(client, person):
    application = person.member.supplier.applications.get()
    application.round.name = "아주 긴 이름; 쉼표, 가 있는 " * 3
    application.round.save()
    client.force_login(person)

    answer = client.get(reverse("deadlines:download"))

    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert any(application.round.name.strip() in str(one["summary"]) for one in events(answer).values())


def test_anybody_reads_the_dates_of_rounds_and_nothing_else(client, person):
    assert set(events(client.get(reverse("deadlines:rounds")))) == {"round-opens:2026-1", "round-closes:2026-1"}


def address_in(page: str) -> str:
    return re.search(r"https?://[^/\s]+(/calendar/feed/\w+\.ics)", page)[1]


def test_the_private_address_is_read_without_a_log_in_and_dies_when_asked(client, person):
    client.force_login(person)
    first = address_in(client.post(reverse("deadlines:open_feed")).content.decode())
    second = address_in(client.post(reverse("deadlines:open_feed")).content.decode())

    assert [Client().get(one).status_code for one in (first, second)] == [404, 200]
    assert first.rpartition("/")[2][:-4] not in str(Feed.objects.values())
    assert second not in client.get(reverse("deadlines:list")).content.decode()

    client.post(reverse("deadlines:close_feed"))
    assert Client().get(second).status_code == 404


def test_a_closed_account_has_no_feed(client, person):
    client.force_login(person)
    address = address_in(client.post(reverse("deadlines:open_feed")).content.decode())
    person.is_active = False
    person.save()

    assert Client().get(address).status_code == 404
    assert person_of("nobody") is None


def test_the_feed_speaks_the_persons_language(client, person):
    client.force_login(person)
    address = address_in(client.post(reverse("deadlines:open_feed")).content.decode())
    korean = Client().get(address).content.decode()
    person.language = "en"
    person.save()

    assert ("접수 마감" in korean, "접수 마감" in Client().get(address).content.decode()) == (True, False)


def test_the_page_shows_deadlines_with_what_is_left(client, person):
    client.force_login(person)
    person.member.supplier.applications.get().round.__class__.objects.update(
        closes_at=clock.now() + timedelta(days=3, hours=2)
    )

    page = client.get(reverse("deadlines:list")).content.decode()

    assert ("3일 남음" in page, "제출" in page) == (True, True)
