"""Which notices a person has, and which still wait for the mail."""

from datetime import datetime

from django.db.models import QuerySet

from applications.notices.models import Notice
from applications.people.models import User

MAX_MAIL_TRIES = 5


def notices_for(user: User) -> QuerySet[Notice]:
    """The person's own notices, newest first."""
    return Notice.objects.filter(recipient=user).order_by("-created_at", "-pk")


def unread_count(user: User) -> int:
    """How many notices the person has not opened."""
    return Notice.objects.filter(recipient=user, read_at=None).count()


def outbox(at: datetime) -> QuerySet[Notice]:
    """Notices whose mail is due, oldest first; given up after MAX_MAIL_TRIES, readable in the portal all the same."""
    due = Notice.objects.filter(mailed_at=None, mail_after__lte=at, mail_tries__lt=MAX_MAIL_TRIES)
    return due.select_related("recipient").order_by("mail_after", "pk")
