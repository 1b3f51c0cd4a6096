import csv
import json
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnosis.scoring.models import Outcome
from portal.dashboards.queries import standing_outcomes
from portal.statistics.datasets import Column, Dataset, datasets
from portal.statistics.files import csv_text, json_data
from portal.statistics.page import part
from tests.factories.outcomes import make_outcome

pytestmark = pytest.mark.django_db
CODES = ["programme", "register", "stages", "levels", "regions", "kinds"]


def rows_of(code: str) -> list[dict[str, object]]:
    return json_data(next(one for one in datasets() if one.code == code))["rows"]


def test_a_published_result_is_counted_and_a_small_group_kept_back():
    outcome = make_outcome()
    year = outcome.application.round.year

    levels = [row for row in rows_of("levels") if row["after_bonus"]]
    kinds = [row for row in rows_of("kinds") if row["status"]]

    assert [(row["year"], row["level"], row["after_bonus"]) for row in levels] == [(year, outcome.level, 1)]
    assert [(row["published"], row["excellent"], row["status"]) for row in kinds] == [(None, None, "small")]


def test_a_result_that_is_not_published_is_not_counted():
    make_outcome(published=False)

    assert (rows_of("levels"), rows_of("kinds"), rows_of("regions")) == ([], [], [])


def test_five_results_are_shown():
    for _number in range(5):
        make_outcome()
    kinds = [row for row in rows_of("kinds") if row["published"]]

    assert [(row["published"], row["status"]) for row in kinds] == [(5, "")]
    assert sum(row["after_bonus"] for row in rows_of("levels")) == standing_outcomes().count() == 5


def test_the_score_and_the_company_stand_in_no_file(client):
    outcome = make_outcome()
    said = "".join(
        client.get(f"/statistics/{code}.{kind}").content.decode() for code in CODES for kind in ("csv", "json")
    )

    assert str(outcome.total) not in said
    assert outcome.application.supplier.name not in said


@pytest.mark.parametrize("code", CODES)
def test_the_files_and_the_page_say_the_same(client, code):
    make_outcome()
    text = client.get(f"/statistics/{code}.csv").content.decode("utf-8-sig")
    data = json.loads(client.get(f"/statistics/{code}.json").content)
    lines = list(csv.DictReader(StringIO(text)))

    assert [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in data["rows"]] == lines
    assert [column["name"] for column in data["columns"]] == list(lines[0])
    assert data["title"] in client.get("/statistics/").content.decode()


def test_an_unknown_table_is_404_and_an_unknown_year_is_said(client):
    make_outcome()

    assert [client.get(f"/statistics/none.{kind}").status_code for kind in ("csv", "json")] == [404, 404]
    assert "찾는 연도가 없어요" in client.get("/statistics/?year=1999").content.decode()
    assert "찾는 연도가 없어요" not in client.get("/statistics/").content.decode()


def test_the_number_of_queries_does_not_grow(client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/statistics/").status_code == 200
        return len(queries)

    make_outcome()
    few = cost()
    for _number in range(3):
        make_outcome()

    assert Outcome.objects.count() == 4
    assert cost() == few <= 15


def test_the_page_says_in_words_why_a_cell_is_empty():
    columns = [Column("year", "연도"), Column("name", "이름"), Column("published", "수"), Column("status", "사유")]
    rows = [(2026, "가", None, "small"), (2026, "나", None, "withheld"), (2026, "다", 1200, ""), (2025, "라", 7, "")]
    dataset = Dataset("kinds", "제목", "정의", columns, rows)

    assert [[text for text, _figure in row] for row in part(dataset, 2026).rows] == [
        ["가", "5 미만"],
        ["나", "비공개"],
        ["다", "1,200"],
    ]
    assert csv_text(dataset).startswith("\ufeffyear,name,published,status")
