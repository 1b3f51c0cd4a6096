import pytest
from django.test import Client

from applications import clock
from applications.audit.models import Event
from applications.fees.models import Refund, RefundStage
from applications.fees.refunds import PaidBackAlready, pay_back, rules_of
from applications.fees.services import confirm_payment, issue_statement
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import Role
from applications.seats.services import withdraw
from tests.factories.filing import make_application
from tests.factories.panels import make_assignment
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def paid(track: str = "INTEGRATED") -> Application:
    application = make_application(state=State.SEATED, holds_seat=True, track=track)
    issue_statement(application, by=None)
    confirm_payment(application, paid_on=clock.today(), by=make_user(Role.OPERATOR))
    return Application.objects.get(pk=application.pk)


def visitor(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("has_panel", "stage", "krw"), [(False, RefundStage.PAID, 250_000), (True, RefundStage.ASSIGNED, 125_000)]
)
def test_leaving_after_paying_owes_what_the_scheme_says(has_panel, stage, krw):
    application = paid()
    if has_panel:
        make_assignment(application)

    withdraw(application, by=make_user(Role.SUPPLIER), reason="사정이 바뀜")

    assert Refund.objects.values_list("stage", "amount_krw", "paid_on").get() == (stage, krw, None)
    assert Event.objects.get(verb="fee.refund_owed").data == {"krw": krw, "stage": stage}


def test_leaving_before_paying_owes_nothing():
    application = make_application(state=State.SEATED, holds_seat=True)
    issue_statement(application, by=None)

    withdraw(Application.objects.get(pk=application.pk), by=make_user(Role.SUPPLIER), reason="사정이 바뀜")

    assert Refund.objects.count() == 0


def test_the_rule_is_told_for_each_stage():
    assert [(rule.stage, rule.share, rule.amount_krw) for rule in rules_of(paid("MFG_AI").fee)] == [
        (RefundStage.PAID, "100%", 180_000),
        (RefundStage.ASSIGNED, "50%", 90_000),
        (RefundStage.VISITED, "0%", 0),
    ]


def test_a_refund_is_paid_once():
    application, operator = paid(), make_user(Role.OPERATOR)
    withdraw(application, by=make_user(Role.SUPPLIER), reason="사정이 바뀜")
    refund = Refund.objects.get()
    pay_back(refund, paid_on=clock.today(), by=operator)

    with pytest.raises(PaidBackAlready):
        pay_back(refund, paid_on=clock.today(), by=operator)
    assert Event.objects.filter(verb="fee.refunded").count() == 1


def test_an_operator_notes_the_payment_and_a_slip_is_said():
    withdraw(paid(), by=make_user(Role.SUPPLIER), reason="사정이 바뀜")
    refund, client = Refund.objects.get(), visitor(make_user(Role.OPERATOR))
    address = f"/fees/refunds/{refund.pk}/"

    assert client.get("/fees/?payment=refund").context["counts"]["refund"] == 1
    assert "환불일은 오늘보다 뒤일 수 없습니다." in client.post(address, {"paid_on": "2099-01-01"}).content.decode()
    assert client.post(address, {"paid_on": f"{clock.today()}"}).status_code == 302
    assert client.get("/fees/?payment=refund").context["counts"]["refund"] == 0


@pytest.mark.parametrize(("role", "status"), [(Role.AGENCY, 403), (Role.SUPPLIER, 403), (Role.OPERATOR, 200)])
def test_only_operators_note_refunds(role, status):
    withdraw(paid(), by=make_user(Role.SUPPLIER), reason="사정이 바뀜")

    assert visitor(make_user(role)).get(f"/fees/refunds/{Refund.objects.get().pk}/").status_code == status


def test_the_receipt_is_there_once_it_is_paid():
    unpaid = make_application(state=State.SEATED, holds_seat=True)
    issue_statement(unpaid, by=None)
    client = visitor(make_user(Role.OPERATOR))
    page = client.get(f"/fees/{paid().code}/receipt/").content.decode()

    assert client.get(f"/fees/{unpaid.code}/receipt/").status_code == 404
    assert "₩250,000" in page
    assert "납부하였음을 확인합니다." in page


def test_the_statement_names_the_account_or_says_that_there_is_none(settings):
    client, code = visitor(make_user(Role.OPERATOR)), paid().code
    settings.FEE_ACCOUNT = ""
    assert "아직 정해지지 않았어요." in client.get(f"/fees/{code}/").content.decode()

    settings.FEE_ACCOUNT = "시험은행 123-456"
    assert "시험은행 123-456" in client.get(f"/fees/{code}/").content.decode()
