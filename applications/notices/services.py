"""Telling people: a notice in the portal with the change itself, an e-mail after it is committed."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string

from applications import clock
from applications.notices.models import Notice
from applications.notices.queries import outbox
from applications.people.models import User

logger = logging.getLogger(__name__)
DELIVER = "applications.notices.deliver"
SENDING_TIME = timedelta(minutes=5)
BATCH = 200


def notify(recipients: Iterable[User], *, key: str, subject: str, body: str, link: str = "") -> None:
    """Tell people one thing once, inside the caller's transaction; `link` is a path of the portal.

    `key` names the fact (`published:26-1-I-00012`): told again under the same key, a person hears nothing new.
    """
    written = [write(person, key=key, subject=subject, body=body, link=link) for person in recipients]
    notify_each(written)


def write(recipient: User, *, key: str, subject: str, body: str, link: str = "") -> Notice:
    """A notice not yet stored, for `notify_each`."""
    return Notice(key=f"{key}:{recipient.pk}", recipient=recipient, subject=subject, body=body, link=link)


def notify_each(notices: list[Notice]) -> None:
    """Store many different notices with one insert and mail them after commit."""
    if notices:
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
            sent += _claim(notice) and _send(notice, connection)
    return sent


def mark_read(user: User, notice_ids: Iterable[int] | None = None) -> int:
    """Mark the person's own notices as read, all of them when no ids are given."""
    own = Notice.objects.filter(recipient=user, read_at=None)
    chosen = own if notice_ids is None else own.filter(pk__in=list(notice_ids))
    return chosen.update(read_at=clock.now())


def _claim(notice: Notice) -> bool:
    free = Notice.objects.filter(pk=notice.pk, mailed_at=None, mail_tries=notice.mail_tries)
    return bool(free.update(mail_tries=F("mail_tries") + 1, mail_after=clock.now() + SENDING_TIME))


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    try:
        _mail(notice, connection).send()
    except (SMTPException, OSError, ValueError):  # a letter that cannot be written must not hold up those behind it
        logger.exception("notice %s was not mailed", notice.pk)
        return False
    return bool(Notice.objects.filter(pk=notice.pk).update(mailed_at=clock.now()))


def _mail(notice: Notice, connection: BaseEmailBackend) -> EmailMessage:
    text = render_to_string("mail/notice.txt", {"notice": notice, "site": settings.SITE_URL})
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    return EmailMessage(
        " ".join(notice.subject.split()),  # a name within it may hold a line break, which no header may
        text,
        to=[notice.recipient.email],
        headers={"Message-ID": f"<notice-{notice.pk}@{domain}>"},
        connection=connection,
    )
