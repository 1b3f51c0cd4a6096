"""Marks to grade: sheets with one rating throughout, letters, and random ones."""

import random
from decimal import Decimal

from grading.grade import Sheet
from grading.values import Scheme, Track

RATINGS = [Decimal(half) / 2 for half in range(11)]


def uniform(track: Track, *ratings: str) -> list[Sheet]:
    """A sheet per rating, all its items at that rating, closed in the order given."""
    return [
        Sheet(f"assessor-{number}", {item.code: Decimal(rating) for item in track.panel_items}, number)
        for number, rating in enumerate(ratings, 1)
    ]


def letters(track: Track, letter: str) -> dict[str, str]:
    return {item.code: letter for item in track.ktrs_items}


def random_marks(rng: random.Random, scheme: Scheme, track: Track) -> tuple[list[Sheet], dict[str, str]]:
    """One to nine sheets in a shuffled order of closing, often tied, and a letter per KTRS item."""
    count = rng.randint(1, 9)
    order = rng.sample(range(1, count + 1), count)
    pool = rng.choice([RATINGS, RATINGS[4:8], RATINGS[6:7], RATINGS[-2:]])
    codes = [item.code for item in track.panel_items]
    drawn = [rng.choices(pool, k=len(codes)) for _ in order]
    if count > 1 and rng.random() < 0.3:
        drawn[-1] = drawn[0]
    sheets = [
        Sheet(f"assessor-{number}", dict(zip(codes, ratings, strict=True)), closed)
        for number, (ratings, closed) in enumerate(zip(drawn, order, strict=True))
    ]
    return sheets, {item.code: rng.choice("ABCDE") for item in track.ktrs_items}
