"""Reminding of deadlines: once at each lead of the settings, and no more once the thing is done."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from applications import clock
from applications.moments import day_text, moment_text, remaining_text
from applications.notices.kinds import Kind
from applications.notices.models import Notice
from applications.notices.services import notify_each, write
from applications.people.models import User
from applications.suppliers.models import Member, Standing
from diagnosis.deadlines.deadline import Deadline
from diagnosis.deadlines.queries import deadlines_before


def remind() -> int:
    """Write every reminder that is due and was not written before; says how many."""
    at, leads = clock.now(), sorted(settings.REMINDER_DAYS)
    due = [(one, lead) for one in deadlines_before(at + timedelta(days=leads[-1]), at) if (lead := _lead(one, at))]
    people = _people([one for one, _lead_days in due])
    told = set(_told(at - timedelta(days=leads[-1] + 1)))
    fresh = [notice for notice in _notices(due, people, at) if notice.key not in told]
    notify_each(fresh)
    return len(fresh)


def _lead(deadline: Deadline, at: datetime) -> int | None:
    """The smallest lead that has come, if the thing was there by then: what came up later was told as it came."""
    for days in sorted(settings.REMINDER_DAYS):
        starts = deadline.ends - timedelta(days=days)
        if starts <= at:
            return days if deadline.begins < starts else None
    return None


def _told(since: datetime) -> Iterator[str]:
    yield from Notice.objects.filter(kind=Kind.REMINDER, created_at__gt=since).values_list("key", flat=True)


def _people(deadlines: list[Deadline]) -> dict[tuple[str, int], list[User]]:
    """Who hears of what: those who write for the company, or the person."""
    companies = {one.supplier for one in deadlines if one.supplier is not None}
    persons = {one.person for one in deadlines if one.person is not None}
    writers = Member.objects.filter(supplier__in=companies, user__is_active=True).exclude(standing=Standing.VIEWER)
    found: dict[tuple[str, int], list[User]] = {}
    for member in writers.select_related("user"):
        found.setdefault(("supplier", member.supplier_id), []).append(member.user)
    for user in User.objects.filter(pk__in=persons, is_active=True):
        found[("person", user.pk)] = [user]
    return found


def _notices(
    due: list[tuple[Deadline, int]], people: dict[tuple[str, int], list[User]], at: datetime
) -> Iterator[Notice]:
    for deadline, lead in due:
        whose = ("supplier", deadline.supplier) if deadline.supplier else ("person", deadline.person)
        for person in people.get(whose, []):  # type: ignore[arg-type]
            yield _notice(deadline, lead, person, at)


def _notice(deadline: Deadline, lead: int, person: User, at: datetime) -> Notice:
    def subject() -> str:
        return _("마감 미리 알림: %(what)s") % {"what": deadline.said}

    def body() -> str:
        when = day_text(deadline.on) if deadline.on else moment_text(deadline.ends)
        left = remaining_text(deadline.ends, at)
        return _("%(what)s\n기한: %(when)s (%(left)s)") % {"what": deadline.said, "when": when, "left": left}

    return write(
        person,
        key=f"remind:{deadline.key}:{deadline.ends:%Y%m%d%H%M}:{lead}",
        subject=subject,
        body=body,
        link=deadline.link,
        kind=Kind.REMINDER,
    )
