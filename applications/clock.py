"""The one authority on what time it is; every deadline is judged by it."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, aware."""
    return timezone.now()


def today() -> date:
    """This day in Korea."""
    return timezone.localdate()
