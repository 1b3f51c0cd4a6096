"""Telling people: a notice in the portal with the change itself, an e-mail after it is committed."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from smtplib import SMTPException

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from applications import clock
from applications.notices.kinds import Delivery, Kind
from applications.notices.models import Digest, Notice
from applications.notices.queries import outbox, wishes_of
from applications.people.models import User

logger = logging.getLogger(__name__)
DELIVER = "applications.notices.deliver"
SENDING_TIME = timedelta(minutes=5)
BATCH = 200
Text = str | Promise | Callable[[], str]
"""Words of a notice: a lazy text, or a function that is called in the language of who reads it."""


def notify(
    recipients: Iterable[User], *, key: str, subject: Text, body: Text, link: str = "", kind: Kind = Kind.WORK
) -> None:
    """Tell people one thing once, each in their language, inside the caller's transaction; `link` is a path.

    `key` names the fact (`published:26-1-I-00012`): told again under the same key, a person hears nothing new.
    """
    notify_each([write(person, key=key, subject=subject, body=body, link=link, kind=kind) for person in recipients])


def write(recipient: User, *, key: str, subject: Text, body: Text, link: str = "", kind: Kind = Kind.WORK) -> Notice:
    """A notice not yet stored, in the recipient's language, for `notify_each`."""
    with translation.override(recipient.language):
        said = [str(text() if callable(text) else text) for text in (subject, body)]
    return Notice(key=f"{key}:{recipient.pk}", recipient=recipient, kind=kind, subject=said[0], body=said[1], link=link)


def notify_each(notices: list[Notice]) -> None:
    """Store many different notices with one insert and mail after commit those that people want at once."""
    if notices:
        wishes = wishes_of(notices)
        for notice in notices:
            notice.delivery = wishes.get((notice.recipient_id, notice.kind), Delivery.NOW)
        Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
        transaction.on_commit(send_for_delivery, robust=True)


def send_for_delivery() -> None:
    """Ask a worker to empty the outbox; a broker that is down is left to the beat."""
    current_app.send_task(DELIVER, retry=False)


def deliver() -> int:
    """Mail what is due and say how many went out.

    A notice is claimed by a conditional update before its mail leaves, so no two workers send it. A worker that
    dies between sending and noting it leaves a mail that goes out again after SENDING_TIME with the same
    Message-ID: rather one letter twice than an official letter never.
    """
    due = list(outbox(clock.now())[:BATCH])
    if not due:
        return 0
    sent = 0
    with get_connection() as connection:
        for notice in due:
            sent += claim(notice) and send(notice, _mail(notice, connection))
    return sent


def mark_read(user: User, notice_ids: Iterable[int] | None = None) -> int:
    """Mark the person's own notices as read, all of them when no ids are given."""
    own = Notice.objects.filter(recipient=user, read_at=None)
    chosen = own if notice_ids is None else own.filter(pk__in=list(notice_ids))
    return chosen.update(read_at=clock.now())


def claim(letter: Notice | Digest) -> bool:
    """Whether this worker, and no other, may send the letter now."""
    rows = type(letter).objects.filter(pk=letter.pk, mailed_at=None, mail_tries=letter.mail_tries)
    return bool(rows.update(mail_tries=F("mail_tries") + 1, mail_after=clock.now() + SENDING_TIME))


def send(letter: Notice | Digest, mail: EmailMessage) -> bool:
    """Hand a claimed letter to the mail server and note it; False where that failed, which the log explains."""
    try:
        mail.send()
    except (SMTPException, OSError, ValueError):  # a letter that cannot be written must not hold up those behind it
        logger.exception("%s %s was not mailed", type(letter).__name__.lower(), letter.pk)
        return False
    return bool(type(letter).objects.filter(pk=letter.pk).update(mailed_at=clock.now()))


def address_letter(name: str, to: User, subject: str, text: str, connection: BaseEmailBackend) -> EmailMessage:
    """A letter under a name of its own, so that the mail program of who gets it twice shows it once."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    headers = {"Message-ID": f"<{name}@{domain}>"}
    # A name within the subject may hold a line break, which no header may.
    return EmailMessage(" ".join(subject.split()), text, to=[to.email], headers=headers, connection=connection)


def _mail(notice: Notice, connection: BaseEmailBackend) -> EmailMessage:
    with translation.override(notice.recipient.language):
        text = render_to_string("mail/notice.txt", {"notice": notice, "site": settings.SITE_URL})
    return address_letter(f"notice-{notice.pk}", notice.recipient, notice.subject, text, connection)
