"""Two people at once; the controls show what the constraint and the conditional update are for."""

from threading import Barrier

import pytest

from applications.audit.models import Event
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Member, PoolState, Supplier
from applications.suppliers.services import AlreadyRegistered, MovedAlready, NewPerson, move_pool, register_supplier
from tests.factories.people import make_user
from tests.factories.signup import STORED
from tests.factories.suppliers import make_supplier
from tests.threads import PATIENCE, at_once

CROWD = 4
pytestmark = pytest.mark.django_db(transaction=True)


def test_one_company_comes_of_many_sign_ups_with_one_number():
    def sign_up(number):
        try:
            register_supplier(NewPerson(f"p{number}@example.org", "푸른바다거북-7812", "박담당", ""), STORED)
        except AlreadyRegistered:
            return "refused"
        return "made"

    answers = at_once(sign_up, range(CROWD))

    assert sorted(answers) == ["made"] + ["refused"] * (CROWD - 1)
    assert (User.objects.count(), Supplier.objects.count(), Member.objects.count()) == (1, 1, 1)


def test_looking_first_finds_the_number_free_for_everybody():
    looked = Barrier(CROWD)

    def look(_number):
        free = not Supplier.objects.filter(business_number=STORED["business_number"]).exists()
        looked.wait(timeout=PATIENCE)
        return free

    assert at_once(look, range(CROWD)) == [True] * CROWD


def test_one_of_many_decisions_counts():
    supplier, operator, gate = make_supplier(pool_state=PoolState.SUBMITTED), make_user(Role.OPERATOR), Barrier(CROWD)

    def decide(number):
        mine = Supplier.objects.get(pk=supplier.pk)
        gate.wait(timeout=PATIENCE)
        try:
            move_pool(mine, ("approve", "refuse")[number % 2], by=operator, reason="판단")
        except MovedAlready:
            return "late"
        return "first"

    answers = at_once(decide, range(CROWD))

    assert sorted(answers) == ["first"] + ["late"] * (CROWD - 1)
    assert Event.objects.count() == 1


def test_writing_the_state_without_its_start_lets_every_decision_through():
    supplier, gate = make_supplier(pool_state=PoolState.SUBMITTED), Barrier(CROWD)

    def decide(_number):
        found = Supplier.objects.get(pk=supplier.pk).pool_state
        gate.wait(timeout=PATIENCE)
        return found == PoolState.SUBMITTED and Supplier.objects.filter(pk=supplier.pk).update(pool_state="approved")

    assert at_once(decide, range(CROWD)) == [1] * CROWD
