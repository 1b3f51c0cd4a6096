"""Worked cases have teeth: whatever decides a score and could be changed without any sum breaking fails one of them."""

import shutil

import pytest

from grading.load import SCHEMES, faults

CHANGED = {
    "trimming from four sheets": ("rules", [("trim_from = 5", "trim_from = 4")]),
    "trimming from six sheets": ("rules", [("trim_from = 5", "trim_from = 6")]),
    "the bonus reported separately": ("rules", [('mode = "add_to_total"', 'mode = "report_separately"')]),
    "a smaller bonus": ("rules", [("max_points = { value = 100", "max_points = { value = 50")]),
    "two decimals": ("levels", [("decimals = 1", "decimals = 2")]),
    "no decimals": ("levels", [("decimals = 1", "decimals = 0")]),
    "another worth of 4 on the AI track": ("scales", [('4 = "0.80"', '4 = "0.81"')]),
    "another worth of 2 on the AI track": ("scales", [('2 = "0.40"', '2 = "0.41"')]),
    "a letter B worth more": ("scales", [("B = 4", "B = 5")]),
    "a letter D worth less": ("scales", [("D = 2", "D = 1")]),
    "weights of two items exchanged": (
        "integrated",
        [("points = 45", "points = 44"), ("points = 40", "points = 41")],
    ),
    "an edge moved with all its figures": (
        "levels",
        [
            ('score_min = "780"', 'score_min = "781"'),
            ('score_max = "780"', 'score_max = "781"'),
            ('grade_point_min = "2.8"', 'grade_point_min = "2.81"'),
            ('grade_point_max = "2.8"', 'grade_point_max = "2.81"'),
        ],
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_figure_fails_a_worked_case(tmp_path, name):
    file, changes = CHANGED[name]
    folder = shutil.copytree(SCHEMES / "2026-1", tmp_path / "2026-1")
    path = folder / f"{file}.toml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    assert faults(folder) == []

    path.write_text(text, "utf-8")

    assert {fault.place.split("/")[0] for fault in faults(folder)} == {"cases"}
