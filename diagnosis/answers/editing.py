"""Who is writing in an application right now. Kept in the cache alone: it is forgotten a minute after the last sign."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from applications import clock
from applications.filing.models import Application
from applications.people.models import User

LASTS = timedelta(seconds=60)
LONGEST_MARK = 40


@dataclass(frozen=True)
class Editor:
    """Somebody whose cursor stands in an item: since when, and whether it is oneself in another window."""

    name: str
    item_code: str
    since: datetime
    is_self: bool


def note_editing(application: Application, item_code: str, *, by: User, window: str) -> None:
    """Remember that this window of a person stands in an item; an empty code takes it away.

    Two people noted at the same instant may cost one of them a beat; the next one mends it.
    """
    signs, now = _signs(application), clock.now()
    mark = f"{by.pk}:{window[:LONGEST_MARK]}"
    before = signs.pop(mark, None)
    if item_code:
        since = before["since"] if before and before["item"] == item_code else now
        signs[mark] = {"name": by.name, "item": item_code, "since": since, "seen": now}
    cache.set(_key(application), signs, LASTS.total_seconds())


def editors_of(application: Application, *, to: User, window: str = "") -> dict[str, list[Editor]]:
    """Who else stands where, by item code, as this window of a person should see it.

    Without a window the person's own others are left out: a page that is opened anew is not somebody else.
    """
    found: dict[str, list[Editor]] = {}
    for mark, sign in sorted(_signs(application).items(), key=lambda pair: pair[1]["since"]):
        person, _colon, place = mark.partition(":")
        is_self = person == str(to.pk)
        if not is_self or (window and place != window[:LONGEST_MARK]):
            found.setdefault(sign["item"], []).append(Editor(sign["name"], sign["item"], sign["since"], is_self))
    return found


def _signs(application: Application) -> dict[str, dict[str, Any]]:
    latest = clock.now() - LASTS
    return {mark: sign for mark, sign in cache.get(_key(application), {}).items() if sign["seen"] > latest}


def _key(application: Application) -> str:
    return f"editing:{application.pk}"
