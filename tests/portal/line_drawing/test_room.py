"""The room where lines are drawn anew: counts right, stores nothing, refuses in sentences."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.audit.models import Event
from applications.roles import Role
from applications.rounds.models import Round
from diagnosis.scoring.cohort import cohort_of
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.trying import Wish
from grading.load import load_scheme
from portal.line_drawing.findings import findings
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
ADDRESS = "/line-drawing/"


@pytest.fixture
def ministry(client, settings):
    settings.DEMO = True
    client.force_login(make_user(Role.MINISTRY, is_demo=True))
    return client


@pytest.fixture
def round_() -> Round:
    """Six companies in Seoul at 800.0 points, two in Busan at 700.0."""
    for number in range(8):
        high = number < 6
        supplier = make_supplier(region_code="11" if high else "26", company_size="small" if high else "medium")
        make_outcome(ratings=["3" if high else "2"] * 3, letter="C" if high else "D", supplier=supplier)
    return Round.objects.get()


def found(client, **asked):
    response = client.get(ADDRESS, {"trim": "5", **asked})
    assert response.status_code == 200
    return response.context["found"]


def row(chart, name):
    return next(cells for cells in chart.table if cells[0] == name)


def test_without_a_change_nobody_crosses(ministry, round_):
    page = ministry.get(ADDRESS)

    told = page.context["found"]
    assert (told.count, told.up, told.down, told.applied) == (8, 0, 0, [])
    assert "모의 계산 — 결과를 바꾸지 않습니다" in page.content.decode()


def test_a_moved_edge_says_who_crosses(ministry, round_):
    told = found(ministry, edge_8="801")

    assert (told.up, told.down, told.same) == (0, 6, 2)
    assert told.applied == [("Level 3 경계", "780", "801")]
    assert row(told.levels_after, "3") == ["3", "6", "0", "0", "6"]
    assert row(told.levels_after, "3-") == ["3-", "0", "6", "6", "0"]


def test_the_shift_moves_every_edge(ministry, round_):
    told = found(ministry, shift="-50")

    assert (told.up, len(told.applied)) == (8, 13)
    assert (told.excellent_before, told.excellent_after) == (6, 8)


def test_groups_under_five_are_not_shown(ministry, round_):
    regions, _types, sizes = found(ministry, edge_8="801").groups

    assert row(regions, "서울")[1:4] == ["비공개", "–", "–"]
    assert row(regions, "부산")[1:] == ["5 미만", "–", "–", "–", "–"]
    assert row(sizes, "중기업")[1] == "5 미만"


def test_groups_of_five_are_shown(ministry, round_):
    for _number in range(4):
        make_outcome(ratings=["2"] * 3, letter="D", supplier=make_supplier(region_code="26"))

    regions = found(ministry, edge_8="801").groups[0]

    assert (row(regions, "서울")[1:4], row(regions, "부산")[1:4]) == (["6", "0", "6"], ["6", "0", "0"])


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"edge_8": "abc"}, "숫자를 입력하세요"),
        ({"edge_8": "NaN"}, "숫자를 입력하세요"),
        ({"edge_8": "1e999"}, ""),
        ({"edge_8": "921"}, "낮아야 합니다"),
        ({"section_1": "301"}, "1000점과 다릅니다"),
        ({"section_1": "200", "section_2": "450", "ktrs": "35"}, "하나만"),
        ({"trim": "2"}, "2"),
        ({"mode": "x"}, "x"),
        ({"ktrs": "0"}, "1"),
        ({"shift": "51"}, "50"),
        ({"edge_8": "\0"}, ""),
    ],
)
def test_what_cannot_be_tried_is_told_and_the_rest_stays(ministry, round_, asked, sentence):
    response = ministry.get(ADDRESS, {"trim": "5", "edge_12": "921.5"} | asked)

    said = response.content.decode()
    assert (response.status_code, response.context["found"]) == (200, None)
    assert "이대로는 계산할 수 없어요" in said
    assert sentence in said
    assert 'value="921.5"' in said


def test_dragging_asks_for_the_findings_alone(ministry, round_):
    response = ministry.get(ADDRESS, {"trim": "5", "shift": "10"}, headers={"HX-Request": "true"})

    said = response.content.decode()
    assert ("<html" in said, "등급이 바뀌는 기업" in said) == (False, True)
    assert "HX-Request" in response["Vary"]


def test_nothing_is_stored(ministry, round_):
    before = list(Outcome.objects.order_by("pk").values()), Event.objects.count()

    found(ministry, shift="-50", mode="report_separately")

    assert (list(Outcome.objects.order_by("pk").values()), Event.objects.count()) == before


def test_assumed_figures_say_so_and_published_ones_do_not(ministry, round_):
    form = ministry.get(ADDRESS).context["form"]

    assumed = {name for name, field in form.fields.items() if "가정" in field.label}
    assert assumed == {"ktrs", "trim", "mode", "section_1", "section_2", "section_3"}


def test_a_part_of_the_figures_may_be_asked(ministry, round_):
    form = ministry.get(ADDRESS, {"trim": "5"}).context["form"]

    assert (form["ktrs"].value(), form["edge_8"].value()) == (30, load_scheme("2026-1").level("3").score_min)


def test_a_round_without_results_and_no_round_at_all(ministry):
    assert "등록된 회차가 없어요" in ministry.get(ADDRESS).content.decode()
    make_outcome(published=False)
    assert "공개된 통합 역량진단 결과가 없어요" in ministry.get(ADDRESS).content.decode()


def test_an_unknown_round_is_said(ministry, round_):
    assert "찾는 회차가 없어요" in ministry.get(ADDRESS, {"round": "2031-1"}).content.decode()


def test_the_queries_do_not_grow_with_the_cohort(ministry, round_):
    counts = []
    for more in (0, 9):
        for _number in range(more):
            make_outcome(ratings=["4"] * 3)
        ministry.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            ministry.get(ADDRESS, {"trim": "5", "shift": "3"})
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 8


def test_the_room_speaks_of_the_cohort_alone(round_):
    told = findings(cohort_of(round_), Wish(ktrs_percent=20))

    assert [label for label, _present, _tried in told.applied][-1] == "KTRS-FM 비중"
    assert told.count == 8


def test_where_the_room_is():
    assert reverse("line_drawing") == ADDRESS
