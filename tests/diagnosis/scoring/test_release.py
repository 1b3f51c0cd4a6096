"""Confirming and publishing: two people, once, and only what the newest finished run found."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from applications import clock
from applications.audit.models import Event
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import Role
from diagnosis.scoring.figures import changes, level_distribution
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.queries import current_outcome_of, outcomes_for, published_outcome_of, run_before
from diagnosis.scoring.services import confirm_run, publish_run, start_run, valid_until
from tests.factories.filing import make_application
from tests.factories.panels import sit_and_close
from tests.factories.people import make_member, make_user
from tests.factories.scoring import make_assessed, score

pytestmark = pytest.mark.django_db


def publish(run):
    official = make_user(Role.AGENCY)
    confirm_run(run, by=official)
    publish_run(run, by=official)


def test_confirming_makes_the_outcome_count():
    application, official = make_assessed(), make_user(Role.AGENCY)
    run = score(application)
    assert current_outcome_of(application) is None

    assert confirm_run(run, by=official) == 1

    application.refresh_from_db()
    assert application.state == State.CONFIRMED
    assert current_outcome_of(application).confirmed_at is not None
    event = Event.objects.get(stream=f"application:{application.code}", verb="application.confirm")
    assert (event.actor_id, event.data["run"]) == (official.pk, run.code)
    assert ScoringRun.objects.get().confirmed_by == official


def test_who_started_the_run_does_not_confirm_it():
    starter, other = make_user(Role.OPERATOR), make_user(Role.AGENCY)
    run = score(make_assessed(), by=starter)
    User.objects.filter(pk=starter.pk).update(role=Role.AGENCY)
    starter.refresh_from_db()

    with pytest.raises(PermissionDenied, match="다른 담당자"):
        confirm_run(run, by=starter)

    assert not Outcome.objects.filter(current=True).exists()
    # the same act by anybody else of the same role goes through: it is the person that was refused
    assert confirm_run(run, by=other) == 1


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MINISTRY, Role.AUDITOR, Role.ASSESSOR])
def test_other_roles_confirm_and_publish_nothing(role):
    run, person = score(make_assessed()), make_user(role)

    with pytest.raises(PermissionDenied, match="전담기관만"):
        confirm_run(run, by=person)
    confirm_run(run, by=make_user(Role.AGENCY))
    with pytest.raises(PermissionDenied, match="전담기관만"):
        publish_run(run, by=person)


def test_confirming_and_publishing_twice_changes_nothing():
    application, official = make_assessed(), make_user(Role.AGENCY)
    run = score(application)
    counts = [confirm_run(run, by=official), confirm_run(run, by=official)]
    counts += [publish_run(run, by=official), publish_run(run, by=official)]

    assert counts == [1, 0, 1, 0]
    verbs = Event.objects.filter(stream=f"application:{application.code}").values_list("verb", flat=True)
    assert sorted(verbs) == ["application.confirm", "application.grade", "application.publish"]


def test_an_open_or_outdated_run_is_not_confirmed():
    application, official = make_assessed(), make_user(Role.AGENCY)
    first = score(application)
    second = start_run(application.round, by=make_user(Role.OPERATOR))

    with pytest.raises(PermissionDenied, match="더 최근의 채점"):
        confirm_run(first, by=official)
    with pytest.raises(PermissionDenied, match="끝난 뒤"):
        confirm_run(second, by=official)
    with pytest.raises(PermissionDenied, match="확정한 뒤"):
        publish_run(first, by=official)


def test_faulty_applications_are_left_out():
    good = make_assessed()
    faulty = make_assessed(3, round_=good.round)

    publish(score(good))

    good.refresh_from_db(), faulty.refresh_from_db()
    assert (good.state, faulty.state) == (State.PUBLISHED, State.ASSESSED)
    assert current_outcome_of(faulty) is None


def test_publishing_tells_every_member_once_with_the_last_day():
    application = make_assessed()
    make_member(application.supplier)
    make_member(application.supplier, is_active=False)

    publish(score(application))

    outcome = published_outcome_of(application)
    assert outcome.valid_until == valid_until(outcome.run, clock.today())
    told = Notice.objects.filter(key__startswith="published:")
    assert told.count() == 2
    assert {notice.link for notice in told} == {f"/results/{application.code}/"}


def test_the_last_day_is_a_day_less_than_the_months():
    run = ScoringRun(scheme_code="2026-1")

    days = [valid_until(run, day) for day in (date(2026, 7, 1), date(2026, 12, 15), date(2028, 2, 29))]

    assert days == [date(2029, 6, 30), date(2029, 12, 14), date(2031, 2, 27)]


def test_a_regraded_outcome_takes_the_place_of_the_earlier_one():
    application, official = make_assessed(), make_user(Role.AGENCY)
    confirm_run(score(application), by=official)
    type(application).objects.update(state=State.ASSESSED)

    second = score(application)
    confirm_run(second, by=official)

    assert current_outcome_of(application).run_id == second.pk
    assert Outcome.objects.filter(current=True).count() == 1


def test_people_see_what_is_theirs_to_see():
    application = make_assessed()
    other = make_assessed(round_=application.round)
    own = application.created_by
    publish(score(application))
    hidden = make_assessed(round_=application.round)
    score(hidden)

    seen = {role: outcomes_for(make_user(role)).count() for role in Role if role not in (Role.SYSTEM, Role.SUPPLIER)}

    assert seen == {Role.ASSESSOR: 0, Role.OPERATOR: 3, Role.AGENCY: 3, Role.MINISTRY: 2, Role.AUDITOR: 3}
    assert [one.application_id for one in outcomes_for(own)] == [application.pk]
    assert outcomes_for(hidden.created_by).count() == 0
    assert outcomes_for(other.created_by).count() == 1


def test_the_difference_names_who_changed_and_by_how_much():
    application = make_assessed(3, 3)
    same = make_assessed(4, 4, round_=application.round)
    faulty = make_assessed(3, round_=application.round)
    first = score(application)
    sit_and_close(application, 5), sit_and_close(faulty, 3)
    new = make_assessed(round_=application.round)

    second = score(application)

    found = changes(second, first)
    assert run_before(second) == first
    assert [(one.application, one.before, one.after, one.by) for one in found] == [
        (faulty.code, None, second.outcomes.get(application=faulty).total, None),
        (application.code, *_totals(application, first, second)),
    ]
    assert not {same.code, new.code} & {one.application for one in found}


def _totals(application, first, second):
    before, after = (run.outcomes.get(application=application).total for run in (first, second))
    return before, after, after - before


def test_levels_of_a_round_count_what_is_current():
    application = make_assessed(3, 3)
    run = score(application)
    assert sum(row.count for row in level_distribution(application.round)) == 0

    confirm_run(run, by=make_user(Role.AGENCY))

    counted = {row.level: (row.count, row.base_count, row.percent) for row in level_distribution(application.round)}
    assert counted["3"] == (1, 1, Decimal("100.0"))
    assert len(counted) == 14


def test_an_application_not_yet_assessed_is_left_alone():
    assessed = make_assessed()
    early = make_application(state=State.IN_ASSESSMENT, round_=assessed.round)

    run = score(assessed)

    assert not run.outcomes.filter(application=early).exists()
