import pytest

from applications import clock
from applications.jobs.models import JobState
from applications.jobs.services import perform
from applications.roles import Role
from diagnosis.certificates.models import Certificate
from diagnosis.reports.models import Report
from diagnosis.reports.services import build_report, make_report, request_report
from diagnosis.scoring.models import Outcome
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.rulings import make_ruling
from tests.seals import status_of

pytestmark = pytest.mark.django_db


def test_asking_twice_for_a_report_is_one_job():
    outcome, person = make_outcome(), make_user(Role.OPERATOR)

    first = request_report(outcome, by=person)
    second = request_report(outcome, by=person)

    assert first.pk == second.pk


def test_a_report_that_failed_is_tried_anew_when_it_is_asked_for_again():
    outcome, person = make_outcome(), make_user(Role.OPERATOR)
    job = request_report(outcome, by=person)
    type(job).objects.filter(pk=job.pk).update(state=JobState.FAILED)

    request_report(outcome, by=person)
    perform(job.pk, make_report)

    assert Report.objects.get(outcome=outcome).job == job


def test_a_report_brings_its_certificate_and_is_sealed():
    report = build_report(make_outcome())

    with report.file.open("rb") as file:
        assert status_of(file.read()).bottom_line is True
    assert Certificate.objects.get().outcome == report.outcome


def test_a_revoked_result_gets_its_report_without_a_certificate():
    outcome = make_outcome()
    make_ruling(outcome, clock.today())

    build_report(outcome)

    assert Certificate.objects.count() == 0


def test_an_outcome_that_cannot_be_drawn_gives_its_job_back():
    outcome = make_outcome()
    Outcome.objects.filter(pk=outcome.pk).update(snapshot='{"scheme": "unheard-of"}')
    job = request_report(outcome, by=make_user(Role.OPERATOR))

    perform(job.pk, make_report)

    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.QUEUED, 0)
    assert Report.objects.count() == 0
