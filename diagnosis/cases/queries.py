"""Cases as officials see them: the list with its filters, and everything about one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from applications.audit.models import Event
from applications.audit.words import act_text
from applications.filing.models import Application
from applications.filing.queries import applications_for, stream_of
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.answers.models import Absence
from diagnosis.cases.todo import BY_CODE
from diagnosis.cases.words import TONES

ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "-arrival": (F("arrived_at").desc(nulls_last=True), "-id"),
    "arrival": (F("arrived_at").asc(nulls_last=True), "id"),
    "age": ("state_since", "id"),
    "company": ("supplier__name", "id"),
}
FIRST_ORDER = "-arrival"


@dataclass(frozen=True)
class Wanted:
    """What the reader of the list asked for; empty means all."""

    round_code: str = ""
    track: str = ""
    state: str = ""
    todo: str = ""
    words: str = ""
    order: str = FIRST_ORDER


@dataclass(frozen=True)
class Chip:
    """A state with the number of cases in it under the other filters."""

    state: State
    count: int

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True)
class Happening:
    """One line of a case's history."""

    at: datetime
    title: str | Promise
    who: str
    note: str


def cases_for(user: User) -> QuerySet[Application]:
    """Every case for operators, agency and auditors; none for others, who have pages of their own."""
    if user.role not in SEES_EVERY_CASE:
        return Application.objects.none()
    return applications_for(user)


def told(cases: QuerySet[Application]) -> QuerySet[Application]:
    """Cases with what their pages say of them: `has_result`, whether one was ever published and so stays readable
    while the case is assessed again; `absent`, how many items do not apply."""
    published = Application.objects.filter(pk=OuterRef("pk"), outcomes__published_at__isnull=False)
    granted = Absence.objects.filter(application=OuterRef("pk"), granted=True).order_by().values("application")
    absent = Coalesce(Subquery(granted.annotate(count=Count("pk")).values("count")), 0)
    return cases.select_related("fee").annotate(has_result=Exists(published), absent=absent)


def narrowed(cases: QuerySet[Application], wanted: Wanted) -> QuerySet[Application]:
    """The cases that meet every filter but the state."""
    if wanted.round_code:
        cases = cases.filter(round__code=wanted.round_code)
    if wanted.track:
        cases = cases.filter(track=wanted.track)
    if wanted.todo in BY_CODE:
        cases = BY_CODE[wanted.todo].narrow(cases)
    return cases.filter(_matching(wanted.words)) if wanted.words else cases


def listed(cases: QuerySet[Application], wanted: Wanted) -> QuerySet[Application]:
    """The narrowed cases in the chosen state and order."""
    if wanted.state:
        cases = cases.filter(state=wanted.state)
    return cases.order_by(*ORDERS.get(wanted.order, ORDERS[FIRST_ORDER]))


def in_order(user: User, ids: Iterable[int]) -> list[Application]:
    """The cases of one page in the order of their ids; ids sort faster than whole rows."""
    wanted = list(ids)
    found = cases_for(user).in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def chips_of(cases: QuerySet[Application]) -> list[Chip]:
    """How many of the cases stand in each state, in the order of the process; states without cases left out."""
    inner = Application.objects.filter(pk__in=cases.order_by().values("pk"))
    counts = dict(inner.order_by().values_list("state").annotate(count=Count("pk")))
    return [Chip(state, counts[state]) for state in State if state in counts]


def history_of(application: Application) -> list[Happening]:
    """What happened to a case, newest first, told from the audit chain."""
    events = Event.objects.filter(stream=stream_of(application)).order_by("-number")
    names = User.objects.filter(pk=OuterRef("actor_id")).values("name")
    return [_happening(event, event.name) for event in events.annotate(name=Subquery(names))]


def _happening(event: Event, name: str | None) -> Happening:
    role = str(Role(event.actor_role).label)
    return Happening(
        at=event.at,
        title=act_text(event.verb),
        who=f"{name} ({role})" if name else role,
        note=str(event.data.get("reason", "")),
    )


def _matching(words: str) -> Q:
    digits = words.replace("-", "").strip()
    found = Q(supplier__name__icontains=words.strip()) | Q(code__icontains=words.strip())
    return found | Q(supplier__business_number__startswith=digits) if digits.isdigit() else found
