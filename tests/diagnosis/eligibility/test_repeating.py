"""How often a company is diagnosed on a track in one year is the scheme's to say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applications import clock
from applications.filing.models import Application, Submission
from applications.filing.workflow import State
from applications.roles import Role
from applications.rounds.models import Round
from applications.suppliers.models import PoolState, Supplier
from diagnosis.eligibility import queries
from diagnosis.eligibility.models import EligibilityCheck
from grading.load import load_scheme
from tests.factories.answers import make_answers
from tests.factories.filing import make_application
from tests.factories.people import make_user
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db
START = {"round": "2026-2", "track": "INTEGRATED"}
PAGE = "/applications/start/2026-2/INTEGRATED/"
AGREED = {"consent-personal": "on", "consent-kibo": "on"}
BARRED = {
    State.SUBMITTED: "진행 중입니다",
    State.PAID: "그 신청을 철회하면 이 회차에 신청할 수 있습니다",
    State.IN_ASSESSMENT: "2027년 회차부터 다시 신청할 수 있습니다",
    State.PUBLISHED: "2027년 회차부터 다시 신청할 수 있습니다",
    State.OBJECTED: "2027년 회차부터 다시 신청할 수 있습니다",
    State.REVOKED: "2027년 회차부터 다시 신청할 수 있습니다",
}
FREE = (State.DRAFT, State.WITHDRAWN, State.INELIGIBLE, State.WAITING)


def earlier(state: State, **fields: object) -> Application:
    opened = clock.now() - timedelta(days=60)
    first = make_round("2026-1", opens_at=opened, closes_at=opened + timedelta(days=30))
    return make_application(round_=first, state=state, **fields)


@pytest.fixture
def second() -> Round:
    return make_round("2026-2")


@pytest.mark.parametrize("state", BARRED)
def test_who_was_or_is_being_diagnosed_this_year_is_told_by_which_application_and_when_again(client, second, state):
    application = earlier(state)
    client.force_login(application.created_by)

    page, start = client.get(PAGE).content.decode(), client.post("/applications/start/", START)

    assert (BARRED[state] in page, f'href="/applications/{application.code}/"' in page) == (True, True)
    assert (start.status_code, application.code in start.content.decode()) == (403, True)
    assert [one.passed for one in EligibilityCheck.objects.all()] == [False]


@pytest.mark.parametrize("state", FREE)
def test_what_led_to_no_diagnosis_does_not_count(client, second, state):
    client.force_login(earlier(state).created_by)

    assert client.post("/applications/start/", START).status_code == 302


def test_who_waits_in_another_round_may_start_and_is_told_what_follows(client, second):
    application = earlier(State.WAITING)
    client.force_login(application.created_by)

    page = client.get(PAGE).content.decode()

    line = page.split("같은 해 진단 횟수")[1].split("</tr>")[0]
    assert ("확인 전" in line, application.code in line, "하나는 철회해야 합니다" in line) == (True, True, True)


def test_the_other_track_and_another_year_do_not_count(client, second):
    client.force_login(earlier(State.PUBLISHED, track="MFG_AI").created_by)
    assert client.post("/applications/start/", START).status_code == 302

    Application.objects.filter(track="MFG_AI").update(track="INTEGRATED", round=make_round("2025-1", year=2025))
    Application.objects.filter(round=second).delete()
    assert client.post("/applications/start/", START).status_code == 302


def test_the_scheme_says_how_often_and_whether_next_year(client, second, monkeypatch):
    client.force_login(earlier(State.PUBLISHED).created_by)
    scheme = load_scheme("2026-1")

    def under(**terms: object) -> str:
        changed = replace(scheme, terms=replace(scheme.terms, **terms))
        monkeypatch.setattr(queries, "load_scheme", lambda _code: changed)
        return client.get(PAGE).content.decode()

    assert "한 해 2번까지" in under(same_year_limit=2)
    assert "언제 다시 신청할 수 있는지는 정해지지 않았습니다" in under(next_year_allowed=False)


def test_a_diagnosis_that_began_meanwhile_bars_the_filing_and_leaves_its_row(client, second):
    application = earlier(State.WAITING)
    client.force_login(application.created_by)
    draft = Application.objects.get(code=client.post("/applications/start/", START)["Location"].split("/")[2])
    make_answers(draft)
    Application.objects.filter(pk=application.pk).update(state=State.IN_ASSESSMENT)

    answer = client.post(f"/applications/{draft.code}/review/", AGREED)

    assert (answer.status_code, "2027년 회차부터" in answer.content.decode()) == (403, True)
    assert_refused_with_a_row(draft, "diagnosed")


def test_every_refusal_at_filing_leaves_a_dated_row_and_a_filing_its_own(client, second):
    draft = make_application(round_=second)
    make_answers(draft)
    client.force_login(draft.created_by)
    review = f"/applications/{draft.code}/review/"

    Supplier.objects.update(pool_state=PoolState.SUSPENDED)
    assert client.post(review, AGREED).status_code == 403
    assert_refused_with_a_row(draft, "not_approved")
    assert "POOL에 승인된 기업만" in client.get(PAGE).content.decode().split("확인 기록")[1]

    Supplier.objects.update(pool_state=PoolState.APPROVED)
    Round.objects.update(closes_at=clock.now())
    assert client.post(review, AGREED).status_code == 403
    assert_refused_with_a_row(draft, "over")

    Round.objects.update(closes_at=clock.now() + timedelta(days=1))
    assert client.post(review, AGREED).status_code == 302
    assert [one.passed for one in EligibilityCheck.objects.order_by("pk")] == [False, False, True]


def assert_refused_with_a_row(draft: Application, answer: str) -> None:
    row = EligibilityCheck.objects.filter(application=draft).latest("pk")
    assert (row.passed, row.occasion, row.by) == (False, "submit", draft.created_by)
    assert answer in [one["answer"] for one in row.findings]
    assert not Submission.objects.exists()


def test_officials_read_every_condition_and_that_the_figure_is_assumed(client, second):
    draft = make_application(round_=second)
    make_answers(draft)
    client.force_login(draft.created_by)
    client.post(f"/applications/{draft.code}/review/", AGREED)
    client.force_login(make_user(Role.OPERATOR))

    page = client.get(f"/cases/{draft.code}/").content.decode()

    assert "신청 자격 확인 기록" in page
    line = page.split("같은 해 진단 횟수")[1].split("</tr>")[0]
    assert ("적합" in line, "가정" in line) == (True, True)
    assert page.count("가정 — 주관기관 미공개") == 1
