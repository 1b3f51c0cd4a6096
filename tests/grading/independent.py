"""The rules of scoring a second time, from their wording and the raw scheme files alone.

Nothing of the package is used. Ratings are half steps, points twentieths or tenths in plain integers,
rounding is the decimal module's, and the Level is found in the five-point column of the level table
rather than in the column of points.
"""

import tomllib
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path

SCHEMES = Path(__file__).parents[2] / "grading" / "schemes"
WIDE = Context(prec=60)
FIVE_POINT_COLUMN = [
    ("4.5", "5"),
    ("4.2", "4+"),
    ("3.8", "4"),
    ("3.5", "4-"),
    ("3.2", "3+"),
    ("2.8", "3"),
    ("2.5", "3-"),
    ("2.2", "2+"),
    ("1.8", "2"),
    ("1.5", "2-"),
    ("1.2", "1+"),
    ("0.8", "1"),
    ("0.5", "1-"),
]


def weights(scheme: str, track: str) -> tuple[dict[str, int], dict[str, int]]:
    """Points of the panel's items and of the KTRS items, by code."""
    content = tomllib.loads((SCHEMES / scheme / f"{track.lower()}.toml").read_text("utf-8"))
    panel, ktrs = {}, {}
    for item in content["item"]:
        (ktrs if item["marked_by"] == "KTRS" else panel)[item["code"]] = item["points"]
    return panel, ktrs


def one_decimal(numerator: int, denominator: int) -> Decimal:
    return WIDE.divide(Decimal(numerator), Decimal(denominator)).quantize(
        Decimal("0.1"), rounding=ROUND_HALF_UP, context=WIDE
    )


def integrated(panel: dict[str, int], ktrs: dict[str, int], sheets: list, letters: dict[str, str]) -> Decimal:
    """Base of the integrated track: an item is worth P × (0.5 + 0.1 r), here in twentieths P × (10 + 2r)."""
    totals = [sum(p * (10 + int(marks[code] * 2)) for code, p in panel.items()) for marks in in_order(sheets)]
    fixed = sum(p * (10 + 2 * (5 - "ABCDE".index(letters[code]))) for code, p in ktrs.items())
    kept = without_extremes(totals)
    return one_decimal(sum(kept) + fixed * len(kept), 20 * len(kept))


def manufacturing_ai(panel: dict[str, int], sheets: list) -> Decimal:
    """Score of the AI track: an item is worth P × r / 5, here in tenths P × 2r."""
    totals = [sum(p * int(marks[code] * 2) for code, p in panel.items()) for marks in in_order(sheets)]
    kept = without_extremes(totals)
    return one_decimal(sum(kept), 10 * len(kept))


def in_order(sheets: list) -> list:
    return [sheet.ratings for sheet in sorted(sheets, key=lambda sheet: sheet.closed)]


def without_extremes(totals: list[int]) -> list[int]:
    """Five or more: remove the first highest, then the first lowest of the rest."""
    rest = list(totals)
    if len(rest) >= 5:
        rest.remove(max(rest))
        rest.remove(min(rest))
    return rest


def with_bonus(base: Decimal, ai: Decimal | None) -> Decimal:
    together = base if ai is None else base + (ai if ai < 100 else Decimal("100.0"))
    return together if together < 1000 else Decimal("1000.0")


def grade_point(total: Decimal) -> Decimal:
    return ((total - 500) / 100 if total > 500 else Decimal(0)).quantize(Decimal("0.001"))


def level(total: Decimal) -> str:
    for edge, label in FIVE_POINT_COLUMN:
        if grade_point(total) >= Decimal(edge):
            return label
    return "0"
