"""A few companies say that an item does not apply to them, and what the operator made of it."""

from collections.abc import Sequence
from datetime import timedelta

from applications.people.models import User
from diagnosis.answers.models import Absence, Answer
from grading.values import Track
from portal.demo.cases import Case

EVERY = 6
CLAIM = "고객사 안에 설치하는 제품만 공급해 클라우드로 제공하는 것이 없습니다. 제품 구성표를 증빙으로 올렸습니다."
RULING = "제품 구성표와 계약서에서 현장 설치형만 공급하는 것을 확인했습니다."


def claim_absence(case: Case, track: Track, answers: Sequence[Answer]) -> None:
    """Let every few filed cases of a track claim its first item that may not apply."""
    if not track.spreading or case.order_number is None or case.order_number % EVERY or case.is_showcase:
        return
    code = next(item.code for item in track.items if item.spread)
    for answer in answers:
        if answer.item_code == code:
            for name, value in {"rating": None, "applies": False, "text": CLAIM}.items():
                setattr(answer, name, value)
            case.absent = code


def load_absences(cases: Sequence[Case], operator: User) -> None:
    """Grant the claims of the cases that have a seat; the others still wait for the operator."""
    rows = [
        Absence(
            application=case.application,
            item_code=case.absent,
            granted=True,
            claim=CLAIM,
            reason=RULING,
            decided_by=operator,
            decided_at=case.seated_at - timedelta(hours=1),
        )
        for case in cases
        if case.absent and case.seated_at
    ]
    Absence.objects.bulk_create(rows)
