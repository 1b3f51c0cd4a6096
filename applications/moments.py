"""How days, instants and lengths of time are written; every sentence, screen and report takes them from here."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

WEEKDAYS = "월화수목금토일"  # official dates use the one syllable; the framework's Korean abbreviation is the long form
JUST_NOW = timedelta(minutes=1)
EARLIEST, LATEST = 1900, 2999


def refuse_slip(day: date) -> None:
    """Refuse a typed day or moment that can only be a slip; at the ends of the calendar time zones cannot be reckoned.

    Raises ValidationError; a validator of form fields.
    """
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(
            _("연도를 %(earliest)d에서 %(latest)d 사이로 적어 주세요.") % {"earliest": EARLIEST, "latest": LATEST}
        )


def day_text(day: date) -> str:
    """A day with its weekday: `2026-05-29 (금)`; a moment is taken in Korean time."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    korean = (get_language() or "ko").startswith("ko")
    weekday = WEEKDAYS[day.weekday()] if korean else WEEKDAYS_ABBR[day.weekday()]
    return f"{day:%Y-%m-%d} ({weekday})"


def moment_text(moment: datetime) -> str:
    """A moment in Korean time to the minute: `2026-05-29 (금) 18:00`."""
    return f"{day_text(moment)} {timezone.localtime(moment):%H:%M}"


def exact_text(moment: datetime) -> str:
    """A moment in Korean time to the millisecond, cut and not rounded: `2026-05-29 (금) 17:59:59.999`."""
    local = timezone.localtime(moment)
    return f"{day_text(moment)} {local:%H:%M:%S}.{local.microsecond // 1000:03d}"


def span_text(span: timedelta) -> str:
    """A length of time in its largest whole unit: `3일`, `5시간`, `12분`."""
    if span >= timedelta(days=1):
        return ngettext("%(n)d일", "%(n)d일", span.days) % {"n": span.days}
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if hours:
        return ngettext("%(n)d시간", "%(n)d시간", hours) % {"n": hours}
    return ngettext("%(n)d분", "%(n)d분", minutes) % {"n": minutes}


def elapsed_text(moment: datetime, now: datetime) -> str:
    """How long ago it was: `방금`, `12분 전`, `3일 전`; a moment to come is written `3일 뒤`."""
    span = now - moment
    if abs(span) < JUST_NOW:
        return _("방금")
    if span < timedelta():
        return _("%(span)s 뒤") % {"span": span_text(-span)}
    return _("%(span)s 전") % {"span": span_text(span)}


def remaining_text(moment: datetime, now: datetime) -> str:
    """What is left until a deadline: `3일 남음`, or `마감` once it has come."""
    span = moment - now
    if span <= timedelta():
        return _("마감")
    if span < JUST_NOW:
        return _("1분 미만 남음")
    return _("%(span)s 남음") % {"span": span_text(span)}
