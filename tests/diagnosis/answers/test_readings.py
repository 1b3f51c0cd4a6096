"""Items that read differently by supplier type and technology field are shown as they read for this company."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from applications.filing.workflow import State
from applications.people.models import User
from diagnosis.reports.context import report_context
from grading.load import load_scheme
from grading.values import Item
from tests.factories.answers import make_answers
from tests.factories.filing import make_application
from tests.factories.outcomes import make_outcome
from tests.factories.panels import fill, make_sheet, sit
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
COMPANY = {"supplier_type": "SMART_SERVICE", "technology_field": "AUTOMATION"}
VARIANTS = {"2.2.1": "SERVICE", "2.3.1": "AUTOMATION"}


def readings() -> list[tuple[Item, Item]]:
    """Each item that reads differently, as it is written and as it reads for the company."""
    track = load_scheme("2026-1").tracks["INTEGRATED"]
    return [(track.item(code), track.item(code).read_as(variant)) for code, variant in VARIANTS.items()]


def seen(person: User, name: str, *args: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=args)).content.decode()


def assert_read_as_it_should(page: str, *, anchors: bool = False, evidence: bool = False) -> None:
    for plain, own in readings():
        assert (own.name in page, f"{plain.code} {plain.name}" in page) == (True, False)
        assert not anchors or (own.anchors[5] in page and plain.anchors[5] not in page)
        assert not evidence or own.evidence[0] in page


def test_answer_page_and_review():
    application = make_application(supplier=make_supplier(**COMPANY))
    make_answers(application)

    answering = seen(application.created_by, "answers:section", application.code, "2")

    assert_read_as_it_should(answering, anchors=True, evidence=True)
    assert_read_as_it_should(seen(application.created_by, "submissions:review", application.code))


def test_mark_sheet_closing_page_and_the_operators_page():
    application = make_application(supplier=make_supplier(**COMPANY), state=State.IN_ASSESSMENT)
    place = sit(application)
    fill(make_sheet(place))

    sheet = seen(place.assessor.user, "panels:sheet", application.code)

    assert_read_as_it_should(sheet, anchors=True, evidence=True)
    assert_read_as_it_should(seen(place.assessor.user, "panels:close", application.code))


def test_result_report_and_data():
    outcome = make_outcome(supplier=make_supplier(**COMPANY))
    application = outcome.application

    page = seen(application.created_by, "results:detail", application.code)

    assert_read_as_it_should(page)
    assert_read_as_it_should(seen(application.created_by, "results:explain", application.code))
    assert_read_as_it_should(render_to_string("report/report.html", report_context(outcome, "ko", None)))


def test_another_kind_reads_the_items_as_they_are_written():
    other = make_application(supplier=make_supplier(supplier_type="SMART_MFG", technology_field="OTHER"))
    page = seen(other.created_by, "answers:section", other.code, "2")

    assert all(plain.name in page and f"{own.code} {own.name}" not in page for plain, own in readings())
