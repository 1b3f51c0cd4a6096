"""The bench of scoring measures the real run over a real round; only PostgreSQL can copy."""

import pytest
from django.db import connection

from applications.filing.models import Application
from applications.filing.workflow import State
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.services import perform_run, start_run
from portal.scoring_benchmark import measured
from portal.scoring_crowd import make_crowded_round

pytestmark = pytest.mark.django_db


def test_a_crowded_round_is_scored_whole():
    round_ = make_crowded_round("2026-8", 12, 3)

    run = start_run(round_, by=None)
    assert perform_run(run.job_id)

    assert set(Application.objects.values_list("state", flat=True)) == {State.GRADED}
    assert Outcome.objects.filter(fault="", total__isnull=False).count() == 12


def test_floors_are_taken_of_the_same_rows_and_leave_them_as_they_were():
    if connection.vendor != "postgresql":
        pytest.skip("COPY is PostgreSQL's")
    rounds = [make_crowded_round(code, 12, 3) for code in ("2026-8", "2026-9")]

    found = measured(rounds)

    figures = ("application_id", "total", "level", "sections", "snapshot", "valid_until", "current")
    for round_ in rounds:
        copied, again = (
            list(run.outcomes.order_by("application").values_list(*figures)) for run in round_.runs.order_by("pk")
        )
        assert copied == again
        assert len(copied) == 12
    assert all(seconds > 0 for seconds in found.values())  # how many is for a quiet machine to say
