"""Corporate numbers (법인등록번호): thirteen digits; before 2025-01-31 the last one checked the others."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from applications.suppliers.numbers import SEPARATORS

LENGTH = 13


class NotACorporateNumber(ValueError):
    """The text has another shape; the first argument is the sentence for the person."""


def parse_corporate_number(text: str) -> str:
    """Thirteen digits from what a person typed. Raises NotACorporateNumber; a check digit that differs is no fault."""
    digits = "".join(mark for mark in unicodedata.normalize("NFKC", text) if mark not in SEPARATORS)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()) or not int(digits):
        raise NotACorporateNumber(_("법인등록번호는 숫자 13자리입니다. 예: 110111-1234567"))
    return digits


def is_doubtful(digits: str) -> bool:
    """Whether the check digit does not fit, as on a slip of the finger or on a number issued from 2025-01-31 on."""
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(digits[:-1]))
    return str(-total % 10) != digits[-1]


def format_corporate_number(digits: str) -> str:
    """The way it is printed: `110111-1234567`."""
    return f"{digits[:6]}-{digits[6:]}" if digits else ""
