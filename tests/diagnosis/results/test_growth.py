"""What each item would bring: on the page all of them, in the report those to begin with."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from diagnosis.reports.services import build_report
from diagnosis.results.story import tell
from diagnosis.scoring.bridge import kind_in
from grading.load import load_scheme
from tests.factories.outcomes import make_outcome
from tests.factories.scoring import make_assessed, score

pytestmark = pytest.mark.django_db
LOW = {"2.3.1": "1", "3.1.2": "0.5", "3.3.3": "0.5"}


def uneven():
    """An outcome with three low items, the rest at 3."""
    track = load_scheme("2026-1").tracks["INTEGRATED"]
    row = [LOW.get(item.code, "3") for item in track.panel_items]
    application = make_assessed(row, row, row)
    return score(application).outcomes.select_related("application__supplier", "run").get()


def test_every_item_has_its_line_in_the_order_of_the_scheme():
    outcome = uneven()

    lines = {line.code: line for line in tell(outcome).growth_lines}

    track = load_scheme("2026-1").tracks["INTEGRATED"].read_for(kind_in(outcome))
    assert list(lines) == [item.code for item in track.items]
    assert (lines["2.3.1"].half, lines["2.3.1"].whole) == (Decimal("7.5000"), Decimal("15.0000"))
    assert lines["2.3.1"].anchor == track.item("2.3.1").anchors[2]
    assert (lines["1.1.1"].half, lines["1.1.1"].whole, lines["1.1.1"].is_letter) == (None, Decimal("3.0000"), True)


def test_the_lowest_items_come_first_and_of_equal_ones_the_more_rewarding():
    assert [line.code for line in tell(uneven()).growth_first] == ["3.3.3", "3.1.2", "2.3.1", "2.1.1", "2.2.1"]


def test_the_page_shows_all_and_the_report_the_first_five(client):
    outcome = make_outcome(ratings=["3", "3", "3"])
    client.force_login(outcome.application.supplier.members.first().user)
    page = client.get(reverse("results:detail", args=[outcome.application.code])).content.decode()
    with build_report(outcome).file.open("rb") as file:
        printed = "".join(one.extract_text() for one in PdfReader(io.BytesIO(file.read())).pages)
    printed = "".join(printed.replace("\u2060", "").split())
    lines = tell(outcome).growth_lines

    begun = printed[printed.index("먼저올릴항목") : printed.index("나머지항목은결과화면에서")]

    assert all(line.anchor in page for line in lines)
    assert [line.code for line in lines if "".join(line.anchor.split()) in begun] == [
        line.code for line in lines if line in tell(outcome).growth_first
    ]
    assert len(tell(outcome).growth_first) == 5


def test_nothing_is_asked_of_what_stands_at_the_top(client):
    outcome = make_outcome(ratings=["5", "5", "5"], letter="A")
    client.force_login(outcome.application.supplier.members.first().user)

    page = client.get(reverse("results:detail", args=[outcome.application.code])).content.decode()

    assert page.count("가장 높은 평점이에요.") == 22
    assert tell(outcome).growth_first == ()
