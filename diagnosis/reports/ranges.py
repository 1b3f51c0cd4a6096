"""A picture of one company among others: for each row the middle half of the field, its median and the company."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH, LEFT, ROW = 360, 8, 38
INK, SOFT, TRACK, BAND, OWN = "#1e2124", "#464c53", "#eef1f4", "#b4c7ee", "#0b50d0"
FONT = "Pretendard GOV, sans-serif"


class Range(NamedTuple):
    """Shares in percent: the quartiles of the field and the company's own."""

    label: str
    low: Decimal
    middle: Decimal
    high: Decimal
    own: Decimal


def ranges_svg(rows: Sequence[Range], legend: Sequence[str], title: str, description: str) -> SafeString:
    """`legend` names the band, the line and the point, in this order; every figure is also in the table beside it."""
    height = len(rows) * ROW + 26
    parts = [_row(row, number * ROW) for number, row in enumerate(rows)] + [_legend(legend, height - 10)]
    said = escape(f"{title}. {description}")
    return mark_safe(  # every word of a caller has gone through escape()
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{said}" '
        f'viewBox="0 0 {WIDTH} {height}" width="100%"><title>{said}</title>'
        f"<desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )


def _row(row: Range, y: int) -> str:
    low, middle, high, own = (_x(share) for share in (row.low, row.middle, row.high, row.own))
    return (
        _text(row.label, LEFT, y + 13)
        + _text(f"{row.own}%", WIDTH - LEFT, y + 13, "end", bold=True)
        + f'<rect x="{LEFT}" y="{y + 20}" width="{WIDTH - 2 * LEFT}" height="10" fill="{TRACK}"/>'
        + f'<rect x="{low:.1f}" y="{y + 20}" width="{max(high - low, 1):.1f}" height="10" fill="{BAND}"/>'
        + f'<rect x="{middle - 1:.1f}" y="{y + 17}" width="2" height="16" fill="{INK}"/>'
        + _point(own, y + 25)
    )


def _legend(legend: Sequence[str], y: float) -> str:
    band, line, point = legend
    return (
        f'<rect x="{LEFT}" y="{y - 8}" width="16" height="8" fill="{BAND}"/>'
        + _text(band, LEFT + 20, y, size=9)
        + f'<rect x="152" y="{y - 10}" width="2" height="12" fill="{INK}"/>'
        + _text(line, 159, y, size=9)
        + _point(256, y - 4)
        + _text(point, 265, y, size=9)
    )


def _point(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{OWN}" stroke="#ffffff" stroke-width="1.5"/>'


def _x(share: Decimal) -> float:
    return LEFT + (WIDTH - 2 * LEFT) * min(max(float(share), 0.0), 100.0) / 100


def _text(said: str, x: float, y: float, anchor: str = "start", *, size: int = 11, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    colour = INK if size > 9 else SOFT
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}>{escape(said)}</text>'
    )
