"""How money and points are written; every screen takes them from here."""

from decimal import Decimal

BLANK = "–"
TENTH = Decimal("0.1")


def won_text(amount: int | Decimal) -> str:
    """Whole won: `₩250,000`."""
    return f"₩{int(amount):,}"


def points_text(points: Decimal | int | str) -> str:
    """Points as stored, at least one decimal, thousands apart: `782.5`, `1,000.0`.

    Never rounds, because the figure printed is the figure judged. Raises TypeError for a float.
    """
    if isinstance(points, float):
        raise TypeError("points are never floats")
    value = Decimal(points)
    plain = value.quantize(TENTH)
    return f"{plain:,}" if plain == value else f"{value.normalize():,f}"
