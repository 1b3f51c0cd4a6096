"""Every step done twice, as by a double click, the back button or a retry: one application, one receipt, one fee."""

import pytest
from django.test import Client

from applications.fees.models import FeeStatement
from applications.filing.models import Application, Submission
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import Role
from tests.factories.answers import make_answers
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.threads import at_once, needs_many_writers

CLICKS = 6
START = {"round": "2026-1", "track": "MFG_AI"}
AGREED = {"consent-personal": "on"}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def counted() -> tuple[int, int, int, int]:
    """Applications, receipts, letters with a receipt, fee statements."""
    told = Notice.objects.filter(key__startswith="submitted:").count()
    return Application.objects.count(), Submission.objects.count(), told, FeeStatement.objects.count()


@pytest.mark.django_db
def test_twice_is_once_from_the_start_to_the_bill():
    make_round()
    owner = make_member(make_supplier())
    company, office = signed_in(owner), signed_in(make_user(Role.OPERATOR))

    for _time in range(2):
        company.post("/applications/start/", START)
    application = Application.objects.get()
    make_answers(application)
    for _time in range(2):
        assert company.post(f"/applications/{application.code}/review/", AGREED).status_code == 302
    for _time in range(2):
        office.post(f"/cases/{application.code}/move/accept/")

    assert Submission.objects.get().order_number == 1
    assert FeeStatement.objects.get().application == application
    told = Notice.objects.filter(recipient=owner)
    assert [told.filter(key__startswith=fact).count() for fact in ("submitted:", "seated:")] == [1, 1]


@pytest.mark.django_db
def test_control_what_is_meant_twice_is_done_twice():
    make_round()
    owner = make_member(make_supplier())
    company, office = signed_in(owner), signed_in(make_user(Role.OPERATOR))

    company.post("/applications/start/", START)
    company.post("/applications/start/", START | {"track": "INTEGRATED"})
    for application in Application.objects.all():
        make_answers(application)
        company.post(f"/applications/{application.code}/review/", AGREED | {"consent-kibo": "on"})
        office.post(f"/cases/{application.code}/move/accept/")

    assert counted() == (2, 2, 2, 2)


@pytest.mark.django_db(transaction=True)
@needs_many_writers
def test_clicks_at_the_same_instant_are_one_click():
    make_round()
    owner, operator = make_member(make_supplier()), make_user(Role.OPERATOR)

    at_once(lambda _click: signed_in(owner).post("/applications/start/", START), range(CLICKS))
    application = Application.objects.get()
    make_answers(application)
    review, accept = f"/applications/{application.code}/review/", f"/cases/{application.code}/move/accept/"
    answers = at_once(lambda _click: signed_in(owner).post(review, AGREED), range(CLICKS))
    at_once(lambda _click: signed_in(operator).post(accept), range(CLICKS))

    assert [answer.headers["Location"] for answer in answers] == [f"/applications/{application.code}/receipt/"] * CLICKS
    assert counted() == (1, 1, 1, 1)


@pytest.mark.django_db(transaction=True)
@needs_many_writers
def test_control_the_same_clicks_by_as_many_companies_are_as_many():
    round_ = make_round()
    owners, operator = [make_member(make_supplier()) for _company in range(CLICKS)], make_user(Role.OPERATOR)

    def whole_way(owner: User) -> None:
        company = signed_in(owner)
        company.post("/applications/start/", START)
        application = Application.objects.get(supplier=owner.member.supplier, round=round_)
        make_answers(application)
        company.post(f"/applications/{application.code}/review/", AGREED)
        signed_in(operator).post(f"/cases/{application.code}/move/accept/")

    at_once(whole_way, owners)

    assert counted() == (CLICKS,) * 4
