"""Notices: told once, read by their owner, mailed once even by two workers."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from applications import clock
from applications.notices import services
from applications.notices.models import Notice
from applications.notices.queries import MAX_MAIL_TRIES, notices_for, unread_count
from applications.notices.services import deliver, notify
from applications.people.models import User
from applications.roles import Role
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


class BrokenOnce(EmailBackend):
    """A mail server that refuses its first letter."""

    letters = 0

    def send_messages(self, messages):
        BrokenOnce.letters += 1
        if BrokenOnce.letters == 1:
            raise OSError("refused")
        return super().send_messages(messages)


def tell(*people, key="fact:1", **fields):
    notify(people, **({"key": key, "subject": "접수되었습니다", "body": "내용", "link": "/x/"} | fields))


def test_the_same_fact_is_told_once_to_each():
    first, second = make_user(), make_user()

    tell(first)
    tell(first, second)

    assert [notices_for(person).count() for person in (first, second)] == [1, 1]


def test_the_mail_leaves_after_commit_and_once(django_capture_on_commit_callbacks, monkeypatch):
    person, asked = make_user(), []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, **_: asked.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        tell(person)
        assert asked == []
    assert asked == ["applications.notices.deliver"]

    assert [deliver(), deliver()] == [1, 0]

    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == ([person.email], "접수되었습니다")
    assert "/x/" in letter.body
    assert Notice.objects.get().mailed_at is not None


def test_two_workers_with_the_same_list_send_one_letter():
    tell(make_user())
    seen_by_both = Notice.objects.get()

    claims = [services.claim(seen_by_both), services.claim(seen_by_both)]

    assert claims == [True, False]


def test_a_letter_half_sent_goes_out_later_under_the_same_name():
    tell(make_user())
    notice = Notice.objects.get()
    assert services.claim(notice)
    assert deliver() == 0

    Notice.objects.update(mail_after=clock.now() - timedelta(seconds=1))
    assert deliver() == 1

    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<notice-{notice.pk}@")


def test_one_refused_letter_does_not_hold_up_the_others(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenOnce"
    BrokenOnce.letters = 0
    tell(make_user(), make_user())

    assert deliver() == 1

    assert Notice.objects.filter(mailed_at=None).count() == 1


def test_mail_is_given_up_but_the_notice_stays():
    person = make_user()
    tell(person)
    Notice.objects.update(mail_tries=MAX_MAIL_TRIES)

    assert (deliver(), unread_count(person)) == (0, 1)


def test_a_person_reads_their_own_notices_alone(client):
    person, other = make_user(Role.OPERATOR), make_user(Role.OPERATOR)
    tell(person, other)
    client.force_login(other)

    client.post(reverse("notices:read"), {"notice": notices_for(person).get().pk})
    assert [unread_count(person), unread_count(other)] == [1, 1]

    client.post(reverse("notices:read"))
    assert [unread_count(person), unread_count(other)] == [1, 0]


def test_the_inbox_shows_own_notices(client):
    person = make_user(Role.OPERATOR)
    tell(person, subject="내 것")
    tell(make_user(), key="fact:2", subject="남의 것")
    client.force_login(person)

    page = client.get(reverse("notices:list")).content.decode()

    assert ("내 것" in page, "남의 것" in page) == (True, False)


@pytest.mark.parametrize("bad", ["x", "-1", "9" * 40])
def test_a_strange_number_is_no_error(client, bad):
    person = make_user(Role.OPERATOR)
    client.force_login(person)

    assert client.post(reverse("notices:read"), {"notice": bad}).status_code == 302


def test_a_line_break_in_a_name_reaches_no_header():
    tell(make_user(), subject="[공급기업] 한빛\r\nBcc: other@example.org 안내")

    assert deliver() == 1
    assert mail.outbox[0].subject == "[공급기업] 한빛 Bcc: other@example.org 안내"


def test_a_letter_that_cannot_be_written_holds_up_nobody():
    broken, other = make_user(), make_user()
    User.objects.filter(pk=broken.pk).update(email="a\nb@example.org")
    tell(broken, other)

    assert deliver() == 1
    assert [letter.to for letter in mail.outbox] == [[other.email]]
