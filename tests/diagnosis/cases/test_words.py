from applications.filing.workflow import BY_NAME, MOVES, State
from applications.roles import Role
from diagnosis.cases.words import MAIN_MOVES, NEXT


def test_no_state_offers_two_main_moves():
    starts = [BY_NAME[name].start for name in MAIN_MOVES]

    assert len(starts) == len(set(starts))


def test_every_state_that_an_operator_acts_on_says_what_is_next():
    acted_on = {move.start for move in MOVES if Role.OPERATOR in move.by}

    assert acted_on - set(NEXT) == set()
    assert State.ELIGIBLE in NEXT
