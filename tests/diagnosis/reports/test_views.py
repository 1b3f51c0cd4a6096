import pytest
from django.urls import reverse

from applications.jobs.models import Job
from applications.jobs.services import perform
from applications.roles import Role
from diagnosis.reports.services import build_report, make_reports
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

    answer = client.get(reverse("reports:download", args=[outcome.application.code]))

    content = b"".join(answer.streaming_content)
    assert len(content) == report.size
    assert answer["Content-Type"] == "application/pdf"
    assert "%EB%8B%A4%EC%98%A8%EC%A0%9C%EC%96%B4" in answer["Content-Disposition"]


def test_download_of_a_missing_report_asks_for_it_and_waits(client):
    outcome = make_outcome()
    client.force_login(owner_of(outcome))

    answer = client.get(reverse("reports:download", args=[outcome.application.code]))

    assert answer.status_code == 200
    assert "만들고 있어요" in answer.content.decode()
    assert Job.objects.filter(key=f"report:{outcome.pk}:ko").count() == 1


def test_a_rival_finds_no_report(client):
    outcome = make_outcome()
    build_report(outcome)
    client.force_login(make_member(make_supplier()))

    assert client.get(reverse("reports:download", args=[outcome.application.code])).status_code == 404


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


@pytest.mark.parametrize("count", [1, 4])
def test_overview_holds_a_fixed_number_of_queries(client, django_assert_num_queries, count, settings):
    settings.DEMO = True
    for _number in range(count):
        build_report(make_outcome())
    client.force_login(make_user(Role.OPERATOR, is_demo=True))

    with django_assert_num_queries(5):
        client.get(reverse("reports:list"))


def test_a_batch_is_named_in_words(client, settings):
    settings.DEMO = True
    round_ = make_outcome().application.round
    client.force_login(make_user(Role.OPERATOR, is_demo=True))

    client.post(reverse("reports:batch", args=[round_.code]))

    page = client.get(reverse("reports:list")).content.decode()
    assert f"{round_.name} 한국어 결과서, 1번째" in page
    assert Job.objects.latest("pk").key not in page


def test_a_report_that_could_not_be_made_is_tried_anew_when_it_is_asked_for_again(client):
    outcome = make_outcome()
    client.force_login(owner_of(outcome))
    download, ready = (reverse(f"reports:{name}", args=[outcome.application.code]) for name in ("download", "ready"))
    client.get(download)
    job = Job.objects.get(key=f"report:{outcome.pk}:ko")
    Outcome.objects.filter(pk=outcome.pk).update(snapshot="")
    perform(job.pk, make_reports)
    Outcome.objects.filter(pk=outcome.pk).update(snapshot=outcome.snapshot)

    failed = client.get(ready).content.decode()
    client.get(download)
    perform(job.pk, make_reports)

    assert "만들지 못했어요" in failed
    assert "다 만들었어요" in client.get(ready).content.decode()


def test_a_line_break_in_a_company_name_reaches_no_header(client):
    outcome = make_outcome(supplier=make_supplier(name="Hanbit\nProcess"))
    build_report(outcome, language="en")
    client.force_login(owner_of(outcome))

    answer = client.get(reverse("reports:download", args=[outcome.application.code]), headers={"Accept-Language": "en"})

    assert "Hanbit Process" in answer["Content-Disposition"]
    answer.getvalue()
