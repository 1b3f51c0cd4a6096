"""Opening and closing the private address of a person's calendar."""

from django.db import transaction
from django.utils.crypto import get_random_string

from applications import clock
from applications.audit.services import record
from applications.calendars.models import Feed
from applications.calendars.queries import digest_of
from applications.people.models import User
from applications.people.queries import stream_of

TOKEN_LENGTH = 43  # 256 bits in letters and digits


@transaction.atomic
def open_feed(user: User) -> str:
    """A new address, in place of the one before, which dies; the token is told this once."""
    token = get_random_string(TOKEN_LENGTH)
    Feed.objects.update_or_create(user=user, defaults={"digest": digest_of(token), "made_at": clock.now()})
    record(stream_of(user), "user.feed_opened", by=user)
    return token


@transaction.atomic
def close_feed(user: User) -> None:
    """Let the address die."""
    if Feed.objects.filter(user=user).delete()[0]:
        record(stream_of(user), "user.feed_closed", by=user)
