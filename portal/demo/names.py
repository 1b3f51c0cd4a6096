"""Invented names and numbers: people, companies, business numbers, addresses."""

from random import Random

from applications.suppliers.numbers import check_digit
from portal.demo import words

NUMBER_KINDS = ("81", "86", "87", "88")


def person_name(rng: Random) -> str:
    """A Korean name of three syllables."""
    return rng.choice(words.SURNAMES) + rng.choice(words.GIVEN_FIRST) + rng.choice(words.GIVEN_LAST)


def company_names(rng: Random, fields: list[str]) -> list[str]:
    """A distinct company name for each technology field given, in that order."""
    taken: set[str] = set()
    return [_company_name(rng, field, taken) for field in fields]


def business_numbers(rng: Random, count: int) -> list[str]:
    """Distinct valid business numbers; nine drawn digits and the check digit that belongs to them."""
    taken: set[str] = set()
    while len(taken) < count:
        nine = f"{rng.randrange(100, 900)}{rng.choice(NUMBER_KINDS)}{rng.randrange(10_000):04d}"
        taken.add(nine + check_digit(nine))
    return sorted(taken, key=lambda number: number[::-1])


def corporate_number(rng: Random) -> str:
    """Thirteen digits that no register holds: twelve drawn ones below a court that does not exist, and their check."""
    twelve = f"0000{rng.randrange(100_000_000):08d}"
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(twelve))
    return twelve + str(-total % 10)


def address(rng: Random, region: str) -> str:
    """A street that no map shows, in the region named."""
    return f"{region} {rng.choice(words.ROADS)}로 {rng.randrange(1, 400)}"


def stem(rng: Random) -> str:
    """Two syllables without a meaning."""
    return rng.choice(words.STEM_FIRST) + rng.choice(words.STEM_LAST)


def _company_name(rng: Random, field: str, taken: set[str]) -> str:
    while (name := stem(rng) + stem(rng) + rng.choice(words.SUFFIXES[field])) in taken:
        pass
    taken.add(name)
    return name
