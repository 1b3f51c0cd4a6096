from grading.programme import programme_series
from portal.dashboards.series import series_charts


def test_the_line_stops_where_the_definition_changes():
    registered = series_charts()[0]

    assert registered.periods == ["2022", "2023", "2024", "2025", "2026-03"]
    assert [values for _name, values in registered.lines] == [
        [1728, 1934, None, None, None],
        [None, None, 1226, 1987, 2510],
    ]


def test_the_two_definitions_of_excellent_are_never_one_chart():
    charts = {chart.title: chart for chart in series_charts()}
    known = programme_series()

    assert [row[:2] for row in charts[known["EXCELLENT_COMPANIES"].name].table] == [["2023", "75"], ["2025", "200"]]
    assert [row[:2] for row in charts[known["EXCELLENT_COMPANIES_UNTIL_2025"].name].table] == [
        ["2023", "75"],
        ["2024", "93"],
    ]


def test_every_figure_names_its_source_and_definition():
    for chart in series_charts():
        assert chart.definition
        assert all(row[3] for row in chart.table)
