"""A draft tried on the results of a round before it is published."""

import pytest
from django.urls import reverse

from applications.roles import Role
from diagnosis.scoring.models import Outcome
from grading.load import load_scheme
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.factories.schemes import FEW_CASES, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(client, settings):
    settings.DEMO = True
    client.force_login(make_user(Role.AGENCY, is_demo=True))
    return client


def trial(client, ref, **asked):
    response = client.get(reverse("scheme_trial", args=[ref]), asked)
    assert response.status_code == 200
    return response


def test_a_draft_that_trims_earlier_moves_those_it_moves_alone(agency):
    spread = make_outcome(ratings=["5", "5", "0"])
    make_outcome(ratings=["3", "3", "3"])
    draft = make_draft(cases=FEW_CASES, rules=("trim_from = 5", "trim_from = 3"))
    before = list(Outcome.objects.order_by("pk").values())

    page = trial(agency, draft.ref)

    (one,) = page.context["moved"]
    assert (one.code, str(one.before), one.level_before.label) == (
        spread.application.code,
        str(spread.total),
        spread.level,
    )
    # The sheet of fives that was closed first and the sheet of noughts go; one sheet of fives is left.
    assert (str(one.after), one.level_after.label) == ("940.0", "4+")
    assert (page.context["found"].up, page.context["found"].same) == (1, 1)
    assert spread.application.code in page.content.decode()
    assert list(Outcome.objects.order_by("pk").values()) == before


def test_the_same_rules_move_nobody(agency):
    make_outcome(ratings=["4", "2", "0"])

    page = trial(agency, make_draft().ref)

    assert (page.context["moved"], page.context["found"].same) == ([], 1)
    assert "달라지는 결과가 없어요" in page.content.decode()


def test_marks_of_other_items_are_told_as_spans_and_why(agency):
    make_outcome()

    said = trial(agency, "2025-1").content.decode()

    assert "범위로만 말할 수 있어요" in said
    assert "항목이 다릅니다" in said


def test_a_draft_that_todays_rules_refuse_says_why(agency):
    make_outcome()
    draft = make_draft()
    draft.files["rules.toml"] = draft.files["rules.toml"].replace("trim_from =", "trim_form =")
    draft.save()

    assert "trim_form" in trial(agency, draft.ref).content.decode()


def test_without_round_or_results_it_is_said(agency):
    assert "등록된 회차가 없어요" in trial(agency, "2026-1").content.decode()
    make_outcome(published=False)
    assert "공개된 통합 역량진단 결과가 없어요" in trial(agency, "2026-1", round="none").content.decode()


def test_an_unknown_scheme_is_not_found(agency):
    assert agency.get(reverse("scheme_trial", args=["draft-9"])).status_code == 404


def test_a_draft_is_tried_on_last_years_marks_as_spans(agency):
    old = load_scheme("2025-1")
    last = make_round("2025-1", scheme_code=old.code, scheme_digest=old.digest)
    results = [make_outcome(round_=last, ratings=[rating] * 3, letter="C") for rating in ("0", "3", "5")]

    page = trial(agency, make_draft().ref)

    found, said = page.context["spans"], page.content.decode()
    assert (found.count, found.mapped.points_possible, found.left_out) == (3, 1000, 0)
    assert all(row.low < row.high for row in found.rows)
    assert [row.key for row in found.rows] == [one.application.code for one in results]
    assert [sum(counts) for counts in zip(*(row[1:] for row in found.levels), strict=True)] == [3, 3, 3]
    assert "범위로만 말할 수 있어요" in said
    assert "1.1.1 기술역량수준" in said
