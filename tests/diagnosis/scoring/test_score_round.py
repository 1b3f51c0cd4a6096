"""The command does what the page does."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from applications.filing.workflow import State
from applications.roles import Role
from diagnosis.scoring.models import ScoringRun
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.factories.scoring import make_assessed

pytestmark = pytest.mark.django_db(transaction=True)


def run_command(*args):
    said = StringIO()
    call_command("score_round", *args, stdout=said)
    return said.getvalue()


def test_the_round_is_scored_in_this_process():
    application, operator = make_assessed(), make_user(Role.OPERATOR)

    said = run_command("2026-1", "--by", operator.email)

    application.refresh_from_db()
    assert (application.state, ScoringRun.objects.get().started_by) == (State.GRADED, operator)
    assert said.splitlines()[-1] == "2026-1-R1: 완료, 결과 1건, 오류 0건"


@pytest.mark.worker
def test_the_round_is_scored_by_a_worker(worker):
    application = make_assessed()

    said = run_command("2026-1", "--wait")

    application.refresh_from_db()
    assert (application.state, ScoringRun.objects.get().started_by) == (State.GRADED, None)
    assert "완료, 결과 1건" in said


def test_refusals_are_sentences():
    agency = make_user(Role.AGENCY)
    make_round()

    for args, sentence in [
        (["2031-9"], "회차 2031-9"),
        (["2026-1"], "채점할 신청이 없습니다"),
        (["2026-1", "--by", "nobody@example.org"], "계정이 없습니다"),
        (["2026-1", "--by", agency.email], "운영기관만"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            run_command(*args)
    assert not ScoringRun.objects.exists()
