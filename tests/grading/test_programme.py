"""Public figures of the programme, with their definitions."""

from grading.programme import programme_faults, programme_series


def test_the_published_series_are_there():
    series = programme_series()

    assert [(p.period, p.value) for p in series["REGISTERED_SUPPLIERS"].points] == [
        ("2022", 1728),
        ("2023", 1934),
        ("2024", 1226),
        ("2025", 1987),
        ("2026-03", 2510),
    ]
    assert [(p.period, p.value) for p in series["EXCELLENT_COMPANIES"].points] == [
        ("2023", 75),
        ("2025", 200),
    ]


def test_every_figure_has_a_source_and_every_series_a_definition():
    for series in programme_series().values():
        assert series.definition
        assert series.note_en
        assert all(point.origin.title for point in series.points)


def test_a_change_of_definition_is_marked():
    marked = {code: [p.period for p in s.points if p.break_before] for code, s in programme_series().items()}

    assert marked["REGISTERED_SUPPLIERS"] == ["2024"]
    assert marked["EXCELLENT_COMPANIES"] == []


def test_a_broken_file_is_found(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text('[[series]]\ncode = "X"\n[[series.point]]\nperiod = "2025"\nvalue = -1\n', "utf-8")

    places = {fault.place for fault in programme_faults(path)}

    assert {"programme/series/X/name", "programme/series/X/point/2025/value"} <= places
