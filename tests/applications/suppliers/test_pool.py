from itertools import product
from pathlib import Path

import pytest

from applications.audit.models import Event
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import PEOPLE, Role
from applications.suppliers.entry.permissions import may_write_section
from applications.suppliers.entry.sections import BY_CODE
from applications.suppliers.models import PoolState, Standing, Supplier
from applications.suppliers.permissions import may_pool_move, pool_moves_open_to
from applications.suppliers.pool import POOL_MOVES, pool_diagram, pool_moves_from
from applications.suppliers.services import MovedAlready, NotComplete, move_pool
from tests.factories.entries import make_entry
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

STATES = Path(__file__).resolve().parents[3] / "docs" / "states.md"
# Written by hand: every step there is. Whatever is not in it must be refused.
TABLE = {
    ("draft", "supplier"): {"submit": "submitted"},
    ("supplement", "supplier"): {"resubmit": "submitted"},
    ("refused", "supplier"): {"revise": "draft"},
    ("submitted", "operator"): {"approve": "approved", "request_supplement": "supplement", "refuse": "refused"},
    ("approved", "operator"): {"recheck": "supplement", "suspend": "suspended", "remove_approved": "removed"},
    ("lapsed", "supplier"): {"renew": "approved"},
    ("lapsed", "operator"): {"remove_lapsed": "removed"},
    ("suspended", "operator"): {"restore": "approved", "remove_suspended": "removed"},
}


@pytest.mark.parametrize(("state", "role"), list(product(PoolState.values, sorted(PEOPLE))))
def test_each_role_finds_exactly_its_moves_in_each_state(state, role):
    found = {move.name: move.end.value for move in pool_moves_from(state, role)}

    assert found == TABLE.get((state, role), {})


def test_moves_against_a_company_say_why():
    assert {move.name for move in POOL_MOVES if move.by == Role.OPERATOR and not move.asks_reason} == {"approve"}


def test_every_state_but_the_removed_one_has_a_way_out():
    starts = {move.start for move in POOL_MOVES}

    assert set(PoolState) - starts == {PoolState.REMOVED}


def test_the_drawing_in_the_documentation_is_the_table():
    drawings = STATES.read_text("utf8").split("```mermaid\n")

    assert drawings[2].split("```")[0].splitlines() == list(pool_diagram())


@pytest.mark.django_db
@pytest.mark.parametrize("move", POOL_MOVES, ids=lambda move: move.name)
def test_a_move_changes_the_state_and_leaves_one_event(move):
    supplier = make_entry(pool_state=move.start)
    people = {Role.SUPPLIER: lambda: make_member(supplier), Role.SYSTEM: lambda: None}
    by = people.get(move.by, lambda: make_user(Role.OPERATOR))()

    move_pool(supplier, move.name, by=by, reason="까닭")

    stored = Supplier.objects.get(pk=supplier.pk)
    event = Event.objects.get()
    assert (stored.pool_state, stored.pool_reason) == (move.end, "까닭")
    assert (event.verb, event.data["from"], event.data["to"]) == (f"supplier.{move.name}", move.start, move.end)


@pytest.mark.django_db
def test_a_second_click_changes_nothing():
    supplier = make_supplier(pool_state=PoolState.SUBMITTED)
    operator = make_user(Role.OPERATOR)
    stale = Supplier.objects.get(pk=supplier.pk)
    move_pool(supplier, "approve", by=operator)

    with pytest.raises(MovedAlready):
        move_pool(stale, "refuse", by=operator, reason="늦음")

    assert Supplier.objects.get(pk=supplier.pk).pool_state == PoolState.APPROVED
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_a_profile_with_gaps_is_not_submitted_and_the_gaps_are_named():
    supplier = make_entry(pool_state=PoolState.DRAFT, address="", employees=None)

    with pytest.raises(NotComplete) as refusal:
        move_pool(supplier, "submit", by=make_member(supplier))

    assert refusal.value.args[0] == ["기업 정보: 주소", "연락처와 현황: 상시근로자 수"]
    assert Supplier.objects.get(pk=supplier.pk).pool_state == PoolState.DRAFT


@pytest.mark.django_db
def test_no_employee_is_an_answer():
    supplier = make_entry(pool_state=PoolState.DRAFT, employees=0)

    move_pool(supplier, "submit", by=make_member(supplier))

    assert supplier.pool_state == PoolState.SUBMITTED


@pytest.mark.django_db
def test_owners_are_told_of_what_the_operator_did_and_of_nothing_else():
    supplier = make_entry(pool_state=PoolState.DRAFT)
    owner = make_member(supplier)
    make_member(supplier, Standing.VIEWER)
    move_pool(supplier, "submit", by=owner)
    move_pool(supplier, "request_supplement", by=make_user(Role.OPERATOR), reason="주소를 확인해 주세요")

    notice = Notice.objects.get()

    assert notice.recipient == owner
    assert "주소를 확인해 주세요" in notice.body


@pytest.mark.django_db
def test_only_owner_and_editor_of_the_own_company_move_and_edit():
    supplier = make_supplier(pool_state=PoolState.DRAFT)
    submit = pool_moves_from(PoolState.DRAFT, Role.SUPPLIER)[0]
    people: dict[str, User] = {standing: make_member(supplier, standing) for standing in Standing.values}
    people |= {"stranger": make_member(make_supplier()), "nobody": make_user(Role.SUPPLIER)}
    people |= {role: make_user(role) for role in PEOPLE - {Role.SUPPLIER}}

    may_move = {name for name, person in people.items() if may_pool_move(person, supplier, submit)}
    may_edit = {name for name, person in people.items() if may_write_section(person, supplier, BY_CODE["staff"], None)}

    assert may_move == may_edit == {"owner", "editor"}
    assert [move.name for move in pool_moves_open_to(people["owner"], supplier)] == ["submit"]
    assert pool_moves_open_to(people["viewer"], supplier) == []
