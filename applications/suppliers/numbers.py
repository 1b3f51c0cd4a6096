"""Business numbers (사업자등록번호): how they are read, checked and written."""

import unicodedata

from django.utils.translation import gettext_lazy as _

LENGTH = 10
WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
SEPARATORS = "-‐‑‒–—−ㅡ. \t\u00a0"


class NotABusinessNumber(ValueError):
    """The text is no business number; the first argument is the sentence for the person."""


def parse_business_number(text: str) -> str:
    """Ten digits from what a person typed: hyphens, blanks and full-width digits are welcome.

    Raises NotABusinessNumber where the length, the digits or the check digit are wrong, and for all zeros,
    which would pass the sum.
    """
    digits = bare(text)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        raise NotABusinessNumber(_("사업자등록번호는 숫자 10자리입니다. 예: 123-45-67891"))
    if not int(digits) or check_digit(digits[:-1]) != digits[-1]:
        raise NotABusinessNumber(_("사업자등록번호가 올바르지 않습니다. 숫자를 다시 확인해 주세요."))
    return digits


def bare(text: str) -> str:
    """The text without hyphens and blanks, full-width digits made plain."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text) if mark not in SEPARATORS)


def check_digit(nine: str) -> str:
    """The tenth digit that belongs to the first nine."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, WEIGHTS, strict=True))
    total += int(nine[-1]) * WEIGHTS[-1] // 10
    return str(-total % 10)


def format_business_number(digits: str) -> str:
    """The way it is printed: `123-45-67891`."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
