"""Asking for a benefit, answering, and what happens to a request when the benefit goes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from applications import clock
from applications.audit.models import Event
from applications.notices.models import Notice
from applications.roles import Role
from applications.suppliers.models import Standing
from diagnosis.benefits.requests.models import BenefitRequest, RequestState
from diagnosis.benefits.requests.services import (
    AnsweredAlready,
    ask,
    grant,
    tend_requests,
    turn_down,
    withdraw,
)
from diagnosis.rulings.models import RulingKind
from diagnosis.scoring.models import Outcome
from tests.factories.benefit_requests import RATE, REGISTRY, make_clear, make_request
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member, make_user
from tests.factories.rulings import make_ruling

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    return make_outcome()


@pytest.fixture
def owner(outcome):
    return outcome.application.created_by


def acts():
    found = Event.objects.filter(verb__startswith="benefit.").order_by("at", "number")
    return [event.verb.removeprefix("benefit.") for event in found]


def told(person):
    return [notice.key.split(":")[0] for notice in Notice.objects.filter(recipient=person).order_by("pk")]


def test_asking_twice_is_one_request_one_event_and_one_letter_to_the_office(outcome, owner):
    operator, supplier = make_user(Role.OPERATOR), outcome.application.supplier

    first, second = (ask(supplier, REGISTRY, "서둘러 주세요", by=owner) for _time in range(2))

    assert first == second
    assert (first.state, first.outcome, first.words) == (RequestState.ASKED, outcome, "서둘러 주세요")
    assert (acts(), told(operator)) == (["asked"], ["benefit-asked"])


@pytest.mark.parametrize("standing", [Standing.OWNER, Standing.EDITOR])
def test_owners_and_editors_ask(outcome, standing):
    supplier = outcome.application.supplier

    assert ask(supplier, REGISTRY, by=make_member(supplier, standing)).state == RequestState.ASKED


def test_a_viewer_is_told_why_not(outcome):
    supplier = outcome.application.supplier

    with pytest.raises(PermissionDenied, match="열람 권한만 있어"):
        ask(supplier, REGISTRY, by=make_member(supplier, Standing.VIEWER))
    assert BenefitRequest.objects.count() == 0


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AGENCY, Role.SUPPLIER])
def test_nobody_asks_for_another_company(outcome, role):
    with pytest.raises(PermissionDenied, match="이 기업의 구성원이 아닙니다"):
        ask(outcome.application.supplier, REGISTRY, by=make_user(role))


@pytest.mark.parametrize(
    ("benefit", "why"),
    [
        ("DIRECTORY", "포털에서 신청하지 않습니다"),
        ("BONUS_POINTS", "포털에서 신청하지 않습니다"),
        ("SPECIALIST_DESIGNATION", "포털에서 신청하지 않습니다"),
        ("NONE", "포털에서 신청하지 않습니다"),
    ],
)
def test_what_is_not_asked_for_here_is_refused(outcome, owner, benefit, why):
    with pytest.raises(PermissionDenied, match=why):
        ask(outcome.application.supplier, benefit, by=owner)


def test_a_level_below_the_line_is_refused_with_the_level_it_needs():
    low = make_outcome(ratings=["2", "2"], letter="D")

    with pytest.raises(PermissionDenied, match="Level 3- 이상이어야 합니다"):
        ask(low.application.supplier, REGISTRY, by=low.application.created_by)


def test_what_nobody_looked_up_yet_may_be_asked_for_and_is_given_only_once_it_was(outcome, owner):
    operator, request = make_user(Role.OPERATOR), ask(outcome.application.supplier, REGISTRY, by=owner)

    with pytest.raises(PermissionDenied, match="오늘 열려 있지 않은 혜택"):
        grant(request, by=operator)
    make_clear(outcome)
    grant(request, "등록했습니다.", by=operator)

    request.refresh_from_db()
    assert (request.state, request.answer, request.answered_by) == (RequestState.GRANTED, "등록했습니다.", operator)
    assert (acts(), told(owner)) == (["asked", "granted"], ["benefit-granted"])


def test_a_refusal_is_told_with_its_reason_and_the_company_may_ask_again(outcome, owner):
    supplier = outcome.application.supplier
    first = ask(supplier, REGISTRY, by=owner)

    turn_down(first, "참여 제한이 확인되었습니다.", by=make_user(Role.OPERATOR))
    second = ask(supplier, REGISTRY, by=owner)

    assert (first.state, second.state, first == second) == (RequestState.REFUSED, RequestState.ASKED, False)
    assert "참여 제한이 확인되었습니다." in Notice.objects.get(key=f"benefit-refused:{first.pk}:{owner.pk}").body


@pytest.mark.parametrize("role", [Role.AGENCY, Role.AUDITOR, Role.MINISTRY, Role.SUPPLIER])
def test_only_the_operating_body_answers(outcome, role):
    request = make_request(outcome)
    make_clear(outcome)

    for act in (lambda: grant(request, by=make_user(role)), lambda: turn_down(request, "–", by=make_user(role))):
        with pytest.raises(PermissionDenied):
            act()


def test_a_request_is_taken_back_while_nobody_has_answered(outcome, owner):
    request = ask(outcome.application.supplier, REGISTRY, by=owner)
    stale = BenefitRequest.objects.get(pk=request.pk)

    withdraw(request, by=owner)

    assert (request.state, acts()) == (RequestState.WITHDRAWN, ["asked", "withdrawn"])
    with pytest.raises(AnsweredAlready):
        turn_down(stale, "늦은 답변", by=make_user(Role.OPERATOR))
    with pytest.raises(PermissionDenied):
        withdraw(request, by=owner)
    assert acts() == ["asked", "withdrawn"]


def test_of_two_answers_one_counts(outcome):
    request, operator = make_request(outcome), make_user(Role.OPERATOR)
    make_clear(outcome)
    stale = BenefitRequest.objects.get(pk=request.pk)

    grant(request, by=operator)

    with pytest.raises(AnsweredAlready):
        turn_down(stale, "두 번째 답변", by=operator)
    assert acts() == ["granted"]


@pytest.mark.parametrize("state", [RequestState.ASKED, RequestState.GRANTED])
def test_a_revoked_result_ends_its_requests_with_the_reason_and_once(outcome, owner, state):
    make_clear(outcome)
    operator = make_user(Role.OPERATOR)
    request = make_request(outcome, state=state, answered_by=operator if state == RequestState.GRANTED else None)
    make_ruling(outcome, clock.today())

    ended = [tend_requests(lately=True), tend_requests()]

    request.refresh_from_db()
    assert (ended, request.state, acts()) == ([1, 0], RequestState.ENDED, ["ended"])
    assert "취소" in request.end_reason
    assert told(owner) == ["benefit-ended"]
    assert told(operator) == (["benefit-ended"] if state == RequestState.GRANTED else [])


def test_requests_of_a_result_that_stands_stay(outcome):
    make_clear(outcome)
    for benefit in (REGISTRY, RATE):
        make_request(outcome, benefit)

    assert (tend_requests(), acts()) == (0, [])


def test_validity_that_is_over_ends_a_request_in_the_morning(outcome):
    request = make_request(outcome)
    Outcome.objects.filter(pk=outcome.pk).update(
        published_at=clock.now() - timedelta(days=900), valid_until=clock.today() - timedelta(days=1)
    )

    ended = tend_requests(lately=True), tend_requests()

    request.refresh_from_db()
    assert (ended, request.state) == ((0, 1), RequestState.ENDED)


@pytest.mark.parametrize(("ratings", "letter", "ended"), [(["4", "4"], "B", 0), (["2", "2"], "D", 1)])
def test_a_correction_ends_a_request_only_where_it_closes_the_benefit(outcome, ratings, letter, ended):
    make_clear(outcome)
    make_request(outcome)
    later = make_outcome(ratings=ratings, letter=letter)
    Outcome.objects.filter(pk=outcome.pk).update(current=False)
    later.application = outcome.application
    later.save()
    make_ruling(outcome, clock.today(), RulingKind.CORRECTION, successor=later)

    assert tend_requests(lately=True) == ended
