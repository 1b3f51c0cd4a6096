"""Every state × move × role, and for a company's people their standing in it."""

import pytest

from applications.filing.permissions import may_answer, may_move, may_write_for
from applications.filing.workflow import MOVES, State
from applications.roles import PEOPLE, Role
from applications.suppliers.models import Standing
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_a_move_is_open_in_its_own_state_to_its_own_roles_and_to_nobody_else(role):
    application = make_application()
    person = application.created_by if role == Role.SUPPLIER else make_user(role)
    open_moves = set()
    for state in State:
        application.state = state
        open_moves |= {(state, move.name) for move in MOVES if may_move(person, application, move)}

    assert open_moves == {(move.start, move.name) for move in MOVES if role in move.by}


def test_a_refused_move_says_which_state_is_in_the_way():
    application = make_application(state=State.PAID)
    accept = next(move for move in MOVES if move.name == "accept")

    verdict = may_move(make_user(Role.OPERATOR), application, accept)

    assert not verdict
    assert "납부 확인" in verdict.reason


def open_moves(user, application) -> list[str]:
    return [move.name for move in MOVES if may_move(user, application, move)]


def test_a_rival_company_makes_no_move():
    application = make_application(state=State.DRAFT)
    rival = make_member(make_supplier())

    assert open_moves(rival, application) == []
    assert open_moves(application.created_by, application) == ["submit", "withdraw_draft"]


@pytest.mark.parametrize(
    ("standing", "writes"), [(Standing.OWNER, True), (Standing.EDITOR, True), (Standing.VIEWER, False)]
)
def test_standing_in_the_company_decides_who_writes(standing, writes):
    application = make_application(state=State.DRAFT)
    colleague = make_member(application.supplier, standing)

    assert bool(may_write_for(colleague, application)) == writes
    assert bool(open_moves(colleague, application)) == writes


def test_answers_change_only_in_a_draft_or_a_supplement():
    application = make_application()
    open_states = set()
    for state in State:
        application.state = state
        if may_answer(application.created_by, application):
            open_states.add(state)

    assert open_states == {State.DRAFT, State.SUPPLEMENT}
