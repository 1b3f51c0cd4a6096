"""How a name sounds, so that search forgives spelling and spacing: 머신비젼 and 머신 비전 have one key."""

import re
import unicodedata

# One or two letters a sound. What is often mistaken for each other gets the same letter (ㅐ·ㅔ, ㅓ·ㅕ, ㄲ·ㄱ …);
# letters are Latin, so that the database treats them alike whatever its locale.
INITIALS = ("g", "g", "n", "d", "d", "r", "m", "b", "b", "s", "s", "", "j", "j", "c", "k", "t", "p", "h")
VOWELS = (
    "a",
    "e",
    "a",
    "e",
    "v",
    "e",
    "v",
    "e",
    "o",
    "oa",
    "oe",
    "oe",
    "o",
    "u",
    "uv",
    "oe",
    "ui",
    "u",
    "w",
    "wi",
    "i",
)
FINALS = (
    *("", "g", "g", "gs", "n", "nj", "nh", "d", "r", "rg", "rm", "rb", "rs", "rt", "rp", "rh", "m", "b", "bs"),
    *("s", "s", "q", "j", "c", "k", "t", "p", "h"),
)
FIRST, LAST = ord("가"), ord("힣")
LEGAL_FORMS = re.compile(r"\(주\)|\(유\)|㈜|주식회사|유한회사|유한책임회사")
OTHER = re.compile(r"[^a-z0-9]+")
LENGTH = 3


def key(text: str) -> str:
    """The sounds of a text in small Latin letters and digits, without spaces, signs and legal form."""
    plain = unicodedata.normalize("NFKC", LEGAL_FORMS.sub("", text)).lower()
    return OTHER.sub("", "".join(_letters(sign) for sign in plain))


def grams(sounds: str) -> frozenset[str]:
    """Every three letters in a row."""
    return frozenset(sounds[at : at + LENGTH] for at in range(len(sounds) - LENGTH + 1))


def likeness(asked: str, found: str) -> int:
    """How many percent of what was asked for lies in what was found, both as keys; 100 where it lies there whole."""
    if asked in found:
        return 100
    wanted = grams(asked)
    return 100 * len(wanted & grams(found)) // len(wanted) if wanted else 0


def _letters(sign: str) -> str:
    if not FIRST <= ord(sign) <= LAST:
        return sign
    rest, final = divmod(ord(sign) - FIRST, 28)
    initial, vowel = divmod(rest, 21)
    return INITIALS[initial] + VOWELS[vowel] + FINALS[final]
