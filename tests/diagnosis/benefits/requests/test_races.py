"""Colleagues press at the same instant; the controls show what the constraint and the conditional update are for."""

from threading import Barrier

import pytest

from applications.audit.models import Event
from applications.roles import Role
from diagnosis.benefits.requests.models import LIVE, BenefitRequest
from diagnosis.benefits.requests.services import AnsweredAlready, ask, turn_down
from tests.factories.benefit_requests import REGISTRY, make_request
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member, make_user
from tests.threads import at_once

CROWD = 4
pytestmark = pytest.mark.django_db(transaction=True)


def test_many_colleagues_make_one_request():
    outcome = make_outcome()
    supplier = outcome.application.supplier
    people = [make_member(supplier) for _one in range(CROWD)]

    asked = at_once(lambda person: ask(supplier, REGISTRY, by=person).pk, people)

    assert len(set(asked)) == 1
    assert (BenefitRequest.objects.count(), Event.objects.filter(verb="benefit.asked").count()) == (1, 1)


def test_control_looking_first_finds_the_benefit_unasked_for_everybody():
    outcome, looked = make_outcome(), Barrier(CROWD)
    live = BenefitRequest.objects.filter(supplier=outcome.application.supplier, benefit=REGISTRY, state__in=LIVE)

    def look(_number):
        free = not live.all().exists()
        looked.wait(timeout=10)
        return free

    assert at_once(look, range(CROWD)) == [True] * CROWD


def test_one_of_many_answers_counts():
    request, operator, gate = make_request(make_outcome()), make_user(Role.OPERATOR), Barrier(CROWD)

    def answer(number):
        mine = BenefitRequest.objects.select_related("supplier").get(pk=request.pk)
        gate.wait(timeout=10)
        try:
            turn_down(mine, f"사유 {number}", by=operator)
        except AnsweredAlready:
            return "late"
        return "first"

    assert sorted(at_once(answer, range(CROWD))) == ["first"] + ["late"] * (CROWD - 1)
    assert Event.objects.filter(verb="benefit.refused").count() == 1


def test_control_writing_without_the_state_lets_every_answer_through():
    request, gate = make_request(make_outcome()), Barrier(CROWD)

    def answer(_number):
        found = BenefitRequest.objects.get(pk=request.pk).state
        gate.wait(timeout=10)
        return found == "asked" and BenefitRequest.objects.filter(pk=request.pk).update(state="refused")

    assert at_once(answer, range(CROWD)) == [1] * CROWD
