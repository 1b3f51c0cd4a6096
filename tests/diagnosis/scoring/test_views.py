"""The pages of scoring: what they show to whom, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.filing.workflow import State
from applications.jobs.models import Job, JobState
from applications.roles import Role
from diagnosis.scoring.models import ScoringRun
from diagnosis.scoring.services import confirm_run, publish_run, start_run
from tests.factories.panels import sit_and_close
from tests.factories.people import make_user
from tests.factories.scoring import make_assessed, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role(client):
    """Log a fresh person of that role in; gives the person."""

    def log_in(role):
        person = make_user(role, is_demo=True)
        client.force_login(person)
        return person

    return log_in


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def text_of(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_operator_starts_a_run_from_the_list(client, as_role):
    application, operator = make_assessed(), as_role(Role.OPERATOR)
    assert "1건 채점 시작" in text_of(client, "scoring:list")

    response = client.post(reverse("scoring:start", args=[application.round.code]))

    run = ScoringRun.objects.get()
    assert (response.url, run.started_by) == (reverse("scoring:run", args=[run.code]), operator)
    assert "채점 중" in text_of(client, "scoring:list")


def test_a_second_start_is_refused_with_the_reason(client, as_role):
    application = make_assessed()
    as_role(Role.OPERATOR)
    start = reverse("scoring:start", args=[application.round.code])
    client.post(start)

    response = client.post(start)

    assert (response.status_code, ScoringRun.objects.count()) == (403, 1)
    assert "이미 진행되고 있습니다" in response.content.decode()


def test_the_run_asks_for_its_progress_until_it_is_over(client, as_role):
    application = make_assessed()
    as_role(Role.OPERATOR)
    run = start_run(application.round, by=make_user(Role.OPERATOR))
    where = reverse("scoring:progress", args=[run.code])
    assert 'hx-trigger="every 1s"' in text_of(client, "scoring:run", run.code)
    assert "HX-Refresh" not in client.get(where)

    Job.objects.update(state=JobState.DONE, done=1)

    response = client.get(where)
    assert (response["HX-Refresh"], "hx-trigger" in response.content.decode()) == ("true", False)


def test_the_run_shows_levels_faults_and_differences(client, as_role):
    application = make_assessed()
    faulty = make_assessed(3, round_=application.round)
    score(application)
    run = score(application)
    as_role(Role.AUDITOR)

    page = text_of(client, "scoring:run", run.code)

    assert faulty.code in page
    assert "마감된 평가표가 1장입니다" in page
    assert "2026-1-R1" in page
    address, english = reverse("scoring:run", args=[run.code]), {"Accept-Language": "en"}
    assert "Closed sheets: 1. At least 2 are needed." in client.get(address, headers=english).content.decode()


def test_the_agency_confirms_and_publishes(client, as_role):
    application = make_assessed()
    run = score(application)
    as_role(Role.AGENCY)
    confirm, publish = (reverse(f"scoring:{act}", args=[run.code]) for act in ("confirm", "publish"))
    assert confirm in text_of(client, "scoring:run", run.code)
    assert "되돌릴 수 없어요" in client.get(confirm).content.decode()
    application.refresh_from_db()
    assert application.state == State.GRADED

    client.post(confirm)
    assert "기업에 바로 알려요" in client.get(publish).content.decode()
    client.post(publish)

    application.refresh_from_db()
    assert application.state == State.PUBLISHED
    assert "이미 공개한 결과입니다" in client.post(publish, follow=True).content.decode()


def test_a_person_of_two_hats_does_not_confirm_their_own_run(client, as_role):
    application, person = make_assessed(), as_role(Role.AGENCY)
    run = score(application)
    ScoringRun.objects.update(started_by=person)

    response = client.post(reverse("scoring:confirm", args=[run.code]))

    assert response.status_code == 403
    assert "다른 담당자가 확정해야 합니다" in response.content.decode()
    application.refresh_from_db()
    assert application.state == State.GRADED


def test_stopping_and_going_on(client, as_role):
    application = make_assessed()
    as_role(Role.OPERATOR)
    run = start_run(application.round, by=make_user(Role.OPERATOR))

    client.post(reverse("scoring:cancel", args=[run.code]))
    assert Job.objects.get().state == JobState.CANCELLED
    assert "이어서 채점" in text_of(client, "scoring:run", run.code)

    client.post(reverse("scoring:resume", args=[run.code]))
    assert Job.objects.get().state == JobState.QUEUED


@pytest.mark.parametrize("page", ["scoring:list", "scoring:run", "workspace"])
def test_the_queries_do_not_grow_with_the_round(client, as_role, page):
    application = make_assessed()
    first = score(application)
    as_role(Role.AGENCY)
    path = reverse(page, args=[first.code] if page == "scoring:run" else [])
    few = queries_of(client, path)

    for _ in range(6):
        make_assessed(round_=application.round), make_assessed(3, round_=application.round)
    sit_and_close(application, 5)
    second = score(application)
    many = queries_of(client, path.replace(first.code, second.code))

    # A second run is compared with the first, in five more queries whatever their size.
    assert many - few == (5 if page == "scoring:run" else 0)
    assert many <= 15


def test_the_agency_home_names_what_waits_for_a_signature(client, as_role):
    application = make_assessed()
    run = score(application)
    official = as_role(Role.AGENCY)
    assert run.code in text_of(client, "workspace")

    confirm_run(run, by=official)
    home = text_of(client, "workspace")
    assert ("확정할 채점이 없어요" in home, "공개할 결과가 없어요" in home) == (True, False)

    publish_run(run, by=official)
    assert "공개할 결과가 없어요" in text_of(client, "workspace")
