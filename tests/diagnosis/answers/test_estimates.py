"""The live estimate counts the AI bonus as grading would: by the answers of the AI track, or the result that stands."""

from datetime import timedelta
from decimal import Decimal

import pytest

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from diagnosis.answers.estimates import Outlook, outlook_of
from diagnosis.answers.models import Answer
from diagnosis.answers.queries import answers_of
from diagnosis.scoring.models import Outcome
from grading.grade import grade_total
from grading.load import load_scheme
from tests.factories.answers import make_answer, make_answers
from tests.factories.filing import make_application
from tests.factories.outcomes import make_outcome
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db
SCHEME = load_scheme("2026-1")


@pytest.fixture
def ai_application(application) -> Application:
    return make_application(supplier=application.supplier, round_=application.round, track="MFG_AI")


def seen(application: Application) -> Outlook:
    return outlook_of(application, answers_of(application))


def section(client, application: Application) -> str:
    client.force_login(application.created_by)
    page = client.get(f"/applications/{application.code}/sections/2/").content.decode()
    return page.split('id="estimate"')[1].split("</aside>")[0]


def test_both_tracks_answered_give_one_total_with_the_bonus(client, application, ai_application):
    make_answers(application, "3.0")
    make_answers(ai_application, "4.0")

    found = seen(application).estimate

    assert (found.low, found.high) == (grade_total(SCHEME, Decimal("800.0"), Decimal("80.0")),) * 2
    page = section(client, application)
    assert [told in page for told in ("880.0", "800.0", "80.0", "항목 11개 가운데 11개")] == [True] * 4
    assert "최대 100점" in section(client, ai_application)


def test_an_ai_track_half_answered_spans_what_is_missing_there(application, ai_application):
    make_answers(application, "3.0")
    make_answer(ai_application, "1.5.1", rating=Decimal("5.0"))

    found = seen(application)

    assert (str(found.estimate.low), str(found.estimate.high)) == ("815.0", "900.0")
    assert (found.ai.of.answered, found.estimate.complete, found.estimate.certain) == (1, True, False)


def test_without_any_answer_there_or_after_a_withdrawal_there_is_no_bonus(application, ai_application):
    make_answers(application, "3.0")
    assert seen(application).ai is None

    make_answers(ai_application, "4.0")
    Application.objects.filter(pk=ai_application.pk).update(state=State.WITHDRAWN)
    assert seen(application).ai is None


@pytest.fixture
def stood(application) -> Outcome:
    """An open AI result of the year before."""
    opened = clock.now() - timedelta(days=300)
    before = make_round("2025-2", opens_at=opened, closes_at=opened + timedelta(days=30))
    return make_outcome(supplier=application.supplier, round_=before, track="MFG_AI", ratings=("3", "3", "3.5"))


def test_an_ai_result_that_stands_counts_until_the_track_is_answered_anew(client, application, stood):
    make_answers(application, "3.0")
    assert str(seen(application).estimate.low) == "863.3"
    assert "공개된 제조AI 진단 결과" in section(client, application)

    make_answers(make_application(supplier=application.supplier, round_=application.round, track="MFG_AI"), "4.0")
    assert str(seen(application).estimate.low) == "880.0"


@pytest.mark.parametrize(
    "change",
    [
        {"published_at": None},
        {"valid_until": clock.today() - timedelta(days=1)},
        {"current": False},
    ],
)
def test_a_result_that_is_not_open_or_does_not_stand_gives_none(application, stood, change):
    make_answers(application, "3.0")
    Outcome.objects.filter(pk=stood.pk).update(**change)

    assert seen(application).ai is None


def test_what_does_not_apply_is_left_out_of_the_bonus(application, ai_application):
    make_answers(application, "3.0")
    make_answers(ai_application, "4.0")
    Answer.objects.filter(application=ai_application, item_code="1.3.1").update(rating=None, applies=False)

    assert str(seen(application).estimate.bonus_low) == "80.0"


def test_the_page_costs_no_more_queries_than_the_floor(
    client, application, ai_application, django_assert_max_num_queries
):
    make_answers(application, "3.0")
    make_answers(ai_application, "4.0")
    client.force_login(application.created_by)

    with django_assert_max_num_queries(15):
        client.get(f"/applications/{application.code}/sections/2/")
