"""How many of everything the invented round holds, and which application is to end in which state.

The programme's own numbers are 2,510 suppliers, 450 integrated and 175 AI applications. How they spread over the
states, and that the first round gets 400 and 150 of the year's seats, is an assumption of the demonstration.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from applications.filing.workflow import State
from grading.values import INTEGRATED, MFG_AI

SEED = 20260427
SUPPLIERS = 2510
IN_POOL_QUEUE = 20
ASSESSORS = 140
APPLICATIONS = {INTEGRATED: 450, MFG_AI: 175}
AI_WITHOUT_INTEGRATED = 25
FULL = Fraction(1)

UNDECIDED = (State.SUBMITTED, State.SUPPLEMENT, State.ELIGIBLE)
RECENT = (State.SEATED, State.FEE_DUE, State.PAID, State.IN_ASSESSMENT)
LATE = (State.ASSESSED, State.GRADED, State.CONFIRMED)
AFTER_PUBLICATION = (State.OBJECTED, State.FINAL, State.CORRECTED, State.REVOKED)
IN_FIRST_RUN = (State.PUBLISHED, *AFTER_PUBLICATION)
HOLDS_SEAT = (*RECENT, *LATE, *IN_FIRST_RUN)

COUNTS: dict[str, dict[State, int]] = {
    INTEGRATED: {
        State.DRAFT: 8, State.INELIGIBLE: 6, State.WITHDRAWN: 12, State.WAITING: 24,
        State.SUBMITTED: 6, State.SUPPLEMENT: 3, State.ELIGIBLE: 2,
        State.SEATED: 2, State.FEE_DUE: 6, State.PAID: 5, State.IN_ASSESSMENT: 12,
        State.ASSESSED: 6, State.GRADED: 8, State.CONFIRMED: 10,
        State.OBJECTED: 4, State.FINAL: 30, State.CORRECTED: 2, State.REVOKED: 1,
    },
    MFG_AI: {
        State.DRAFT: 4, State.INELIGIBLE: 3, State.WITHDRAWN: 6, State.WAITING: 12,
        State.SUBMITTED: 2, State.SUPPLEMENT: 2, State.ELIGIBLE: 1,
        State.SEATED: 1, State.FEE_DUE: 3, State.PAID: 3, State.IN_ASSESSMENT: 6,
        State.ASSESSED: 3, State.GRADED: 4, State.CONFIRMED: 4,
        State.OBJECTED: 2, State.FINAL: 10, State.CORRECTED: 1, State.REVOKED: 1,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """The numbers of one load; scale 1 is the programme, 1/25 a small copy for tests with every state."""

    seed: int = SEED
    scale: Fraction = FULL

    @property
    def suppliers(self) -> int:
        return self._scaled(SUPPLIERS)

    @property
    def assessors(self) -> int:
        return max(12, self._scaled(ASSESSORS))

    @property
    def ai_alone(self) -> int:
        return self._scaled(AI_WITHOUT_INTEGRATED)

    def goals(self, track: str) -> dict[State, int]:
        """How many applications of a track are to end in each state; the published ones are the rest."""
        counts = {state: self._scaled(count) for state, count in COUNTS[track].items()}
        rest = self.applications(track) - sum(counts.values())
        return {State.PUBLISHED: rest, **counts}

    def applications(self, track: str) -> int:
        """All applications of a track; a small copy still has several published ones."""
        others = sum(self._scaled(count) for count in COUNTS[track].values())
        return max(self._scaled(APPLICATIONS[track]), others + 6)

    def seats(self, track: str) -> int:
        """Seats of the round: those who hold one and those before the waiting list who still may get one."""
        goals = self.goals(track)
        return sum(goals[state] for state in (*HOLDS_SEAT, *UNDECIDED))

    def _scaled(self, count: int) -> int:
        return max(1, int(count * self.scale + Fraction(1, 2)))


def each_goal(goals: dict[State, int], *chosen: State) -> Iterator[State]:
    """The chosen goals, each as often as it is asked for."""
    for state in chosen:
        yield from [state] * goals[state]


def to_data(plan: Plan) -> dict[str, Any]:
    """The plan as the audit chain keeps it."""
    return {"seed": plan.seed, "scale": str(plan.scale)}
