"""What owner, editor and viewer may do, who keeps the last key, and that a viewer writes nothing anywhere."""

import pytest
from django.urls import reverse

from applications.audit.models import Event
from applications.filing.models import Application
from applications.membership import services
from applications.suppliers.models import Member, Standing
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.threads import at_once

pytestmark = pytest.mark.django_db
S = Standing


@pytest.fixture
def supplier():
    return make_supplier()


@pytest.fixture
def owner(supplier):
    return make_member(supplier)


def member_of(person):
    return Member.objects.get(user=person)


def test_an_owner_changes_what_a_colleague_may_do(client, supplier, owner):
    colleague = make_member(supplier, S.VIEWER)
    client.force_login(owner)

    client.post(reverse("membership:standing", args=[colleague.member.pk]), {"standing": "editor"})

    assert member_of(colleague).standing == S.EDITOR
    assert Event.objects.get(verb="supplier.standing_set").data == {"user": colleague.pk, "standing": "editor"}


@pytest.mark.parametrize("standing", [S.EDITOR, S.VIEWER])
def test_nobody_else_changes_standings_or_takes_others_out(client, supplier, owner, standing: Standing):
    client.force_login(make_member(supplier, standing))

    answers = [
        client.post(reverse("membership:standing", args=[owner.member.pk]), {"standing": "viewer"}).status_code,
        client.post(reverse("membership:remove", args=[owner.member.pk])).status_code,
    ]

    assert answers == [403, 403]
    assert member_of(owner).standing == S.OWNER


@pytest.mark.parametrize("act", ["leave", "step down"])
def test_the_last_owner_stays_and_is_told_why(client, supplier, owner, act: str):
    make_member(supplier, S.EDITOR)
    client.force_login(owner)

    if act == "leave":
        page = client.post(reverse("membership:remove", args=[owner.member.pk]), follow=True)
    else:
        page = client.post(reverse("membership:standing", args=[owner.member.pk]), {"standing": "editor"}, follow=True)

    assert "다른 대표 담당자를 먼저 정해 주세요" in page.content.decode()
    assert member_of(owner).standing == S.OWNER


def test_an_owner_beside_another_may_leave(client, supplier, owner):
    make_member(supplier, S.OWNER)
    client.force_login(owner)

    page = client.post(reverse("membership:remove", args=[owner.member.pk]), follow=True)

    assert "기업에서 나왔습니다" in page.content.decode()
    assert not Member.objects.filter(user=owner).exists()


@pytest.mark.parametrize("standing", [S.EDITOR, S.VIEWER])
def test_everybody_else_may_leave(client, supplier, owner, standing: Standing):
    person = make_member(supplier, standing)
    client.force_login(person)

    client.post(reverse("membership:remove", args=[person.member.pk]))

    assert not Member.objects.filter(user=person).exists()


def test_an_account_that_is_stopped_does_not_count_as_owner(supplier, owner):
    make_member(supplier, S.OWNER, is_active=False)

    with pytest.raises(services.LastOwner):
        services.remove(owner.member, by=owner)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one():
    supplier = make_supplier()
    members = [member_of(make_member(supplier)) for _person in range(2)]

    def leave(member):
        try:
            services.remove(member, by=member.user)
        except services.LastOwner:
            return "stays"
        return "left"

    assert sorted(at_once(leave, members)) == ["left", "stays"]
    assert Member.objects.filter(supplier=supplier).count() == 1


def test_the_member_of_another_company_is_not_found(client, owner):
    client.force_login(make_member(make_supplier()))

    assert client.post(reverse("membership:remove", args=[owner.member.pk])).status_code == 404


def written(supplier) -> list[tuple[str, dict[str, str]]]:
    """Everything a company's people write, with addresses that stand open to an editor now."""
    application = make_application(supplier=supplier, round_=make_round())
    begun = f"/applications/{application.code}"
    return [
        ("/applications/start/", {"round": "2026-1", "track": "MFG_AI"}),
        (f"{begun}/sections/1/", {}),
        (f"{begun}/review/", {}),
        (f"{begun}/move/withdraw_draft/", {"reason": "그만둠"}),
        ("/suppliers/profile/sections/company/", {"phone": "02-000-0000"}),
    ]


@pytest.mark.parametrize(("standing", "refused"), [(S.VIEWER, True), (S.EDITOR, False)])
def test_a_viewer_writes_nothing_and_an_editor_does(client, settings, standing: Standing, refused: bool):
    supplier = make_supplier()
    make_member(supplier)
    client.force_login(make_member(supplier, standing))
    addresses = written(supplier)
    before = Application.objects.values_list("state", flat=True)[0], Event.objects.count()

    answers = {address: client.post(address, data).status_code for address, data in addresses}

    assert {address for address, status in answers.items() if status == 403} == (set(answers) if refused else set())
    after = Application.objects.values_list("state", flat=True)[0], Event.objects.count()
    assert (after == before) == refused
