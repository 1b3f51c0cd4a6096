import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import clock
from applications.audit.models import Event
from applications.filing.workflow import State
from applications.people.models import User
from applications.people.services import EmailTaken
from applications.roles import PEOPLE, Role
from applications.suppliers.models import TechnologyField
from diagnosis.panels.enlisting import ChangedAlready, enlist, set_aside, take_back
from diagnosis.panels.models import Assessor, Assignment, AssignmentState
from diagnosis.panels.proposal import candidates
from diagnosis.panels.services import Barred, assign
from tests.factories.filing import make_application
from tests.factories.panels import make_assessor, make_assignment, make_sheet, sit
from tests.factories.people import make_user
from tests.factories.suppliers import business_number

pytestmark = pytest.mark.django_db
NEW = "/panels/enlist/"
NUMBER = business_number(4711)
ENTRY = {
    "affiliation": "새길연구원",
    "affiliation_number": f"{NUMBER[:3]}-{NUMBER[3:5]}-{NUMBER[5:]}",
    "expertise": "AUTOMATION",
    "region_code": "41",
}
SOMEBODY = {"person_name": "정위원", "email": "Jung@example.org"} | ENTRY


def address(name: str, assessor: Assessor) -> str:
    return reverse(f"panels:{name}", args=[assessor.pk])


def signed_in(client: Client, role: Role = Role.OPERATOR) -> User:
    person = make_user(role)
    client.force_login(person)
    return person


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_only_the_operator_keeps_the_pool(client, role):
    assessor = make_assessor()
    signed_in(client, role)

    codes = [client.get(where).status_code for where in (NEW, address("entry", assessor))]
    codes += [client.post(address("set_aside", assessor), {"reason": "일정"}).status_code]

    assert codes == ([200, 200, 302] if role == Role.OPERATOR else [403, 403, 403])
    assert Assessor.objects.get().is_enlisted is (role != Role.OPERATOR)


def test_an_assessor_comes_in_with_account_entry_and_letter(client):
    operator = signed_in(client)

    answer = client.post(NEW, SOMEBODY)

    assessor = Assessor.objects.select_related("user").get()
    assert answer["Location"] == address("entry", assessor)
    assert (assessor.user.email, assessor.user.role) == ("jung@example.org", Role.ASSESSOR)
    assert not assessor.user.has_usable_password()
    assert (assessor.affiliation_number, assessor.expertise) == (NUMBER, TechnologyField.AUTOMATION)
    assert (assessor.region_code, assessor.is_enlisted, assessor.pledged_on) == ("41", True, None)
    assert [letter.to for letter in mail.outbox] == [["jung@example.org"]]
    events = Event.objects.order_by("pk").values_list("stream", "verb", "actor_id")
    assert list(events) == [
        (f"user:{assessor.user_id}", "user.appointed", operator.pk),
        (f"assessor:{assessor.pk}", "assessor.enlisted", operator.pk),
    ]


def test_the_new_assessor_reaches_the_desk_and_is_proposed(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    signed_in(client)
    client.post(NEW, SOMEBODY)
    theirs, link = Client(), re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body).group()
    form = theirs.get(link)["Location"]
    theirs.post(form, {"password1": "푸른바다거북-7812", "password2": "푸른바다거북-7812"})
    theirs.post(reverse("account_login"), {"login": "jung@example.org", "password": "푸른바다거북-7812"})
    assert theirs.get(reverse("workspace"))["Location"] == reverse("mfa_activate_totp")

    person = User.objects.get(email="jung@example.org")
    person.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})

    assert theirs.get(reverse("workspace")).status_code == 200
    assert [one.assessor.user for one in candidates(make_application(state=State.PAID))] == [person]


def test_who_has_no_password_yet_is_invited_again(client):
    signed_in(client)
    client.post(NEW, SOMEBODY)
    waiting, settled = Assessor.objects.get(), make_assessor()

    client.post(address("invite", waiting))

    assert len(mail.outbox) == 2
    assert client.post(address("invite", settled)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "taken@example.org"}, "이 이메일을 쓰는 계정이 이미 있습니다"),
        ({"email": "nobody"}, "올바른 이메일 주소를 입력"),
        ({"person_name": ""}, "필수 항목입니다"),
        ({"affiliation": ""}, "필수 항목입니다"),
        ({"affiliation_number": "123-45-67890"}, "사업자등록번호가 올바르지 않습니다"),
        ({"affiliation_number": "0000000000"}, "사업자등록번호가 올바르지 않습니다"),
        ({"affiliation_number": "12-3"}, "사업자등록번호는 숫자 10자리입니다"),
        ({"expertise": ""}, "필수 항목입니다"),
        ({"region_code": "99"}, "올바르게 선택해"),
    ],
)
def test_wrong_input_makes_nobody_and_keeps_the_rest(client, changes, sentence):
    make_user(email="taken@example.org")
    signed_in(client)
    before = User.objects.count()

    answer = client.post(NEW, SOMEBODY | changes)

    page = answer.content.decode()
    assert (answer.status_code, User.objects.count(), len(mail.outbox)) == (422, before, 0)
    assert sentence in page
    assert 'value="정위원"' in page or "person_name" in changes


def test_number_and_region_may_be_left_open(client):
    signed_in(client)

    client.post(NEW, SOMEBODY | {"affiliation_number": " ", "region_code": ""})

    assert Assessor.objects.values_list("affiliation_number", "region_code").get() == ("", "")


def test_an_address_taken_in_the_meantime_makes_no_entry():
    operator = make_user(Role.OPERATOR, email="jung@example.org")
    entry = {"affiliation": "새길연구원", "expertise": "AUTOMATION"}

    with pytest.raises(EmailTaken):
        enlist(email="jung@example.org", name="정위원", entry=entry, by=operator)

    assert (Assessor.objects.count(), Event.objects.count()) == (0, 0)


def test_an_entry_is_edited_with_one_event_and_only_where_it_differs(client):
    assessor = make_assessor(affiliation="옛연구원", affiliation_number=NUMBER)
    signed_in(client)

    client.post(address("entry", assessor), ENTRY)
    client.post(address("entry", assessor), ENTRY)

    changed, event = Assessor.objects.get(), Event.objects.get()
    assert (changed.affiliation, changed.expertise) == ("새길연구원", TechnologyField.AUTOMATION)
    assert event.data["before"] == {"affiliation": "옛연구원", "expertise": "INFORMATION"}
    assert changed.user_id == assessor.user_id


def test_a_wrong_edit_is_refused_beside_the_field(client):
    assessor = make_assessor()
    signed_in(client)

    answer = client.post(address("entry", assessor), ENTRY | {"affiliation_number": "1"})

    assert (answer.status_code, "숫자 10자리입니다" in answer.content.decode()) == (422, True)
    assert Event.objects.count() == 0


def test_who_is_set_aside_gets_no_new_case_and_keeps_the_old_ones(client):
    assessor, other = make_assessor(), make_assessor()
    invited = make_assignment(make_application(state=State.PAID), assessor)
    marking = make_sheet(sit(make_application(state=State.IN_ASSESSMENT), assessor)).assignment
    fresh = make_application(state=State.PAID)
    signed_in(client)
    assert {one.assessor for one in candidates(fresh)} == {assessor, other}

    client.post(address("set_aside", assessor), {"reason": "건강"})

    assert {one.assessor for one in candidates(fresh)} == {other}
    asked = {"assessors": [assessor.pk], "due_on": clock.today()}
    answer = client.post(reverse("panels:assign", args=[fresh.code]), asked)
    assert (answer.status_code, "배정 대상에서 제외되었거나" in answer.content.decode()) == (422, True)
    states = dict(Assignment.objects.values_list("pk", "state"))
    assert states == {invited.pk: AssignmentState.INVITED, marking.pk: AssignmentState.ACCEPTED}
    theirs = Client()
    theirs.force_login(assessor.user)
    assert theirs.get(reverse("panels:declare", args=[invited.application.code])).status_code == 200
    assert theirs.get(reverse("panels:sheet", args=[marking.application.code])).status_code == 200


def test_a_stopped_account_gets_no_new_case():
    fresh, assessor = make_application(state=State.PAID), make_assessor()
    User.objects.filter(pk=assessor.user_id).update(is_active=False)

    with pytest.raises(Barred):
        assign(fresh, [assessor], due_on=None, by=make_user(Role.OPERATOR))


def test_who_is_taken_back_is_proposed_again():
    fresh, assessor, operator = make_application(state=State.PAID), make_assessor(), make_user(Role.OPERATOR)
    set_aside(Assessor.objects.get(), reason="건강", by=operator)

    with pytest.raises(ChangedAlready):
        set_aside(assessor, reason="건강", by=operator)
    take_back(assessor, reason="복귀", by=operator)

    assert [one.assessor for one in candidates(fresh)] == [assessor]
    events = Event.objects.filter(stream=f"assessor:{assessor.pk}").order_by("number")
    assert [event.verb for event in events] == ["assessor.set_aside", "assessor.taken_back"]


@pytest.mark.parametrize("act", ["set_aside", "take_back"])
def test_a_reason_is_asked(client, act):
    assessor = make_assessor(is_enlisted=act == "set_aside")
    signed_in(client)

    answer = client.post(address(act, assessor), {"reason": ""})

    assert (answer.status_code, "사유를 적어 주세요." in answer.content.decode()) == (422, True)
    assert Event.objects.count() == 0


def test_an_entry_that_never_was_is_not_found(client):
    signed_in(client)

    for name in ("entry", "invite", "set_aside", "take_back"):
        assert client.post(reverse(f"panels:{name}", args=[999999])).status_code == 404


def test_the_list_shows_who_is_set_aside_last_and_costs_the_same(client):
    aside = make_assessor(is_enlisted=False, user=make_user(Role.ASSESSOR, name="가나다"))
    signed_in(client)
    counts = []
    for number in (1, 20):
        for _one in range(number):
            make_assessor()
        with CaptureQueriesContext(connection) as seen:
            page = client.get(reverse("panels:list"))
        counts.append(len(seen))

    assert list(page.context["page_obj"])[-1] == aside
    assert "배정 제외" in page.content.decode()
    assert len(set(counts)) == 1
    assert counts[0] <= 15
