"""Assessors, their places on panels, and the sheets with a mark and a reason for every item."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from applications.filing.models import Application
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import TechnologyField
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, DeclineCode, Interest, Mark, MarkSheet
from diagnosis.ratings import seal
from grading.load import load_scheme
from grading.values import Item
from portal.demo import words
from portal.demo.answers import ability_on, rating_near
from portal.demo.calendar import between, moment, some_days_after
from portal.demo.cases import Case
from portal.demo.names import stem
from portal.demo.people import Cast, nameless_logins
from portal.demo.plan import IN_FIRST_RUN, LATE, Plan
from portal.demo.rounds import SCHEME
from portal.demo.suppliers import FIELDS, REGIONS
from portal.demo.writing import mark_reason, opinion

FIRST_CALL = moment(date(2026, 3, 30))  # before the first pledge
SIZES = {3: 56, 4: 20, 5: 14, 6: 5, 7: 5}
DECLINE_SHARE = 0.12
SEVERITY, ITEM_NOISE = 0.15, 0.4
DAYS_TO_MARK = 25


@dataclass
class Place:
    """An assessor's place on the panel of a case, with the sheet and marks it led to."""

    case: Case
    assignment: Assignment
    sheet: MarkSheet | None = None
    marks: list[Mark] = field(default_factory=list)


def load_assessors(rng: Random, plan: Plan, cast: Cast) -> list[Assessor]:
    """The pool of experts; the first is the one who can log in."""
    joined = [FIRST_CALL] * (plan.assessors - 1)
    people = [cast.by_role[Role.ASSESSOR], *nameless_logins(rng, Role.ASSESSOR, "expert", joined)]
    rows = [_assessor(rng, person) for person in people]
    rows[0].expertise = TechnologyField.INFORMATION
    return Assessor.objects.bulk_create(rows, batch_size=500)


def load_panels(rng: Random, cases: Sequence[Case], pool: list[Assessor], operator: User) -> list[Place]:
    """Panels of three to seven for every case that is paid, with sheets and marks where the assessment began."""
    places = [place for case in cases if case.invited_at for place in _panel(rng, case, pool, operator)]
    Assignment.objects.bulk_create([place.assignment for place in places], batch_size=500)
    severity = {one.pk: rng.gauss(0, SEVERITY) for one in pool}
    for place in places:
        if place.case.started_at and place.assignment.state == AssignmentState.ACCEPTED:
            _mark(rng, place, severity[place.assignment.assessor_id])
    _leave_one_open(places)
    _store(places)
    return places


def _assessor(rng: Random, user: User) -> Assessor:
    return Assessor(
        user=user,
        affiliation=stem(rng) + stem(rng) + rng.choice(words.INSTITUTES),
        expertise=rng.choices(list(FIELDS), weights=list(FIELDS.values()))[0],
        region_code=rng.choices(list(REGIONS), weights=list(REGIONS.values()))[0],
        pledged_on=date(2026, 4, 6) + timedelta(days=rng.randrange(20)),
    )


def _panel(rng: Random, case: Case, pool: list[Assessor], operator: User) -> list[Place]:
    size = rng.choices(list(SIZES), weights=list(SIZES.values()))[0]
    fitting = [one for one in pool[1:] if one.expertise == case.supplier.technology_field]
    chosen = rng.sample(fitting, min(size, len(fitting), 2))
    others = [one for one in pool[1:] if one not in chosen]
    chosen += rng.sample(others, size - len(chosen) + (rng.random() < DECLINE_SHARE))
    if case.has_demo_assessor:
        chosen[0] = pool[0]
    return [_place(rng, case, one, number >= size, operator) for number, one in enumerate(chosen)]


def _place(rng: Random, case: Case, assessor: Assessor, declined: bool, operator: User) -> Place:
    assert case.invited_at is not None
    place = Assignment(
        application=case.application,
        assessor=assessor,
        due_on=(case.started_at or case.invited_at).date() + timedelta(days=DAYS_TO_MARK),
        invited_at=case.invited_at,
        invited_by=operator,
    )
    is_silent = case.started_at is None and (assessor.user.is_demo or rng.random() < 0.5)
    if not is_silent:
        _answer(rng, place, declined)
    return Place(case, place)


def _answer(rng: Random, place: Assignment, declined: bool) -> None:
    place.answered_at = some_days_after(rng, place.invited_at, 1, 3)
    if declined:
        place.state, place.decline_code = AssignmentState.DECLINED, rng.choice(list(DeclineCode))
        place.interest = Interest.CONFLICT if place.decline_code == DeclineCode.INTEREST else Interest.UNDECLARED
    else:
        place.state, place.interest, place.pledged_at = AssignmentState.ACCEPTED, Interest.CLEAR, place.answered_at


def _mark(rng: Random, place: Place, severity: float) -> None:
    """Open the sheet and mark; it is closed where the case's assessment is over."""
    case, items = place.case, load_scheme(SCHEME).tracks[place.case.track].panel_items
    assert case.started_at is not None
    place.sheet = MarkSheet(assignment=place.assignment, opened_at=case.started_at)
    if case.goal in IN_FIRST_RUN or case.goal in LATE:
        closed_at = some_days_after(rng, case.started_at, 4, 19)
    else:
        items = items[: _marked_so_far(rng, place, len(items))]
        closed_at = None
    last = closed_at or case.started_at + timedelta(days=6)
    place.marks = [_written(rng, place, item, severity, last) for item in items]
    if closed_at:
        _close(rng, place, place.sheet, closed_at)
        case.ended_at = max(case.ended_at or closed_at, closed_at)
    place.marks = [mark for mark in place.marks if mark.item_code != case.absent]


def _marked_so_far(rng: Random, place: Place, count: int) -> int:
    return count // 2 if place.assignment.assessor.user.is_demo else rng.randint(0, count - 1)


def _written(rng: Random, place: Place, item: Item, severity: float, last: datetime) -> Mark:
    case = place.case
    assert case.started_at is not None
    rating = rating_near(rng, ability_on(case, item) + severity, ITEM_NOISE)
    reason = mark_reason(rng, item, rating)
    return Mark(
        sheet=place.sheet,
        item_code=item.code,
        rating=rating,
        reason=reason,
        saved_at=between(rng, case.started_at, last),
    )


def _close(rng: Random, place: Place, sheet: MarkSheet, at: datetime) -> None:
    sheet.closed_at, sheet.opinion = at, opinion(rng)
    sheet.sealed = seal([None if mark.item_code == place.case.absent else mark.rating for mark in place.marks])


def _leave_one_open(places: Sequence[Place]) -> None:
    """The last sheet of a late case is complete but open: closing it is the real move that ends the assessment."""
    last: dict[int, MarkSheet] = {}
    for place in places:
        if place.sheet and place.case.goal in LATE:
            last[place.case.application.pk] = place.sheet
    for sheet in last.values():
        sheet.closed_at, sheet.sealed = None, ""


def _store(places: Sequence[Place]) -> None:
    marked = [place for place in places if place.sheet]
    MarkSheet.objects.bulk_create([place.sheet for place in marked if place.sheet], batch_size=500)
    Mark.objects.bulk_create([mark for place in marked for mark in place.marks], batch_size=1000)
    ended = {place.case.application.pk: place.case for place in marked if place.case.goal in IN_FIRST_RUN}
    for case in ended.values():
        case.application.state_since = case.ended_at or case.application.state_since
    Application.objects.bulk_update([case.application for case in ended.values()], ["state_since"], batch_size=500)
