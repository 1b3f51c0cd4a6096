"""The way from the marks to the Level is the same on the page, in the report and as data, in both languages."""

import html

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from applications.roles import Role
from diagnosis.appraisals.services import appraise
from diagnosis.reports.context import report_context
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.services import confirm_run, publish_run
from tests.factories.people import make_user
from tests.factories.scoring import make_assessed, score
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome() -> Outcome:
    """Five sheets, two of them left out, and an AI score that counts as a bonus."""
    supplier = make_supplier()
    application = make_assessed(1, 2, 3, 4, "4.5", supplier=supplier)
    make_assessed("2", "3.5", track="MFG_AI", supplier=supplier)
    run, agency = score(application), make_user(Role.AGENCY)
    confirm_run(run, by=agency)
    publish_run(run, by=agency)
    appraise(application, {}, by=application.created_by)
    return Outcome.objects.get(application=application)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_sentence_is_printed_alike(client, outcome, language):
    client.force_login(outcome.application.created_by)
    code, header = outcome.application.code, {"Accept-Language": language}
    steps = client.get(reverse("results:explain", args=[code])).json()["steps"]
    page = html.unescape(client.get(reverse("results:detail", args=[code]), headers=header).content.decode())
    with translation.override(language):
        report = html.unescape(render_to_string("report/report.html", report_context(outcome, language, None)))

    said = [step[language] for step in steps]
    dropped = [step for step in steps if step["key"] in ("highest", "lowest")]
    assert [line for line in said if line not in page or line not in report] == []
    assert len(dropped) == 2
    assert {"scale", "item", "letter", "trimmed", "mean", "ktrs", "round", "bonus", "total", "level"} <= {
        step["key"] for step in steps
    }
    assert all(any("가" <= letter <= "힣" for letter in line) == (language == "ko") for line in said)
