"""How a rating 0 … 5 in steps of 0.5 is stored: a decimal column while open, one character a step once sealed."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

STEPS = "0123456789A"
CHOICES: list[Decimal] = [Decimal(step) / 2 for step in range(11)]


class RatingField(models.DecimalField):
    """A rating, or null while nothing is chosen."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        settings = {"max_digits": 2, "decimal_places": 1, "null": True, "blank": True}
        limits = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(5))]
        super().__init__(*args, **(settings | {"validators": limits} | kwargs))  # type: ignore[arg-type]


def seal(ratings: list[Decimal]) -> str:
    """Ratings in the scheme's item order as one text, a character each: 0 → '0', 0.5 → '1' … 5 → 'A'."""
    return "".join(STEPS[int(rating * 2)] for rating in ratings)


def unseal(text: str) -> list[Decimal]:
    """The ratings of a sealed sheet in the scheme's item order."""
    return [CHOICES[STEPS.index(character)] for character in text]
