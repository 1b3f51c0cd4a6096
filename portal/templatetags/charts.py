"""Charts on pages: the same pictures as in the printed report, each beside its table."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from diagnosis.reports import charts

register = template.Library()


@register.simple_tag
def radar_chart(
    labels: Sequence[str],
    values: Sequence[charts.Number],
    maximum: charts.Number,
    title: str,
    description: str,
    compared: Sequence[charts.Number] = (),
) -> SafeString:
    """A radar; every axis shares one maximum."""
    return charts.radar_svg(labels, values, maximum, title, description, compared=compared)


@register.simple_tag
def level_scale(
    levels: Sequence[str], reached: str, total: charts.Number | str, title: str, description: str
) -> SafeString:
    """The 14 Levels from lowest to highest with the one reached."""
    return charts.level_scale_svg(levels, reached, total, title, description)


@register.simple_tag
def bar_chart(
    rows: Sequence[tuple[str, charts.Number, str]],
    title: str,
    description: str,
    maximum: charts.Number | None = None,
) -> SafeString:
    """Lying bars; a row is label, value, value as written."""
    return charts.bars_svg(rows, title, description, maximum=maximum)


@register.simple_tag
def column_chart(rows: Sequence[tuple[str, charts.Number, str]], title: str, description: str) -> SafeString:
    """Standing columns; a row is label, value, value as written."""
    return charts.columns_svg(rows, title, description)


@register.simple_tag
def line_chart(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[charts.Number | None]]],
    title: str,
    description: str,
) -> SafeString:
    """Lines over shared labels; a series is name and values."""
    return charts.lines_svg(labels, series, title, description)


@register.simple_block_tag
def chart_with_table(
    content: str, title: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], note: str = ""
) -> str:
    """A figure and, folded under it, the table of its figures; the first cell of a row is its heading."""
    context = {"content": content, "title": title, "headers": headers, "rows": rows, "note": note}
    return render_to_string("components/chart_with_table.html", context)
