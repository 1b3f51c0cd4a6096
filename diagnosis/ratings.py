"""How a rating 0 … 5 in steps of 0.5 is stored: a decimal column while open, one character a step once sealed."""

from collections.abc import Sequence
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

STEPS = "0123456789A"
ABSENT = "N"
"""What a sealed sheet holds for an item that does not apply to the supplier."""
CHOICES: list[Decimal] = [Decimal(step) / 2 for step in range(11)]


class RatingField(models.DecimalField):
    """A rating, or null while nothing is chosen."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        settings = {"max_digits": 2, "decimal_places": 1, "null": True, "blank": True}
        limits = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(5))]
        super().__init__(*args, **(settings | {"validators": limits} | kwargs))  # type: ignore[arg-type]


def seal(ratings: Sequence[Decimal | None]) -> str:
    """Ratings in the scheme's item order as one text, a character each: 0 → '0', 0.5 → '1' … 5 → 'A', None → 'N'."""
    return "".join(ABSENT if rating is None else STEPS[int(rating * 2)] for rating in ratings)


def unseal(text: str) -> list[Decimal | None]:
    """The ratings of a sealed sheet in the scheme's item order; None where the item does not apply.

    Raises ValueError for a character that stands for nothing.
    """
    return [None if character == ABSENT else CHOICES[STEPS.index(character)] for character in text]
