from decimal import Decimal
from xml.etree import ElementTree

import pytest

from diagnosis.reports import charts

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = ("0", "1-", "1", "1+", "2-", "2", "2+", "3-", "3", "3+", "4-", "4", "4+", "5")


def parsed(drawing: str) -> ElementTree.Element:
    assert " style=" not in drawing
    return ElementTree.fromstring(drawing)


def texts(drawing: str) -> list[str]:
    return [text.text or "" for text in parsed(drawing).iter(f"{SVG}text")]


def widths(drawing: str) -> list[str | None]:
    return [bar.get("width") for bar in parsed(drawing).iter(f"{SVG}rect") if bar.get("class") == "chart-main-fill"]


def test_every_picture_names_itself_and_says_its_figures():
    root = parsed(charts.bars_svg([("가", 3, "3")], "단계", "가 3건"))
    assert (root.get("role"), root.get("aria-label")) == ("img", "단계. 가 3건")
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("단계. 가 3건", "가 3건")


def test_words_of_callers_are_escaped():
    drawing = charts.bars_svg([("<script>", 1, "1 & 2")], "a<b", '"인용"')
    assert texts(drawing) == ["<script>", "1 & 2"]
    assert parsed(drawing).get("aria-label") == 'a<b. "인용"'


def test_radar_puts_full_marks_on_the_rim_and_nothing_at_the_centre():
    drawing = charts.radar_svg(("가", "나", "다", "라"), (100, 0, 100, 50), 100, "t", "d")
    shape = next(p for p in parsed(drawing).iter(f"{SVG}polygon") if p.get("class") == "chart-main")
    assert shape.get("points") == "180.0,50.0 180.0,145.0 180.0,240.0 132.5,145.0"


def test_radar_writes_every_label_and_value():
    drawing = charts.radar_svg(("가", "나", "다"), (Decimal("82.0"), 0, 5), 100, "t", "d")
    assert texts(drawing) == ["가", "82.0", "나", "0", "다", "5"]


def test_radar_draws_the_compared_shape_dashed():
    drawing = charts.radar_svg(("가", "나", "다"), (1, 2, 3), 5, "t", "d", compared=(2, 2, 2))
    dashed = [
        p.get("stroke-dasharray") for p in parsed(drawing).iter(f"{SVG}polygon") if p.get("class") == "chart-second"
    ]
    assert dashed == ["6 3"]


def test_radar_needs_three_axes():
    with pytest.raises(ValueError, match="three"):
        charts.radar_svg(("가", "나"), (1, 2), 5, "t", "d")


@pytest.mark.parametrize("reached", ["0", "3-", "5"])
def test_scale_marks_exactly_the_reached_level(reached):
    root = parsed(charts.level_scale_svg(LEVELS, reached, "782.5", "t", "d"))
    cells = [cell.get("class") for cell in root.iter(f"{SVG}rect")]
    place = LEVELS.index(reached)
    assert cells == ["scale-below"] * place + ["scale-here"] + ["scale-above"] * (13 - place)


def test_scale_writes_the_total_as_given():
    assert texts(charts.level_scale_svg(LEVELS, "3-", "782.5", "t", "d"))[0] == "782.5"


def test_bars_are_shares_of_the_longest():
    assert widths(charts.bars_svg([("가", 4, "4"), ("나", 1, "1"), ("다", 0, "0")], "t", "d")) == [
        "352.0",
        "88.0",
        "0.0",
    ]


def test_bars_are_shares_of_a_given_maximum():
    assert widths(charts.bars_svg([("가", Decimal("50.0"), "50.0")], "t", "d", maximum=100)) == ["176.0"]


def test_bars_of_nothing_but_zero_do_not_divide_by_zero():
    assert widths(charts.bars_svg([("가", 0, "0")], "t", "d")) == ["0.0"]


def test_columns_are_shares_of_the_tallest():
    root = parsed(charts.columns_svg([("가", 10, "10"), ("나", 5, "5")], "t", "d"))
    assert [bar.get("height") for bar in root.iter(f"{SVG}rect")] == ["140.0", "70.0"]


def test_empty_columns_still_draw_an_axis():
    assert len(list(parsed(charts.columns_svg([], "t", "d")).iter(f"{SVG}line"))) == 1


def test_line_leaves_a_gap_where_a_value_is_missing():
    root = parsed(charts.lines_svg(("1", "2", "3", "4"), [("가", (1, 2, None, 4))], "t", "d"))
    pieces = [line for line in root.iter(f"{SVG}line") if line.get("class") == "chart-main"]
    assert (len(pieces), len(list(root.iter(f"{SVG}circle")))) == (2, 3)  # one piece is the key of the line


def test_a_line_says_its_values_where_there_is_room():
    few = texts(charts.lines_svg(("가", "나", "다"), [("선", (1728, None, 2510))], "t", "d"))
    many = texts(charts.lines_svg([f"{day}일" for day in range(31)], [("선", list(range(100, 131)))], "t", "d"))

    assert [text for text in few if text[0].isdigit()] == ["1,728", "2,510"]
    assert [text for text in many if text.isdigit()] == []


def test_lines_differ_in_dash_and_not_in_colour_alone():
    root = parsed(charts.lines_svg(("1", "2"), [("가", (1, 2)), ("나", (2, 1))], "t", "d"))
    dashes = [line.get("stroke-dasharray") for line in root.iter(f"{SVG}line") if line.get("class") != "chart-axis"]
    assert dashes == [None, None, "6 3", "6 3"]


def test_many_labels_never_run_into_each_other():
    labels = [str(day) for day in range(31)]
    shown = [text for text in texts(charts.lines_svg(labels, [("가", list(range(31)))], "t", "d")) if text in labels]
    assert len(shown) <= 8
