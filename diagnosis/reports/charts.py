"""Pictures of plain figures as SVG, the same on a screen and in a printed report.

Colours and sizes are presentation attributes, because the page's policy refuses style attributes
and the printed report brings no style sheet of the screen; the classes let the screen recolour.
Every picture names itself and says its figures in words, for those who do not see it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from math import cos, pi, sin

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Number = int | Decimal
Point = tuple[float, float]

WIDTH = 360
INK, SOFT, RULE, FILL, SECOND = "#1e2124", "#464c53", "#cdd1d5", "#256ef4", "#8a5c00"
FONT = "Pretendard GOV, sans-serif"
DASHES = ("", "6 3", "2 3", "8 3 2 3")
MOST_LABELS = 8


def radar_svg(
    labels: Sequence[str],
    values: Sequence[Number],
    maximum: Number,
    title: str,
    description: str,
    *,
    compared: Sequence[Number] = (),
) -> SafeString:
    """A radar of three or more axes that share one maximum; `compared` is drawn as a dashed outline."""
    if len(labels) < 3 or len(labels) != len(values):
        raise ValueError("a radar needs three or more labels and as many values")
    centre, radius = (WIDTH / 2, 145.0), 95.0
    rings = [
        _polygon(_ring(len(labels), centre, radius * step / 4), "none", RULE, "chart-rule") for step in (1, 2, 3, 4)
    ]
    spokes = [_line(centre, tip, RULE, "chart-rule") for tip in _ring(len(labels), centre, radius)]
    shapes = [_shape(values, maximum, centre, radius, FILL, "chart-main")]
    if compared:
        shapes.append(_shape(compared, maximum, centre, radius, SECOND, "chart-second", dash="6 3"))
    names = [
        _axis_name(label, value, tip, centre)
        for label, value, tip in zip(labels, values, _ring(len(labels), centre, radius + 14), strict=True)
    ]
    return _picture(290, title, description, [*rings, *spokes, *shapes, *names])


def level_scale_svg(
    levels: Sequence[str], reached: str, total: Number | str, title: str, description: str
) -> SafeString:
    """The steps from lowest to highest as cells of one width, the reached one marked with its total."""
    width = (WIDTH - 8) / len(levels)
    place = list(levels).index(reached)
    cells = [_cell(name, 4 + width * number, width, number, place) for number, name in enumerate(levels)]
    middle = 4 + width * (place + 0.5)
    pin = f'<path class="chart-main-fill" fill="{FILL}" d="M{middle - 6:.1f} 30h12l-6 9z"/>'
    said = _text(str(total), (min(max(middle, 30), WIDTH - 30), 24), size=15, anchor="middle", bold=True)
    return _picture(76, title, description, [said, pin, *cells])


def bars_svg(
    rows: Sequence[tuple[str, Number, str]], title: str, description: str, *, maximum: Number | None = None
) -> SafeString:
    """Lying bars, one below the other; a row is label, value, and the value as it is written."""
    top = maximum or max((value for _label, value, _said in rows), default=0) or 1
    parts = [part for number, row in enumerate(rows) for part in _bar(row, top, number * 38 + 4)]
    return _picture(len(rows) * 38 + 6, title, description, parts)


def columns_svg(rows: Sequence[tuple[str, Number, str]], title: str, description: str) -> SafeString:
    """Standing columns in the order given; a row is label, value, and the value as it is written."""
    top = max((value for _label, value, _said in rows), default=0) or 1
    width = (WIDTH - 8) / max(len(rows), 1)
    parts = [part for number, row in enumerate(rows) for part in _column(row, top, 4 + width * number, width)]
    return _picture(196, title, description, [*parts, _line((4, 172), (WIDTH - 4, 172), SOFT, "chart-axis")])


def lines_svg(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[Number | None]]], title: str, description: str
) -> SafeString:
    """One line per series over shared labels; None leaves a gap, and each line has a dash of its own."""
    top = max((value for _name, values in series for value in values if value is not None), default=0) or 1
    across = _across(len(labels))
    ticks = [_text(label, (x, 190), anchor="middle") for label, x in _spread(labels, across)]
    parts = [
        part for number, (name, values) in enumerate(series) for part in _series(name, values, top, across, number)
    ]
    return _picture(
        200 + 18 * len(series),
        title,
        description,
        [_line((24, 172), (WIDTH - 24, 172), SOFT, "chart-axis"), *ticks, *parts],
    )


def _picture(height: float, title: str, description: str, parts: Iterable[str]) -> SafeString:
    said = escape(f"{title}. {description}")
    return mark_safe(  # every word of a caller has gone through escape()
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{said}" '
        f'viewBox="0 0 {WIDTH} {height:g}" width="100%"><title>{said}</title>'
        f"<desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )


def _ring(count: int, centre: Point, radius: float) -> list[Point]:
    angles = [2 * pi * number / count - pi / 2 for number in range(count)]
    return [(centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)) for angle in angles]


def _share(value: Number, maximum: Number) -> float:
    return min(max(float(value) / float(maximum), 0.0), 1.0)


def _shape(
    values: Sequence[Number], maximum: Number, centre: Point, radius: float, colour: str, name: str, dash: str = ""
) -> str:
    corners = [
        _ring(len(values), centre, radius * _share(value, maximum))[number] for number, value in enumerate(values)
    ]
    return _polygon(corners, "none" if dash else colour, colour, name, width=2, dash=dash)


def _axis_name(label: str, value: Number, tip: Point, centre: Point) -> str:
    aside = tip[0] - centre[0]
    anchor = "middle" if abs(aside) < 12 else "start" if aside > 0 else "end"
    below = 12 if tip[1] > centre[1] + 12 else 0
    name = _text(label, (tip[0], tip[1] + below - 6), anchor=anchor)
    return name + _text(str(value), (tip[0], tip[1] + below + 9), anchor=anchor, bold=True)


def _cell(name: str, left: float, width: float, number: int, place: int) -> str:
    here, below = number == place, number < place
    fill, ink = (FILL, "#ffffff") if here else ("#d8e5fd", INK) if below else ("#ffffff", INK)
    kind = "here" if here else "below" if below else "above"
    box = (
        f'<rect class="scale-{kind}" x="{left:.1f}" y="42" width="{width:.1f}" height="28" '
        f'fill="{fill}" stroke="#58616a" stroke-width="1"/>'
    )
    return box + _text(name, (left + width / 2, 61), anchor="middle", bold=here, colour=ink, name=f"scale-text-{kind}")


def _bar(row: tuple[str, Number, str], top: Number, y: float) -> list[str]:
    label, value, said = row
    track = f'<rect class="chart-track" x="4" y="{y + 19:g}" width="{WIDTH - 8}" height="10" fill="#e6e8ea"/>'
    length = (WIDTH - 8) * _share(value, top)
    bar = f'<rect class="chart-main-fill" x="4" y="{y + 19:g}" width="{length:.1f}" height="10" fill="{FILL}"/>'
    return [_text(label, (4, y + 12)), _text(said, (WIDTH - 4, y + 12), anchor="end", bold=True), track, bar]


def _column(row: tuple[str, Number, str], top: Number, left: float, width: float) -> list[str]:
    label, value, said = row
    height, middle = 140 * _share(value, top), left + width / 2
    bar = (
        f'<rect class="chart-main-fill" x="{left + width * 0.15:.1f}" y="{172 - height:.1f}" '
        f'width="{width * 0.7:.1f}" height="{height:.1f}" fill="{FILL}"/>'
    )
    return [
        bar,
        _text(said, (middle, 167 - height), anchor="middle", size=11),
        _text(label, (middle, 188), anchor="middle"),
    ]


def _across(count: int) -> list[float]:
    if count < 2:
        return [WIDTH / 2] * count
    return [24 + (WIDTH - 48) * number / (count - 1) for number in range(count)]


def _spread(labels: Sequence[str], across: Sequence[float]) -> list[tuple[str, float]]:
    """As many labels as find room, evenly, so that they never run into each other."""
    every = -(-len(labels) // MOST_LABELS) or 1
    return list(zip(labels, across, strict=True))[::every]


def _series(name: str, values: Sequence[Number | None], top: Number, across: Sequence[float], number: int) -> list[str]:
    colour, kind = ((FILL, "chart-main"), (SECOND, "chart-second"))[number % 2]
    dash = DASHES[number % len(DASHES)]
    dots = [
        (x, 172 - 140 * _share(value, top)) if value is not None else None
        for x, value in zip(across, values, strict=True)
    ]
    pieces = [_line(one, two, colour, kind, width=2, dash=dash) for one, two in pairwise(dots) if one and two]
    told = [f"{value:,}" if len(dots) <= MOST_LABELS else "" for value in values if value is not None]
    marks = [_dot(dot, said, kind, colour) for dot, said in zip(filter(None, dots), told, strict=True)]
    legend_y = 212 + 18 * number
    key = _line((24, legend_y - 4), (52, legend_y - 4), colour, kind, width=2, dash=dash)
    return [*pieces, *marks, key, _text(name, (58, legend_y))]


def _dot(at: Point, said: str, kind: str, colour: str) -> str:
    circle = f'<circle class="{kind}-fill" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="3" fill="{colour}"/>'
    return circle + (_text(said, (at[0], at[1] - 8), anchor="middle", size=11) if said else "")


def _polygon(corners: Iterable[Point], fill: str, stroke: str, name: str, *, width: float = 1, dash: str = "") -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    veil = ' fill-opacity="0.18"' if fill != "none" else ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    look = f'fill="{fill}"{veil} stroke="{stroke}" stroke-width="{width:g}"{dashed}'
    return f'<polygon class="{name}" points="{points}" {look}/>'


def _line(start: Point, end: Point, colour: str, name: str, *, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line class="{name}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
    )


def _text(
    said: str,
    at: Point,
    *,
    size: int = 12,
    anchor: str = "start",
    bold: bool = False,
    colour: str = INK,
    name: str = "chart-text",
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text class="{name}" x="{at[0]:.1f}" y="{at[1]:.1f}" font-family="{FONT}" font-size="{size}" '
        f'text-anchor="{anchor}" fill="{colour}"{weight}>{escape(said)}</text>'
    )
