"""What the operator of the invented round asked companies to mend: an item by its answer, another by a document."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from applications.filing.models import SupplementPoint, SupplementRequest
from applications.filing.workflow import State
from applications.people.models import User
from applications.suppliers.models import Member, Standing
from diagnosis.answers.models import Evidence
from grading.load import load_scheme
from grading.terms import KST
from grading.values import INTEGRATED
from portal.demo import words
from portal.demo.cases import Case
from portal.demo.rounds import SCHEME

DAYS_TO_MEND = 21


def load_supplements(cases: Sequence[Case], operator: User) -> None:
    """A request for every case that was given back, answered where it was filed again; each case keeps its words."""
    for case in (case for case in cases if case.asked_at):
        first, second = load_scheme(SCHEME).tracks[case.track].panel_items[:2]
        meant = Evidence.objects.filter(application=case.application, item_code=second.code).select_related("version")
        documents = [use.version for use in meant[:1]]
        case.asked = _request(case, first.code, second.code, operator)
        case.asked["documents"] = {second.code: [one.sha256 for one in documents]}
        SupplementPoint.objects.get(request__application=case.application, item_code=second.code).documents.set(
            documents
        )


def seat_applicant(cases: Sequence[Case], applicant: User) -> None:
    """Let the log-in of that name write for a company that was asked to mend something."""
    case = next(case for case in cases if case.goal == State.SUPPLEMENT and case.track == INTEGRATED)
    joined = case.supplier.registered_at
    User.objects.filter(pk=applicant.pk).update(joined_at=joined)
    Member.objects.create(supplier=case.supplier, user=applicant, standing=Standing.EDITOR, joined_at=joined)


def _request(case: Case, answer: str, document: str, operator: User) -> dict[str, Any]:
    """Store the request and its points; gives what the audit chain says of it."""
    assert case.asked_at is not None
    due_on = case.asked_at.astimezone(KST).date() + timedelta(days=DAYS_TO_MEND)
    request = SupplementRequest.objects.create(
        application=case.application,
        due_on=due_on,
        asked_by=operator,
        asked_at=case.asked_at,
        answered_at=case.refiled_at,
    )
    notes = {answer: words.MEND_ANSWER, document: words.MEND_DOCUMENT}
    SupplementPoint.objects.bulk_create(
        SupplementPoint(request=request, item_code=code, note=note) for code, note in notes.items()
    )
    return {"due_on": due_on, "items": notes}
