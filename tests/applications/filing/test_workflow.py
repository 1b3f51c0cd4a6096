"""The table of moves against a second table, written out here by hand from the description of the process."""

from itertools import product
from pathlib import Path

import pytest

from applications.filing.workflow import MOVES, State, diagram, moves_from
from applications.roles import Role

STATES = Path(__file__).resolve().parents[3] / "docs" / "states.md"
DRAWING = "```mermaid\n"

# move, from, to, who, whether a reason is asked
EXPECTED = """
submit                  draft          submitted      supplier          -
request_supplement      submitted      supplement     operator          reason
resubmit                supplement     submitted      supplier          -
accept                  submitted      eligible       operator          -
reject                  submitted      ineligible     operator          reason
seat                    eligible       seated         system            -
queue                   eligible       waiting        system            -
promote                 waiting        seated         system            -
bill                    seated         fee_due        operator,system   -
confirm_fee             fee_due        paid           operator          -
lapse                   fee_due        withdrawn      operator          reason
start_assessment        paid           in_assessment  operator          -
close_assessment        in_assessment  assessed       operator,system   -
grade                   assessed       graded         system            -
regrade                 graded         assessed       system            -
confirm                 graded         confirmed      agency            -
publish                 confirmed      published      agency            -
object                  published      objected       supplier          reason
reassess                objected       in_assessment  operator          reason
dismiss_objection       objected       published      operator          reason
object_corrected        corrected      objected       supplier          reason
uphold_correction       objected       corrected      operator          reason
finalise                published      final          agency,system     -
correct_published       published      corrected      agency            reason
correct_final           final          corrected      agency            reason
correct_corrected       corrected      corrected      agency            reason
revoke_published        published      revoked        agency            reason
revoke_final            final          revoked        agency            reason
revoke_corrected        corrected      revoked        agency            reason
withdraw_draft          draft          withdrawn      supplier          reason
withdraw_submitted      submitted      withdrawn      supplier          reason
withdraw_supplement     supplement     withdrawn      supplier          reason
withdraw_eligible       eligible       withdrawn      supplier          reason
withdraw_seated         seated         withdrawn      supplier          reason
withdraw_waiting        waiting        withdrawn      supplier          reason
withdraw_fee_due        fee_due        withdrawn      supplier          reason
withdraw_paid           paid           withdrawn      supplier          reason
reopen                  withdrawn      draft          supplier          -
"""
ROWS = [line.split() for line in EXPECTED.strip().splitlines()]


def test_every_move_is_as_written_down_here():
    described = [
        [move.name, move.start, move.end, ",".join(sorted(move.by)), "reason" if move.asks_reason else "-"]
        for move in MOVES
    ]

    assert described == ROWS


@pytest.mark.parametrize(("state", "role"), list(product(State, Role)))
def test_moves_from_a_state_are_the_rows_of_that_state_and_role(state, role):
    expected = [name for name, start, _end, who, _reason in ROWS if start == state and role in who.split(",")]

    assert [move.name for move in moves_from(state, role)] == expected


def test_names_of_moves_are_unique():
    names = [move.name for move in MOVES]

    assert sorted(set(names)) == sorted(names)


def test_every_state_is_reached_from_the_draft():
    reached = {State.DRAFT}
    for _step in State:
        reached |= {move.end for move in MOVES if move.start in reached}

    assert reached == set(State)


def test_only_what_was_turned_away_or_revoked_has_no_way_on():
    ends = {state for state in State if not any(move.start == state for move in MOVES)}

    assert ends == {State.INELIGIBLE, State.REVOKED}


def test_ministry_and_auditor_and_assessor_make_no_move():
    assert [move.name for move in MOVES if move.by & {Role.MINISTRY, Role.AUDITOR, Role.ASSESSOR}] == []


def test_the_drawing_in_the_documentation_is_the_table():
    text = STATES.read_text("utf8")
    drawn = text.split(DRAWING)[1].split("```")[0]

    assert drawn.splitlines() == list(diagram())
