"""A corrected result is a new one: its company may object to what changed, and a dismissal leaves the correction."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from applications import clock
from applications.audit.models import Event
from applications.audit.services import record
from applications.filing.services import advance
from applications.filing.workflow import BY_NAME, State
from applications.notices.models import Notice
from applications.permissions import require
from applications.roles import Role
from diagnosis.cases.permissions import choices_of, may_perform
from diagnosis.deadlines.queries import deadlines_for
from diagnosis.results.objections import objection_clock
from diagnosis.rulings.inputs import LETTERS, Change
from diagnosis.rulings.services import ask_correction, decide_ruling
from diagnosis.submissions.permissions import objection_ends
from tests.factories.objections import object_to
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=40)


@pytest.fixture
def old():
    """A result published forty days ago, past its period of thirty days."""
    made = make_outcome()
    record(f"application:{made.application.code}", "application.publish", by=None)
    Event.objects.update(at=clock.now() - LONG_AGO)
    return made


@pytest.fixture
def operator():
    return make_user(Role.OPERATOR)


def corrected(outcome):
    """The corrected result, its application read anew."""
    changes = [Change(LETTERS, "KTRS-FM", "1.1.1", "C", "A")]
    today, asks, decides = clock.today(), make_user(Role.AGENCY), make_user(Role.AGENCY)
    ruling = ask_correction(outcome, changes, reason="오기", effective_on=today, by=asks)
    later = decide_ruling(ruling, by=decides).successor
    later.application.refresh_from_db()
    return later


def owner_of(outcome):
    return outcome.application.supplier.members.get().user


def test_a_correction_opens_the_period_anew_for_what_it_changed(old):
    before = objection_clock(owner_of(old), old, clock.now())
    later = corrected(old)
    told = objection_clock(owner_of(old), later, clock.now())

    assert (before.is_open, before.corrected, before.move) == (False, None, "object")
    assert (told.is_open, told.is_first_open, told.move) == (True, False, "object_corrected")
    assert told.corrected == ["1.1.1 기술역량수준: C → A"]
    assert timezone.localdate(told.ends_at) == clock.today() + timedelta(days=31)


@pytest.mark.parametrize(("late", "is_open"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
def test_the_new_period_ends_with_its_last_second(old, late, is_open):
    later = corrected(old)
    told = objection_clock(owner_of(old), later, objection_ends(later.application) + late)

    assert (told.is_open, bool(told.verdict)) == (is_open, is_open)


def test_the_page_offers_it_and_the_letter_names_the_day(old, client):
    later = corrected(old)
    client.force_login(owner_of(old))
    address = f"/applications/{later.application.code}/move/object_corrected/"

    page = client.get(f"/results/{later.application.code}/").content.decode()
    letter = Notice.objects.get(recipient=owner_of(old), key__startswith="ruling-decided")
    assert address in page
    assert "1.1.1 기술역량수준: C → A" in page
    assert "정정된 내용에 이의가 있으면" in letter.body

    assert client.post(address, {"reason": "기술등급을 다시 확인해 주세요."}).status_code == 302
    later.application.refresh_from_db()
    assert later.application.state == State.OBJECTED


def test_the_period_is_among_the_companys_dates(old):
    assert deadlines_for(owner_of(old), clock.now()) == []
    later = corrected(old)

    (date,) = deadlines_for(owner_of(old), clock.now())
    assert date.ends == objection_ends(later.application)


def test_a_dismissed_objection_leads_back_to_where_it_came_from(old, operator):
    later = corrected(old)
    case = object_to(later.application)

    offered = [choice.move.name for choice in choices_of(operator, case)]
    assert offered == ["reassess", "uphold_correction"]
    with pytest.raises(PermissionDenied, match="이의신청 전의 상태"):
        require(may_perform(operator, case, BY_NAME["dismiss_objection"]))

    advance(case, "uphold_correction", by=operator, reason="평가서와 같습니다.")
    assert case.state == State.CORRECTED


def test_an_objection_to_the_first_result_is_dismissed_as_before(operator):
    case = object_to(make_outcome().application)

    assert [choice.move.name for choice in choices_of(operator, case)] == ["reassess", "dismiss_objection"]
    with pytest.raises(PermissionDenied, match="이의신청 전의 상태"):
        require(may_perform(operator, case, BY_NAME["uphold_correction"]))
