"""Exact numbers: rounding once, printing plainly, sharing out what rounding leaves over."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

PRINTED_DECIMALS = 4
"""Decimals of a printed item, category or section figure."""


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Round a value of 0 or more half up; `half_up(Fraction(1, 20), 1)` is 0.1."""
    unit = 10**decimals
    return _scaled((2 * value.numerator * unit + value.denominator) // (2 * value.denominator), decimals)


def floored(value: Fraction, decimals: int = PRINTED_DECIMALS) -> Decimal:
    """Cut a value of 0 or more after some decimals."""
    return _scaled(value.numerator * 10**decimals // value.denominator, decimals)


def shared_out(parts: Sequence[Fraction], decimals: int = PRINTED_DECIMALS) -> tuple[Decimal, ...]:
    """Cut every part after some decimals so that the cut parts add up to the cut sum.

    What cutting leaves over goes, one smallest unit each, to the parts that lost most (the earlier one
    when equal). Cutting the sum, rather than rounding it, keeps any later half-up rounding unchanged.
    """
    unit = 10**decimals
    units = [part.numerator * unit // part.denominator for part in parts]
    lost = [Fraction(part.numerator * unit % part.denominator, part.denominator) for part in parts]
    left_over = int(sum(lost, Fraction(0)))
    by_loss = sorted(range(len(parts)), key=lambda i: (-lost[i], i)) if left_over else []
    for index in by_loss[:left_over]:
        units[index] += 1
    return tuple(_scaled(count, decimals) for count in units)


def plain(value: Decimal | Fraction) -> str:
    """A number as text: no exponent, no trailing zeros; a value without finite decimals as `n/d`."""
    if isinstance(value, Fraction):
        cut = floored(value)
        return plain(cut) if Fraction(cut) == value else f"{value.numerator}/{value.denominator}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scaled(units: int, decimals: int) -> Decimal:
    whole, rest = divmod(units, 10**decimals)
    return Decimal(f"{whole}.{rest:0{decimals}d}") if decimals else Decimal(whole)
