"""The way up on the AI track: on the page, in the report and as data, beside the integrated result or without one."""

from datetime import date

import pytest
from django.urls import reverse

from applications.roles import Role
from diagnosis.reports.services import report_html
from diagnosis.results.explanation import explanation
from diagnosis.results.story import tell
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.services import confirm_run, publish_run
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.scoring import make_assessed, score

pytestmark = pytest.mark.django_db


def both() -> tuple[Outcome, Outcome]:
    """The published AI result of a supplier at 3 throughout, and its integrated one that counts it."""
    integrated = make_assessed(letter="C")
    ai = make_assessed(track="MFG_AI", supplier=integrated.supplier, round=integrated.round)
    run = score(integrated)
    confirm_run(run, by=make_user(Role.AGENCY))
    publish_run(run, by=make_user(Role.AGENCY))
    return Outcome.objects.get(application=ai), Outcome.objects.get(application=integrated)


def page_of(client, outcome: Outcome, language: str = "ko") -> str:
    client.force_login(make_user(Role.MINISTRY))
    address = reverse("results:detail", args=[outcome.application.code])
    return client.get(address, headers={"accept-language": language}).content.decode()


def test_page_report_and_data_tell_the_same_way_up(client):
    ai, integrated = both()
    (target,) = tell(ai).ai.growth.beside.targets

    page, report, data = page_of(client, ai), report_html(ai, "ko", None), explanation(ai)["growth"]

    needed = f"제조AI 점수가 {target.score_needed}점 이상이어야 합니다."
    told = f"통합 역량진단({integrated.application.code})의 진단 점수 {integrated.base}점"
    assert (integrated.base, integrated.total, target.level.label, str(target.score_needed)) == (800, 860, "4", "80.0")
    assert [words in paper for words in (needed, told, target.route[0].anchor) for paper in (page, report)] == [
        True
    ] * 6
    assert (data["integrated"], data["score"]) == (integrated.application.code, "60.0")
    assert data["beside"]["targets"][0]["score_needed"] == "80.0"
    assert data["beside"]["targets"][0]["route"][0]["anchor_en"].isascii()


def test_the_plan_begins_with_what_brings_the_most():
    story = tell(make_outcome(track="MFG_AI"))

    assert [line.code for line in story.growth_first] == ["1.5.1", "2.2.1", "1.2.1", "1.6.1", "1.7.1"]


def test_without_a_valid_integrated_result_nothing_is_said_of_levels(client):
    ai, integrated = both()
    Outcome.objects.filter(pk=integrated.pk).update(valid_until=date(2020, 1, 1))

    page = page_of(client, Outcome.objects.get(pk=ai.pk))

    assert "유효한 통합 역량진단 결과가 없어" in page
    assert "통합 역량진단(" not in page


def test_an_integrated_result_that_does_not_count_this_score_says_so(client):
    ai, integrated = both()
    before = page_of(client, ai)
    Outcome.objects.filter(pk=integrated.pk).update(ai=None, bonus=None, total=800, level="3")

    after = page_of(client, Outcome.objects.get(pk=ai.pk))

    assert "반영되어 있지 않습니다" not in before
    assert "지금 공개된 통합 결과(총점 800.0점, Level 3)에는 이 점수가 반영되어 있지 않습니다." in after


def test_other_companies_results_do_not_stand_beside_it():
    ai = make_outcome(track="MFG_AI")
    make_outcome()

    assert tell(ai).ai.integrated is None


def test_in_english_anchors_and_evidence_are_english_and_called_unofficial(client):
    outcome = make_outcome(track="MFG_AI")

    english, korean = report_html(outcome, "en", None), report_html(outcome, "ko", None)

    assert "Accredited tests and validation on site are done" in english
    assert "Model card" in english
    assert "unofficial translation" in english
    assert "unofficial translation" in page_of(client, outcome, "en")
    assert "Accredited" not in korean
