"""Every step done twice, as by a double click or the back button: one application, one receipt, one fee."""

import pytest
from django.test import Client

from applications.fees.models import FeeStatement
from applications.filing.models import Application, Submission
from applications.notices.models import Notice
from applications.roles import Role
from tests.factories.answers import make_answers
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_twice_is_once_from_the_start_to_the_bill():
    make_round()
    owner = make_member(make_supplier())
    company, office = signed_in(owner), signed_in(make_user(Role.OPERATOR))

    for _time in range(2):
        company.post("/applications/start/", {"round": "2026-1", "track": "MFG_AI"})
    application = Application.objects.get()
    make_answers(application)
    for _time in range(2):
        assert company.post(f"/applications/{application.code}/review/", {"consent-personal": "on"}).status_code == 302
    for _time in range(2):
        office.post(f"/cases/{application.code}/move/accept/")

    assert Submission.objects.get().order_number == 1
    assert FeeStatement.objects.get().application == application
    told = Notice.objects.filter(recipient=owner)
    assert [told.filter(key__startswith=fact).count() for fact in ("submitted:", "seated:")] == [1, 1]
