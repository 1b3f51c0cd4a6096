"""Deadlines: told at each lead once, to those who can act, and no more once the thing is done."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from applications import clock
from applications.fees.models import FeeStatement
from applications.filing.models import Application, SupplementRequest
from applications.filing.workflow import State
from applications.notices.kinds import Kind
from applications.notices.models import Notice
from applications.rounds.models import Round
from applications.suppliers.models import PoolState, Standing, Supplier
from diagnosis.deadlines.calendar_files import calendar_of
from diagnosis.deadlines.queries import deadlines_for
from diagnosis.deadlines.services import remind
from diagnosis.panels.models import Assignment, AssignmentState, Challenge, MarkSheet
from tests.factories.filing import make_application
from tests.factories.panels import make_assignment, make_sheet, sit
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(datetime(2026, 5, 1, 12))


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr(clock, "today", lambda: timezone.localdate(moment))

    set_to(NOON)
    return set_to


def draft(ends: datetime, **fields) -> Application:
    """A draft of long ago, in a round that closes then."""
    round_ = make_round(opens_at=ends - timedelta(days=60), closes_at=ends)
    return make_application(round_=round_, created_at=NOON - timedelta(days=30), **fields)


def told() -> list[str]:
    return list(Notice.objects.filter(kind=Kind.REMINDER).order_by("pk").values_list("body", flat=True))


def test_a_draft_is_told_seven_three_and_one_day_ahead_once_each(at):
    ends = NOON + timedelta(days=8)
    draft(ends)
    hours = [remind()]
    for hour in range(8 * 24):
        at(NOON + timedelta(hours=hour + 1))
        hours.append(remind())

    assert sum(hours) == 3
    assert [place for place, count in enumerate(hours) if count] == [24, 5 * 24, 7 * 24]
    assert "3일 남음" in told()[1]


def test_what_is_done_is_told_no_more(at):
    application = draft(NOON + timedelta(days=7))
    assert remind() == 1

    Application.objects.update(state=State.SUBMITTED, order_number=1)
    at(NOON + timedelta(days=5))

    assert (remind(), deadlines_for(application.supplier.members.get().user, clock.now())) == (0, [])


def test_without_being_done_it_would_be_told_again(at):
    draft(NOON + timedelta(days=7))
    assert remind() == 1
    at(NOON + timedelta(days=5))

    assert remind() == 1


def test_a_round_that_closes_later_is_told_anew(at):
    draft(NOON + timedelta(days=1))
    assert remind() == 1

    Round.objects.update(closes_at=NOON + timedelta(days=3))

    assert (remind(), remind()) == (1, 0)


def test_what_began_within_the_lead_is_told_at_the_next_lead(at):
    draft(NOON + timedelta(days=2), supplier=make_supplier())
    Application.objects.update(created_at=NOON)
    assert remind() == 0

    at(NOON + timedelta(days=1, hours=1))

    assert remind() == 1


def test_those_who_can_act_are_told_and_viewers_are_not(at):
    supplier = make_supplier()
    people = {standing: make_member(supplier, standing) for standing in Standing.values}
    make_member(supplier, Standing.EDITOR, is_active=False)
    draft(NOON + timedelta(days=1), supplier=supplier)

    remind()

    heard = set(Notice.objects.values_list("recipient", flat=True))
    assert heard == {people["owner"].pk, people["editor"].pk}


def fee(supplier):
    application = make_application(supplier=supplier, state=State.FEE_DUE)
    shares = {"total_krw": 1250000, "government_krw": 1000000, "company_krw": 250000}
    issued = NOON - timedelta(days=20)
    due_on = NOON.date() + timedelta(days=2)
    FeeStatement.objects.create(application=application, due_on=due_on, issued_at=issued, **shares)
    return Application.objects.filter(pk=application.pk), {"state": State.PAID}


def objection(supplier):
    since = NOON - timedelta(days=28)
    application = make_application(supplier=supplier, state=State.PUBLISHED, state_since=since)
    return Application.objects.filter(pk=application.pk), {"state": State.FINAL}


def pool(supplier):
    found = Supplier.objects.filter(pk=supplier.pk)
    due_on = NOON.date() + timedelta(days=2)
    found.update(pool_state=PoolState.SUPPLEMENT, pool_due_on=due_on, pool_since=NOON - timedelta(days=20))
    return found, {"pool_state": PoolState.SUBMITTED}


def refresh(supplier):
    found = Supplier.objects.filter(pk=supplier.pk)
    found.update(refresh_due_on=NOON.date() + timedelta(days=2), pool_since=NOON - timedelta(days=300))
    return found, {"refresh_due_on": NOON.date() + timedelta(days=367)}


def supplement(supplier):
    application = make_application(supplier=supplier, state=State.SUPPLEMENT, order_number=1)
    due_on, asked_at = NOON.date() + timedelta(days=2), NOON - timedelta(days=20)
    SupplementRequest.objects.create(
        application=application, due_on=due_on, asked_by=application.created_by, asked_at=asked_at
    )
    return Application.objects.filter(pk=application.pk), {"state": State.SUBMITTED}


def challenge(supplier):
    application = make_application(supplier=supplier, state=State.IN_ASSESSMENT)
    make_sheet(sit(application, due_on=NOON.date() + timedelta(days=2), answered_at=NOON - timedelta(days=20)))
    return MarkSheet.objects.all(), {"closed_at": NOON, "sealed": "3" * 12}


@pytest.mark.parametrize(
    ("kind", "letters"), [(fee, 1), (objection, 1), (supplement, 1), (challenge, 1), (pool, 0), (refresh, 0)]
)
def test_every_other_deadline_of_a_company_stands_until_done_and_the_pool_tells_its_own(at, kind, letters: int):
    make_round(opens_at=NOON - timedelta(days=60), closes_at=NOON - timedelta(days=40))
    supplier = make_supplier()
    person = make_member(supplier)
    rows, done = kind(supplier)
    (deadline,) = deadlines_for(person, NOON)
    assert deadline.key.encode() in calendar_of((), [deadline])
    assert remind() == letters

    rows.update(**done)

    at(NOON + timedelta(days=1, hours=13))
    nearest = [one for one in deadlines_for(person, NOON) if one.ends < NOON + timedelta(days=30)]
    assert (remind(), nearest) == (0, [])


@pytest.mark.parametrize("kind", [fee, objection, supplement, challenge])
def test_left_undone_each_of_them_is_told_again(at, kind):
    make_round(opens_at=NOON - timedelta(days=60), closes_at=NOON - timedelta(days=40))
    supplier = make_supplier()
    make_member(supplier)
    kind(supplier)
    assert remind() == 1

    at(NOON + timedelta(days=1, hours=13))

    assert remind() == 1


def test_a_challenge_that_was_made_needs_no_reminder(at):
    supplier = make_supplier()
    person = make_member(supplier)
    make_round(opens_at=NOON - timedelta(days=60), closes_at=NOON - timedelta(days=40))
    challenge(supplier)
    place = Assignment.objects.get()
    assert len(deadlines_for(person, NOON)) == 1

    Challenge.objects.create(assignment=place, ground="other", reason="분쟁이 있습니다.", asked_by=person)

    assert deadlines_for(person, NOON) == []


def test_an_assessor_is_told_to_answer_and_to_mark_until_done(at):
    make_round(opens_at=NOON - timedelta(days=60), closes_at=NOON - timedelta(days=40))
    application = make_application(state=State.IN_ASSESSMENT)
    due = {"due_on": NOON.date() + timedelta(days=2), "invited_at": NOON - timedelta(days=20)}
    invited = make_assignment(application)
    marking = make_sheet(make_assignment(application, state=AssignmentState.ACCEPTED)).assignment
    Assignment.objects.update(**due)
    Assignment.objects.filter(pk=invited.pk).update(state=AssignmentState.INVITED)

    assert remind() == 2
    people = {notice.recipient_id for notice in Notice.objects.filter(kind=Kind.REMINDER)}
    assert people == {invited.assessor.user_id, marking.assessor.user_id}

    Assignment.objects.filter(pk=invited.pk).update(state=AssignmentState.DECLINED)
    marking.sheet.__class__.objects.update(closed_at=NOON, sealed="3" * 12)
    at(NOON + timedelta(days=1, hours=13))
    assert remind() == 0


def test_the_number_of_questions_does_not_grow_with_companies(at, django_assert_max_num_queries):
    round_ = make_round(opens_at=NOON - timedelta(days=60), closes_at=NOON + timedelta(days=1))
    for _company in range(5):
        make_application(round_=round_, supplier=make_supplier(), created_at=NOON - timedelta(days=30))

    with django_assert_max_num_queries(14):
        assert remind() == 5


def test_officials_have_no_deadlines_of_their_own():
    assert deadlines_for(make_user("operator"), NOON) == []
