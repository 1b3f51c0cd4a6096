"""Which notices a person has, and which still wait for the mail."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from applications.notices.kinds import FIXED, Delivery, Kind
from applications.notices.models import Digest, Notice, Preference
from applications.people.models import User

MAX_MAIL_TRIES = 5
FEW = 500  # people whom one question can name; of more, everybody's wishes are read


def notices_for(user: User) -> QuerySet[Notice]:
    """The person's own notices, newest first."""
    return Notice.objects.filter(recipient=user).order_by("-created_at", "-pk")


def found(notices: QuerySet[Notice], *, unread: bool = False, kind: str = "") -> QuerySet[Notice]:
    """Those not yet opened, those of one kind; an unknown kind leaves all."""
    if unread:
        notices = notices.filter(read_at=None)
    return notices.filter(kind=kind) if kind in Kind.values else notices


def counts_of(user: User) -> dict[str, tuple[int, int]]:
    """Kind → how many notices the person has and how many of them unread; kinds without any are left out."""
    rows = Notice.objects.filter(recipient=user).order_by().values_list("kind")
    counted = rows.annotate(all=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))
    return {kind: (all_, unread) for kind, all_, unread in counted}


def wishes_of(notices: Iterable[Notice]) -> dict[tuple[int, str], str]:
    """(person, kind) → how they want to hear of it, where they chose and may choose; one query."""
    kinds = {notice.kind for notice in notices} - FIXED
    people = {notice.recipient_id for notice in notices}
    if not kinds:
        return {}
    chosen = Preference.objects.filter(kind__in=kinds, delivery__in=(Delivery.DIGEST, Delivery.PORTAL))
    if len(people) <= FEW:
        chosen = chosen.filter(user__in=people)
    rows = chosen.values_list("user_id", "kind", "delivery")
    return {(user, kind): delivery for user, kind, delivery in rows if user in people}


def preferences_of(user: User) -> dict[str, str]:
    """Kind → delivery, as the person chose it or as it is without a choice."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "delivery"))
    return {kind: Delivery.NOW if kind in FIXED else chosen.get(kind, Delivery.NOW) for kind in Kind.values}


def unread_count(user: User) -> int:
    """How many notices the person has not opened."""
    return Notice.objects.filter(recipient=user, read_at=None).count()


def outbox(at: datetime) -> QuerySet[Notice]:
    """Notices whose mail is due, oldest first; given up after MAX_MAIL_TRIES, readable in the portal all the same."""
    due = Notice.objects.filter(
        mailed_at=None, delivery=Delivery.NOW, mail_after__lte=at, mail_tries__lt=MAX_MAIL_TRIES
    )
    return due.select_related("recipient").order_by("mail_after", "pk")


def digests_due(at: datetime) -> QuerySet[Digest]:
    """Digests whose letter is due, given up like those of notices."""
    due = Digest.objects.filter(mailed_at=None, mail_after__lte=at, mail_tries__lt=MAX_MAIL_TRIES)
    return due.select_related("recipient").order_by("pk")
