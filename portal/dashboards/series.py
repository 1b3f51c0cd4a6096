"""The programme's public figures over the years, each with its definition; a change of definition breaks the line."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grading.programme import Series, programme_series

SHOWN = ("REGISTERED_SUPPLIERS", "EXCELLENT_COMPANIES", "EXCELLENT_COMPANIES_UNTIL_2025", "PROGRAMME_QUOTA")


@dataclass(frozen=True)
class SeriesChart:
    """One figure: periods, lines that stop at each break, its table, its definition and note."""

    title: str
    definition: str
    note: str
    periods: list[str]
    lines: list[tuple[str, list[int | None]]]
    headers: list[str]
    table: list[list[str]]
    finding: str


def series_charts() -> list[SeriesChart]:
    """The figures of the programme in the order in which they are shown."""
    known = programme_series()
    return [_chart(known[code]) for code in SHOWN]


def _chart(series: Series) -> SeriesChart:
    unit = _("개사")
    table = [
        [point.period, f"{point.value:,}", _("기준이 바뀜") if point.break_before else "", point.origin.title]
        for point in series.points
    ]
    first, last = series.points[0], series.points[-1]
    finding = f"{first.period} {first.value:,}{unit} → {last.period} {last.value:,}{unit}"
    return SeriesChart(
        title=_in_language(series, "name"),
        definition=_in_language(series, "definition"),
        note=_in_language(series, "note"),
        periods=[point.period for point in series.points],
        lines=_lines(series),
        headers=[_("시점"), _("값 (개사)"), _("정의"), _("출처")],
        table=table,
        finding=finding,
    )


def _lines(series: Series) -> list[tuple[str, list[int | None]]]:
    """One line for each stretch under one definition, with gaps elsewhere."""
    starts = [number for number, point in enumerate(series.points) if number == 0 or point.break_before]
    ends = [*starts[1:], len(series.points)]
    lines = []
    for start, end in zip(starts, ends, strict=True):
        values = [point.value if start <= number < end else None for number, point in enumerate(series.points)]
        first, last = series.points[start].period, series.points[end - 1].period
        lines.append((first if first == last else f"{first}–{last}", values))
    return lines


def _in_language(series: Series, name: str) -> str:
    english = (get_language() or "").startswith("en")
    return str(getattr(series, f"{name}_en" if english else name))
