import pytest
from django.urls import reverse

from applications.jobs.models import Job, JobState
from applications.jobs.services import perform
from applications.roles import Role
from diagnosis.reports.services import build_report, make_report
from diagnosis.scoring.models import Outcome
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def owner_of(outcome):
    return outcome.application.supplier.members.first().user


def test_download_gives_the_stored_file_under_its_korean_name(client):
    outcome = make_outcome(supplier=make_supplier(name="다온제어"))
    report = build_report(outcome)
    client.force_login(owner_of(outcome))

    answer = client.get(address("download", outcome, "ko"))

    content = b"".join(answer.streaming_content)
    assert len(content) == report.size
    assert answer["Content-Type"] == "application/pdf"
    assert "%EB%8B%A4%EC%98%A8%EC%A0%9C%EC%96%B4" in answer["Content-Disposition"]


def test_reading_makes_nothing_and_asking_is_a_form(client):
    outcome = make_outcome()
    client.force_login(owner_of(outcome))

    page = client.get(address("detail", outcome))
    missing = client.get(address("download", outcome, "ko"))
    read = client.get(address("make", outcome, "ko"))

    assert [page.status_code, missing.status_code, read.status_code] == [200, 404, 405]
    assert Job.objects.filter(kind="diagnosis.reports.make").count() == 0
    asked = client.post(address("make", outcome, "ko"), follow=True).content.decode()
    assert "만들고 있어요" in asked
    assert Job.objects.filter(key=f"report:{outcome.pk}:ko").count() == 1


def test_there_is_no_report_in_other_languages(client):
    outcome = make_outcome()
    client.force_login(owner_of(outcome))

    assert client.post(address("make", outcome, "fr")).status_code == 404
    assert client.get(address("download", outcome, "fr")).status_code == 404


def test_a_rival_finds_no_report(client):
    outcome = make_outcome()
    build_report(outcome)
    client.force_login(make_member(make_supplier()))

    assert client.get(address("download", outcome, "ko")).status_code == 404


def test_an_unpublished_result_is_hidden_from_its_own_supplier(client):
    outcome = make_outcome(published=False)
    client.force_login(owner_of(outcome))

    assert client.get(reverse("results:detail", args=[outcome.application.code])).status_code == 404


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AGENCY, Role.AUDITOR, Role.MINISTRY])
def test_officials_read_a_published_result(client, role, settings):
    settings.DEMO = True
    outcome = make_outcome()
    client.force_login(make_user(role, is_demo=True))

    page = client.get(reverse("results:detail", args=[outcome.application.code])).content.decode()
    assert f"{outcome.total}" in page
    assert outcome.application.supplier.name in page


def test_a_report_that_could_not_be_made_is_offered_again(client):
    outcome = make_outcome()
    client.force_login(owner_of(outcome))
    detail, make = address("detail", outcome), address("make", outcome, "ko")
    client.post(make)
    job = Job.objects.get(key=f"report:{outcome.pk}:ko")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)

    failed = client.get(detail).content.decode()
    client.post(make)
    perform(job.pk, make_report)

    assert "만들지 못했어요" in failed
    assert address("download", outcome, "ko") in client.get(detail).content.decode()


def test_a_line_break_in_a_company_name_reaches_no_header(client):
    outcome = make_outcome(supplier=make_supplier(name="Hanbit\nProcess"))
    build_report(outcome, language="en")
    client.force_login(owner_of(outcome))

    answer = client.get(address("download", outcome, "en"))

    assert "Hanbit%20Process" in answer["Content-Disposition"]
    answer.getvalue()


def address(name: str, outcome: Outcome, *more: str) -> str:
    return reverse(f"reports:{name}", args=[outcome.application.code, *more])
