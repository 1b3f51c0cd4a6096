from datetime import timedelta

import pytest

from applications import clock
from applications.filing.workflow import State
from applications.roles import Role
from diagnosis.results.objections import objection_clock
from diagnosis.submissions.permissions import objection_ends
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("late", "is_open"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
def test_the_clock_is_open_until_its_last_second(late, is_open):
    outcome = make_outcome()
    user = outcome.application.supplier.members.get().user
    ends = objection_ends(outcome.application)
    told = objection_clock(user, outcome, ends + late)

    assert (told.is_open, bool(told.verdict), told.ends_at) == (is_open, is_open, ends)


def test_an_objection_is_answered_within_the_days_of_the_scheme():
    outcome = make_outcome(state=State.OBJECTED)
    user = outcome.application.supplier.members.get().user
    told = objection_clock(user, outcome, clock.now())

    assert (told.is_open, told.replies_by) == (False, clock.today() + timedelta(days=14))


def test_only_the_company_has_the_clock():
    assert objection_clock(make_user(Role.OPERATOR), make_outcome(), clock.now()) is None


def test_the_page_compares_only_with_five_others(client):
    outcomes = [make_outcome() for _number in range(5)]
    client.force_login(outcomes[0].application.supplier.members.get().user)
    address = f"/results/{outcomes[0].application.code}/"
    few = client.get(address).content.decode()
    make_outcome()
    enough = client.get(address).content.decode()

    assert ("못 미쳐" in few, "하위 4분의 1" in few) == (True, False)
    assert ("못 미쳐" in enough, "하위 4분의 1" in enough) == (False, True)
    assert "이의신청" in enough
