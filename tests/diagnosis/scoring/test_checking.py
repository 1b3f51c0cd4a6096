"""The page of the recomputation and the command that does the same."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.jobs.models import Job
from applications.roles import Role
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.recompute import perform_recompute, request_recompute
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def page(client, role):
    client.force_login(make_user(role, is_demo=True))
    response = client.get(reverse("scoring:recompute"))
    assert response.status_code == 200
    return response.content.decode()


def tampered() -> Outcome:
    outcome = make_outcome()
    Outcome.objects.filter(pk=outcome.pk).update(total="999.9")
    return outcome


def test_the_page_offers_the_first_check_and_shows_its_progress(client):
    make_outcome()
    assert "아직 다시 계산한 적이 없어요" in page(client, Role.AGENCY)

    assert client.post(reverse("scoring:recompute_start")).url == reverse("scoring:recompute")

    said = page(client, Role.AGENCY)
    assert 'hx-get="/scoring/recompute/progress/"' in said
    assert "재계산이 이미 진행되고 있습니다." in said
    assert perform_recompute(Job.objects.get(kind="diagnosis.scoring.recompute").pk)
    assert "모든 결과가 다시 계산한 값과 같아요" in page(client, Role.AGENCY)


def test_the_fragment_reloads_the_page_at_the_end(client):
    make_outcome()
    job = request_recompute(by=None)
    client.force_login(make_user(Role.OPERATOR, is_demo=True))
    assert "HX-Refresh" not in client.get(reverse("scoring:recompute_progress")).headers

    perform_recompute(job.pk)

    assert client.get(reverse("scoring:recompute_progress")).headers["HX-Refresh"] == "true"


def test_the_page_names_each_figure_that_differs(client):
    outcome = tampered()
    perform_recompute(request_recompute(by=None).pk)

    said = page(client, Role.AUDITOR)

    assert outcome.application.code in said
    assert "보관 999.9 · 다시 계산 800.0" in said
    assert "지금 다시 계산" not in said


def test_the_page_asks_equally_often_for_one_discrepancy_and_for_many(client):
    client.force_login(make_user(Role.AGENCY, is_demo=True))
    counts = []
    for more in (1, 12):
        for _number in range(more):
            tampered()
        perform_recompute(request_recompute(by=None).pk)
        client.get(reverse("scoring:recompute"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("scoring:recompute"))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 15


@pytest.mark.django_db(transaction=True)
def test_the_command_ends_well_where_all_agrees_and_badly_where_not():
    outcome, said = make_outcome(), StringIO()
    call_command("verify_outcomes", stdout=said)
    assert said.getvalue().splitlines()[-1] == "결과 1건이 모두 다시 계산한 값과 같습니다."

    Outcome.objects.filter(pk=outcome.pk).update(total="999.9")
    with pytest.raises(CommandError, match="1건 있습니다"):
        call_command("verify_outcomes", stdout=said)

    assert said.getvalue().splitlines()[-1] == f"{outcome.application.code} total: 999.9 / 800.0"
