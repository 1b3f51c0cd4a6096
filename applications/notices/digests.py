"""The letter of the day: everything a person wants to hear of together, once, however often it is asked for."""

from datetime import date

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from applications import clock
from applications.notices.kinds import Delivery
from applications.notices.models import Digest, Notice
from applications.notices.queries import digests_due
from applications.notices.services import address_letter, claim, send


def digest() -> int:
    """Gather and mail the digests of today, from the hour of the setting on; says how many letters left."""
    now = timezone.localtime(clock.now())
    if now.hour < settings.DIGEST_HOUR:
        return 0
    gather(now.date())
    sent = 0
    with get_connection() as connection:
        for one in digests_due(clock.now()):
            sent += claim(one) and _send(one, connection)
    return sent


@transaction.atomic
def gather(day: date) -> int:
    """Put what is unread and in no digest yet into the digest of the day; says how many people get one.

    Who has had the letter of the day is left out: what comes later goes into tomorrow's.
    """
    waiting = Notice.objects.filter(delivery=Delivery.DIGEST, digest=None, read_at=None)
    had = Digest.objects.filter(day=day).values("recipient")
    people = sorted(set(waiting.exclude(recipient__in=had).values_list("recipient", flat=True)))
    made = [Digest(recipient_id=person, day=day, mail_after=clock.now()) for person in people]
    Digest.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    for one in Digest.objects.filter(day=day, recipient__in=people, mail_tries=0):
        waiting.filter(recipient=one.recipient_id).update(digest=one)
    return len(people)


def _send(one: Digest, connection: BaseEmailBackend) -> bool:
    notices = list(one.notices.order_by("created_at", "pk"))
    with translation.override(one.recipient.language):
        told = {"notices": notices, "recipient": one.recipient, "site": settings.SITE_URL}
        text = render_to_string("mail/digest.txt", told)
        subject = ngettext(
            "[공급기업 역량진단] 오늘의 알림 %(n)d건", "[공급기업 역량진단] 오늘의 알림 %(n)d건", len(notices)
        ) % {"n": len(notices)}
    return send(one, address_letter(f"digest-{one.pk}", one.recipient, subject, text, connection))
