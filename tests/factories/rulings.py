from datetime import date

from applications import clock
from applications.roles import Role
from diagnosis.rulings.models import Ruling, RulingKind, RulingState
from diagnosis.scoring.models import Outcome
from tests.factories.people import make_user


def make_ruling(outcome: Outcome, effective_on: date, kind: str = RulingKind.REVOCATION, **fields: object) -> Ruling:
    """A decided ruling by two people of the agency."""
    values = {
        "state": RulingState.DECIDED,
        "reason": "제출 자료가 사실과 다른 것으로 확인되었습니다.",
        "asked_by": make_user(Role.AGENCY),
        "decided_by": make_user(Role.AGENCY),
        "decided_at": clock.now(),
    }
    return Ruling.objects.create(outcome=outcome, kind=kind, effective_on=effective_on, **(values | fields))
