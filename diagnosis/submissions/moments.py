"""Days and instants within sentences; `portal.formats` writes the same way, but lies above this app."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language

WEEKDAYS = "월화수목금토일"


def exact(moment: datetime) -> str:
    """A moment in Korean time: `2026-05-29 (금) 18:00`."""
    local = timezone.localtime(moment)
    return f"{day(local)} {local:%H:%M}"


def day(on: date) -> str:
    """A day with its weekday: `2026-05-29 (금)`."""
    korean = (get_language() or "ko").startswith("ko")
    name = WEEKDAYS[on.weekday()] if korean else WEEKDAYS_ABBR[on.weekday()]
    return f"{on:%Y-%m-%d} ({name})"
