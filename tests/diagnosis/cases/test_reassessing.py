"""An accepted objection from its acceptance to the new result; the old one is read until then and kept after."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications import clock
from applications.filing.services import MovedAlready
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.roles import Role
from diagnosis.cases.services import reassess
from diagnosis.panels.marking import close_sheet
from diagnosis.panels.models import AssignmentState, MarkSheet, Reassessment
from diagnosis.panels.proposal import barred
from diagnosis.panels.reconciling import open_reconciliation
from diagnosis.panels.reconsidering import Second, reconsider
from diagnosis.panels.services import accept, assign
from diagnosis.results.queries import results_for
from diagnosis.results.standing import standing_of
from diagnosis.results.story import tell
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.services import confirm_run, publish_run
from tests.factories.objections import object_to
from tests.factories.outcomes import make_outcome
from tests.factories.panels import fill, make_assessor
from tests.factories.people import make_user
from tests.factories.scoring import score

pytestmark = pytest.mark.django_db
REASON = "제출한 증빙이 평가에 반영되지 않았습니다."


@pytest.fixture
def operator():
    return make_user(Role.OPERATOR)


@pytest.fixture
def outcome():
    """Level 3, published two days ago, under objection."""
    made = make_outcome(ratings=["3", "3"])
    long_ago = clock.now() - timedelta(days=2)
    Outcome.objects.filter(pk=made.pk).update(confirmed_at=long_ago, published_at=long_ago)
    made.refresh_from_db()
    object_to(made.application)
    return made


def seen_by_owner(outcome):
    return results_for(outcome.application.created_by).get()


def new_panel(case, operator, *ratings):
    chosen = [make_assessor() for _rating in ratings]
    for place, rating in zip(assign(case, chosen, due_on=None, by=operator), ratings, strict=True):
        accept(place, interest="clear", explanation="", by=place.assessor.user)
        fill(MarkSheet.objects.get(assignment=place), rating, reason="새 위원의 사유")
    for sheet in MarkSheet.objects.filter(assignment__assessor__in=chosen):
        close_sheet(sheet, by=sheet.assignment.assessor.user)
    case.refresh_from_db()


def test_a_new_panel_leads_to_a_new_result_while_the_old_one_is_read(outcome, operator):
    case, agency = outcome.application, make_user(Role.AGENCY)
    first = [place.assessor for place in case.assignments.all()]
    reassess(case, way="panel", items=[], reason=REASON, by=operator)
    case.refresh_from_db()

    assert (case.state, seen_by_owner(outcome)) == (State.IN_ASSESSMENT, outcome)
    assert {place.state for place in case.assignments.all()} == {AssignmentState.REPLACED}
    assert all("먼저 진단한 위원" in barred(case, one) for one in first)
    # others of the pool are not barred
    assert barred(case, make_assessor()) == ""

    new_panel(case, operator, "4.0", "4.0")
    assert (case.state, seen_by_owner(outcome)) == (State.ASSESSED, outcome)
    run = score(case, by=operator)
    confirm_run(run, by=agency)
    # confirmed and not yet opened: this is where the result used to vanish
    assert seen_by_owner(outcome) == outcome
    assert "새 위원의 사유" not in str(tell(outcome).groups)
    publish_run(run, by=agency)

    later = seen_by_owner(outcome)
    # 700 points of the panel at 90 % in place of 80 %
    assert (later.run, later.total - outcome.total, later.level) == (run, 70, "4-")
    outcome.refresh_from_db()
    today = clock.today()
    assert (standing_of(outcome, today).state, standing_of(later, today).state) == ("corrected", "valid")
    assert standing_of(outcome, today - timedelta(days=1)).state == "valid"
    assert "새 위원의 사유" in str(tell(later).groups)
    assert "근거를 확인했습니다" in str(tell(outcome).groups)
    assert "근거를 확인했습니다" not in str(tell(later).groups)


def test_named_items_are_marked_again_by_the_same_panel(outcome, operator):
    case, agency = outcome.application, make_user(Role.AGENCY)
    reassess(case, way="items", items=["2.1.1"], reason=REASON, by=operator)
    asked = open_reconciliation(case)
    assert (asked.items, asked.opened_by, asked.reason) == (["2.1.1"], operator, REASON)

    for sheet in MarkSheet.objects.filter(assignment__application=case):
        second = {"2.1.1": Second(Decimal("4.0"), "증빙을 반영했습니다.")}
        reconsider(sheet, second, by=sheet.assignment.assessor.user)
    case.refresh_from_db()
    assert case.state == State.ASSESSED
    run = score(case, by=operator)
    confirm_run(run, by=agency)
    assert "증빙을 반영했습니다." not in str(tell(seen_by_owner(outcome)).groups)
    publish_run(run, by=agency)

    later = seen_by_owner(outcome)
    # 100 points at 90 % in place of 80 %
    assert later.total - outcome.total == 10
    assert "증빙을 반영했습니다." in str(tell(later).groups)
    assert "증빙을 반영했습니다." not in str(tell(outcome).groups)


def test_why_it_was_done_is_kept_and_told(outcome, operator):
    reassess(outcome.application, way="panel", items=[], reason=REASON, by=operator)

    kept = Reassessment.objects.get()
    assert (kept.objection, kept.reason, kept.opened_by) == ("증빙 한 건이 빠졌습니다.", REASON, operator)
    assert Notice.objects.filter(key__startswith="replaced:").count() == 2


def test_it_is_accepted_once(outcome, operator):
    case = outcome.application
    stale = type(case).objects.get(pk=case.pk)
    reassess(case, way="panel", items=[], reason=REASON, by=operator)

    with pytest.raises(MovedAlready):
        reassess(stale, way="panel", items=[], reason=REASON, by=operator)

    assert Reassessment.objects.count() == 1


def test_who_started_the_run_does_not_confirm_the_new_result_either(outcome, operator):
    case = outcome.application
    reassess(case, way="panel", items=[], reason=REASON, by=operator)
    new_panel(case, operator, "4.0", "4.0")
    starter = make_user(Role.OPERATOR)
    run = score(case, by=starter)
    type(starter).objects.filter(pk=starter.pk).update(role=Role.AGENCY)
    starter.refresh_from_db()

    with pytest.raises(PermissionDenied, match="다른 담당자"):
        confirm_run(run, by=starter)
    assert confirm_run(run, by=make_user(Role.AGENCY)) == 1


def page(case):
    return reverse("cases:move", args=[case.code, "reassess"])


def come(client, settings, role):
    settings.DEMO = True
    client.force_login(make_user(role, is_demo=True))
    return client


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"way": "", "reason": REASON}, "방법을 골라 주세요."),
        ({"way": "panel", "reason": ""}, "사유를 적어 주세요."),
        ({"way": "items", "reason": REASON}, "다시 검토할 항목을 하나 이상 골라 주세요."),
        ({"way": "items", "items": ["1.1.1"], "reason": REASON}, "이 진단에 없는 항목입니다."),
    ],
)
def test_an_incomplete_acceptance_is_told_beside_the_field(client, settings, outcome, said, sentence):
    come(client, settings, Role.OPERATOR)

    answer = client.post(page(outcome.application), said)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    outcome.application.refresh_from_db()
    assert outcome.application.state == State.OBJECTED


def test_an_operator_accepts_on_the_page_and_the_company_reads_its_result_on(client, settings, outcome):
    case = outcome.application
    come(client, settings, Role.OPERATOR)
    asked = client.get(page(case)).content.decode()
    client.post(page(case), {"way": "items", "items": ["2.1.1"], "reason": REASON})
    shown = client.get(reverse("cases:detail", args=[case.code])).content.decode()
    client.force_login(case.created_by)

    result = client.get(reverse("results:detail", args=[case.code]))
    own = client.get(reverse("submissions:detail", args=[case.code])).content.decode()

    assert "증빙 한 건이 빠졌습니다." in asked
    assert ("위원의 재검토를 기다리고 있어요" in shown, REASON in shown) == (True, True)
    assert (result.status_code, "800.0" in result.content.decode()) == (200, True)
    assert reverse("results:detail", args=[case.code]) in own


@pytest.mark.parametrize("role", [Role.AGENCY, Role.AUDITOR, Role.SUPPLIER])
def test_others_accept_nothing(client, settings, outcome, role):
    come(client, settings, role)

    assert client.post(page(outcome.application), {"way": "panel", "reason": REASON}).status_code == 403
    assert not Reassessment.objects.exists()
