"""The inbox: what is shown, how it is narrowed, and where a notice leads."""

import pytest
from django.urls import reverse

from applications.notices.kinds import Kind
from applications.notices.models import Notice
from applications.notices.services import mark_read, notify
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_user()
    client.force_login(person)
    for number, kind in enumerate((Kind.ROUND, Kind.SEAT), 1):
        notify([person], key=str(number), subject=f"소식{number}", body="", link="/rounds/", kind=kind)
    return person


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", [True, True]),
        ("?kind=seat", [False, True]),
        ("?show=unread", [False, True]),
        ("?show=unread&kind=round", [False, False]),
        ("?kind=nothing", [True, True]),
    ],
)
def test_the_inbox_is_narrowed(client, person, asked: str, shown: list[bool]):
    mark_read(person, [Notice.objects.get(subject="소식1").pk])

    page = client.get(reverse("notices:list") + asked).content.decode()

    assert ["소식1" in page, "소식2" in page] == shown
    assert ("고른 조건에 맞는 알림이 없어요" in page) == (shown == [False, False])


def test_following_a_notice_reads_it_and_leads_to_the_thing(client, person):
    notice = Notice.objects.get(subject="소식2")

    answer = client.get(reverse("notices:follow", args=[notice.pk]))

    assert (answer.status_code, answer.url) == (302, "/rounds/")
    assert list(Notice.objects.filter(read_at=None)) == [Notice.objects.get(subject="소식1")]


def test_nobody_follows_the_notice_of_another(client, person):
    client.force_login(make_user())

    assert client.get(reverse("notices:follow", args=[Notice.objects.first().pk])).status_code == 404
    assert Notice.objects.filter(read_at=None).count() == 2
