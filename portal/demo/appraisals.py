"""What the companies of the demonstration say of their panels; one in six goes on to the result without a word."""

from random import Random

from applications.filing.models import Application
from applications.filing.workflow import RESULT_STATES
from diagnosis.appraisals.models import Appraisal, AppraisedPlace, Grade
from diagnosis.panels.models import Assignment, AssignmentState
from portal.demo import words

SKIPPED, TOLD = 1 / 6, 1 / 4
GRADES = (Grade.VERY_GOOD, Grade.VERY_GOOD, Grade.GOOD, Grade.GOOD, Grade.GOOD, Grade.FAIR, Grade.POOR)


def load_appraisals(seed: str) -> None:
    """An answer for every case whose result is open and that has none yet, with two inserts."""
    rng = Random(seed)
    cases = Application.objects.filter(state__in=RESULT_STATES, appraisal=None).order_by("pk")
    given = Appraisal.objects.bulk_create(
        Appraisal(application=case, given_by_id=case.created_by_id, is_skipped=rng.random() < SKIPPED) for case in cases
    )
    spoken = {one.application_id: one for one in given if not one.is_skipped}
    sat = Assignment.objects.filter(
        application__in=spoken, state=AssignmentState.ACCEPTED, sheet__closed_at__isnull=False
    )
    AppraisedPlace.objects.bulk_create(
        AppraisedPlace(
            appraisal=spoken[place.application_id],
            assignment=place,
            diligence=rng.choice(GRADES),
            fairness=rng.choice(GRADES),
            comment=rng.choice(words.APPRAISALS) if rng.random() < TOLD else "",
        )
        for place in sat.order_by("pk")
    )
