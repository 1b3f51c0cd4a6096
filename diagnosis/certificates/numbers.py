"""Numbers that cannot be guessed and that tell slips: 17 drawn characters (84 bits) and one that checks them."""

import re
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Thirty-one signs, a prime number of them, without those that are mistaken for others: 0, 1, I, L, O."""
DRAWN, GROUP = 17, 6
SEPARATORS = re.compile(r"[\s\-‐‑–—_.·]+")


def draw() -> str:
    """A new number as it is stored: 18 characters without separators."""
    drawn = "".join(secrets.choice(ALPHABET) for _place in range(DRAWN))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """The last character: it differs after any one wrong character and after any two changed places."""
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(drawn, 1))
    return ALPHABET[total % len(ALPHABET)]


def grouped(number: str) -> str:
    """The number as it is printed: AAAAAA-BBBBBB-CCCCCC."""
    return "-".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def read(typed: str) -> str | None:
    """The stored form of a number that somebody typed, or None when it cannot be one."""
    number = SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if len(number) != DRAWN + 1 or any(sign not in ALPHABET for sign in number):
        return None
    return number if check_character(number[:DRAWN]) == number[DRAWN] else None
