from datetime import timedelta

import pytest

from applications import clock
from applications.audit.models import Event
from applications.filing.queries import stream_of
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.roles import Role
from applications.suppliers.models import TechnologyField
from diagnosis.panels.models import Assignment, AssignmentState, DeclineCode, Interest, MarkSheet
from diagnosis.panels.proposal import candidates, proposal
from diagnosis.panels.queries import cases_read_by
from diagnosis.panels.services import (
    AnsweredAlready,
    Barred,
    assign,
    declare,
    decline,
    dismiss_interest,
    open_sheets,
    release,
)
from grading.load import load_scheme
from tests.factories.filing import make_application
from tests.factories.panels import make_assessor, make_assignment, make_sheet, sit
from tests.factories.people import make_user
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db


def names(found):
    return [one.assessor.user.name for one in found]


def test_a_proposal_prefers_who_fits_then_the_least_loaded_then_the_near():
    application = make_application(state=State.PAID)
    far = make_assessor(region_code="50")
    busy, near = make_assessor(), make_assessor()
    stranger = make_assessor(expertise=TechnologyField.AUTOMATION)
    sit(make_application(state=State.IN_ASSESSMENT), busy)

    found = proposal(application)

    assert names(found) == [one.user.name for one in (near, far, busy, stranger)]
    assert [one.proposed for one in found] == [True, True, True, False]
    assert found[0].reasons == ["전문 분야 일치(정보화솔루션)", "진행 중 0건", "활동 지역 일치"]


def test_a_proposal_fills_up_to_the_schemes_usual_size():
    application = make_application(state=State.PAID)
    sit(application)
    for _number in range(4):
        make_assessor()

    proposed = [one for one in proposal(application) if one.proposed]

    assert len(proposed) == load_scheme("2026-1").panel.default_size - 1


def test_the_same_business_number_bars_from_the_panel():
    application = make_application(state=State.PAID)
    insider = make_assessor(affiliation_number=application.supplier.business_number)
    outsider = make_assessor(affiliation_number="1234567891")

    found = candidates(application)

    assert [(one.assessor, bool(one.bar)) for one in found] == [(outsider, False), (insider, True)]
    with pytest.raises(Barred):
        assign(application, [outsider, insider], due_on=clock.today(), by=make_user(Role.OPERATOR))
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize(("days_ago", "bars"), [(30, True), (3 * 365 + 2, False)])
def test_an_earlier_declared_interest_bars_for_the_schemes_years(days_ago, bars):
    application = make_application(state=State.PAID)
    one = make_assessor()
    earlier = make_application(supplier=application.supplier, track="MFG_AI", state=State.PUBLISHED)
    place = make_assignment(earlier, one, state=AssignmentState.DECLINED, interest=Interest.CONFLICT)
    Assignment.objects.filter(pk=place.pk).update(invited_at=clock.now() - timedelta(days=days_ago))

    assert bool(candidates(application)[0].bar) == bars


def test_assessing_the_company_in_another_round_bars_but_the_other_track_of_this_round_does_not():
    application = make_application(state=State.PAID)
    before, beside = make_assessor(), make_assessor()
    other_round = make_round("2025-1")
    sit(make_application(supplier=application.supplier, round_=other_round, state=State.FINAL), before)
    same = {"supplier": application.supplier, "round_": application.round}
    sit(make_application(**same, track="MFG_AI", state=State.PUBLISHED), beside)

    assert [(one.assessor, bool(one.bar)) for one in candidates(application)] == [(beside, False), (before, True)]


def test_an_invitation_is_sent_once():
    application, one = make_application(state=State.PAID), make_assessor()
    operator = make_user(Role.OPERATOR)
    due_on = clock.today() + timedelta(days=7)

    assign(application, [one], due_on=due_on, by=operator)
    again = assign(application, [one], due_on=due_on, by=operator)

    assert again == []
    place = Assignment.objects.get()
    assert (place.state, place.due_on, place.invited_by) == (AssignmentState.INVITED, due_on, operator)
    assert Notice.objects.filter(recipient=one.user).count() == 1
    assert Event.objects.filter(stream=stream_of(application), verb="panel.invited").count() == 1


def test_a_declaration_without_interest_takes_the_place_and_opens_the_material():
    application = make_application(state=State.PAID)
    place = make_assignment(application)
    person = place.assessor.user
    assert list(cases_read_by(person)) == []

    declare(place, interest=Interest.CLEAR, explanation="", by=person)

    stored = Assignment.objects.select_related("assessor").get()
    assert (stored.state, stored.interest) == (AssignmentState.ACCEPTED, Interest.CLEAR)
    assert stored.assessor.pledged_on == clock.today()
    assert list(cases_read_by(person)) == [application]


def test_a_doubt_keeps_the_material_shut_until_an_operator_decides():
    application = make_application(state=State.PAID)
    place = make_assignment(application)
    person, operator = place.assessor.user, make_user(Role.OPERATOR)

    declare(place, interest=Interest.UNSURE, explanation="10년 전 같은 학회에 있었습니다.", by=person)
    assert list(cases_read_by(person)) == []
    assert Notice.objects.filter(recipient=operator).count() == 1

    dismiss_interest(place, reason="직접 관계가 아닙니다.", by=operator)
    assert list(cases_read_by(person)) == [application]
    assert Assignment.objects.get().interest == Interest.DISMISSED


def test_a_declared_conflict_gives_the_place_back():
    place = make_assignment(make_application(state=State.PAID))

    declare(place, interest=Interest.CONFLICT, explanation="사외이사였습니다.", by=place.assessor.user)

    stored = Assignment.objects.get()
    assert (stored.state, stored.interest, stored.decline_code, stored.pledged_at) == (
        AssignmentState.DECLINED,
        Interest.CONFLICT,
        DeclineCode.INTEREST,
        None,
    )


def test_an_invitation_is_answered_once():
    place = make_assignment(make_application(state=State.PAID))
    stale = Assignment.objects.get()
    decline(place, code=DeclineCode.SCHEDULE, explanation="", by=place.assessor.user)

    with pytest.raises(AnsweredAlready):
        declare(stale, interest=Interest.CLEAR, explanation="", by=place.assessor.user)
    assert Assignment.objects.get().state == AssignmentState.DECLINED


def test_who_was_released_reads_nothing_and_may_be_invited_again():
    application, operator = make_application(state=State.PAID), make_user(Role.OPERATOR)
    place = sit(application)

    release(place, reason="일정 변경", by=operator)
    assert list(cases_read_by(place.assessor.user)) == []

    assign(application, [place.assessor], due_on=clock.today(), by=operator)
    stored = Assignment.objects.get()
    assert (stored.state, stored.interest, stored.pledged_at) == (AssignmentState.INVITED, Interest.UNDECLARED, None)


def test_sheets_open_for_ready_members_alone_and_once():
    application = make_application(state=State.IN_ASSESSMENT)
    ready = sit(application)
    sit(application, interest=Interest.UNSURE)
    make_assignment(application)

    open_sheets(application)
    open_sheets(application)

    assert [sheet.assignment for sheet in MarkSheet.objects.all()] == [ready]


def test_who_accepts_after_the_start_gets_a_sheet_at_once():
    place = make_assignment(make_application(state=State.IN_ASSESSMENT))

    declare(place, interest=Interest.CLEAR, explanation="", by=place.assessor.user)

    assert MarkSheet.objects.get().assignment == place


def test_releasing_the_last_open_sheet_ends_the_assessment():
    application, operator = make_application(state=State.IN_ASSESSMENT), make_user(Role.OPERATOR)
    for _number in range(2):
        MarkSheet.objects.create(assignment=sit(application), closed_at=clock.now(), sealed="6")
    slow = make_sheet(sit(application)).assignment

    release(slow, reason="연락 두절", by=operator)

    application.refresh_from_db()
    assert application.state == State.ASSESSED


def test_who_accepts_on_a_page_from_before_the_start_gets_a_sheet_too():
    application = make_application(state=State.PAID)
    place = make_assignment(application)
    type(application).objects.update(state=State.IN_ASSESSMENT)
    assert place.application.state == State.PAID

    declare(place, interest=Interest.CLEAR, explanation="", by=place.assessor.user)

    assert MarkSheet.objects.get().assignment == place


def test_nobody_joins_a_panel_whose_assessment_is_over():
    application = make_application(state=State.IN_ASSESSMENT)
    place = make_assignment(application)
    type(application).objects.update(state=State.ASSESSED)

    with pytest.raises(AnsweredAlready):
        declare(place, interest=Interest.CLEAR, explanation="", by=place.assessor.user)
    assert Assignment.objects.get().state == AssignmentState.INVITED


def test_who_closed_while_being_released_stays():
    application = make_application(state=State.IN_ASSESSMENT)
    place = sit(application)
    MarkSheet.objects.create(assignment=place, closed_at=clock.now(), sealed="6")

    with pytest.raises(AnsweredAlready):
        release(place, reason="늦음", by=make_user(Role.OPERATOR))
    assert Assignment.objects.get().state == AssignmentState.ACCEPTED
