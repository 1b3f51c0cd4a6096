"""Whose calendar an address holds."""

import hashlib

from applications.calendars.models import Feed
from applications.people.models import User


def feed_of(user: User) -> Feed | None:
    """The person's address, if there is one."""
    return Feed.objects.filter(user=user).first()


def person_of(token: str) -> User | None:
    """Who reads under this address; None for a dead one, and for an account that is closed."""
    found = Feed.objects.filter(digest=digest_of(token), user__is_active=True).select_related("user").first()
    return found.user if found else None


def digest_of(token: str) -> str:
    """What is kept of an address."""
    return hashlib.sha256(token.encode()).hexdigest()
