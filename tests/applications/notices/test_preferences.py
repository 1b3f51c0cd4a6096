"""How a person hears of each kind: at once, together once a day, in the portal alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from applications import clock
from applications.notices.digests import digest, gather
from applications.notices.kinds import FIXED, Delivery, Kind
from applications.notices.models import Digest, Notice
from applications.notices.preferences import choose
from applications.notices.services import deliver, mark_read, notify
from applications.people.models import User
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
MORNING = timezone.localtime().replace(year=2026, month=4, day=2, hour=8, minute=5, second=0, microsecond=0)


class Broken(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise OSError("down")


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(MORNING)
    return set_to


def person_who_wants(kind: Kind, delivery: Delivery) -> User:
    person = make_user()
    choose(person, {kind: delivery})
    return person


def tell(person: User, kind: Kind = Kind.ROUND, key: str = "fact", subject: str = "소식") -> None:
    notify([person], key=key, subject=subject, body="내용", link="/rounds/", kind=kind)


@pytest.mark.parametrize(
    ("delivery", "letters"), [(Delivery.NOW, 1), (Delivery.DIGEST, 0), (Delivery.PORTAL, 0)], ids=str
)
def test_only_what_is_wanted_at_once_leaves_at_once(delivery: Delivery, letters: int):
    person = person_who_wants(Kind.ROUND, delivery)

    tell(person)

    assert deliver() == letters
    assert Notice.objects.filter(recipient=person).count() == 1


@pytest.mark.parametrize("kind", sorted(FIXED))
def test_an_act_with_a_period_is_mailed_at_once_whatever_was_chosen(kind: Kind):
    person = person_who_wants(Kind(kind), Delivery.PORTAL)

    tell(person, kind=Kind(kind))

    assert deliver() == 1


def test_a_preference_is_for_its_kind_and_person_alone():
    person, other = person_who_wants(Kind.ROUND, Delivery.PORTAL), make_user()

    tell(person, kind=Kind.POOL, key="1")
    tell(other, key="2")

    assert deliver() == 2


def test_the_digest_holds_everything_unread_in_one_letter(at):
    person = person_who_wants(Kind.ROUND, Delivery.DIGEST)
    for number in (1, 2, 3):
        tell(person, key=str(number), subject=f"소식{number}")
    mark_read(person, [Notice.objects.get(subject="소식2").pk])

    assert digest() == 1

    letter = mail.outbox[0]
    assert (letter.to, "2건" in letter.subject) == ([person.email], True)
    assert ("소식1" in letter.body, "소식2" in letter.body, "소식3" in letter.body) == (True, False, True)
    assert "/notices/preferences/" in letter.body


def test_there_is_one_digest_a_day_and_what_comes_later_is_in_tomorrows(at):
    person = person_who_wants(Kind.ROUND, Delivery.DIGEST)
    tell(person, key="1", subject="아침 소식")
    assert [digest(), digest()] == [1, 0]

    tell(person, key="2", subject="낮 소식")
    at(MORNING + timedelta(hours=5))
    assert digest() == 0

    at(MORNING + timedelta(days=1))
    assert digest() == 1
    assert ("아침 소식" in mail.outbox[1].body, "낮 소식" in mail.outbox[1].body) == (False, True)


def test_nothing_leaves_before_the_hour(at):
    tell(person_who_wants(Kind.ROUND, Delivery.DIGEST))
    at(MORNING - timedelta(minutes=10))

    assert (digest(), Digest.objects.count()) == (0, 0)


def test_a_letter_that_fails_is_sent_later_and_not_gathered_twice(at, settings):
    tell(person_who_wants(Kind.ROUND, Delivery.DIGEST))
    settings.EMAIL_BACKEND = "tests.applications.notices.test_preferences.Broken"
    assert digest() == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    at(MORNING + timedelta(hours=1))
    assert (gather(MORNING.date()), digest()) == (0, 1)


def test_the_page_keeps_what_was_chosen_and_says_why_some_cannot_be(client):
    person = make_user()
    client.force_login(person)
    page = client.get(reverse("notices:preferences")).content.decode()
    assert page.count("언제나 바로 메일로 보내 드려요") == len(FIXED)

    wishes = {kind.value: Delivery.PORTAL.value for kind in Kind}
    client.post(reverse("notices:preferences"), wishes)

    kept = dict(person.notice_preferences.values_list("kind", "delivery"))
    assert kept == {kind.value: "portal" for kind in Kind if kind not in FIXED}


def test_a_made_up_choice_is_refused_in_words(client):
    person = make_user()
    client.force_login(person)

    answer = client.post(reverse("notices:preferences"), {kind.value: "never" for kind in Kind})

    assert (answer.status_code, person.notice_preferences.count()) == (422, 0)
