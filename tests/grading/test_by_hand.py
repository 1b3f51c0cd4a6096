"""A reader with pencil and paper, who knows nothing but the printed sentences, finds the same Level."""

import random
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from grading.explain import explain, steps
from grading.grade import grade, grade_track
from grading.values import INTEGRATED, MFG_AI
from tests.grading.marks import random_marks
from tests.grading.test_not_applicable import without

PATTERNS = {
    "ko": {
        "worth": (r"평점의 반영률: (.*)", r"([\d.]+)점 ([\d.]+)%"),
        "item": r"[\d.]+ .*: 평점 (.*) → 평균 .* → ([\d.]+) / ([\d.]+)점$",
        "letter": r"[\d.]+ .*: KTRS [A-E]\(([\d.]+)점\) → ([\d.]+) / ([\d.]+)점$",
        "sheet": r"진단위원 (\d+): 합계 ([\d.]+)점",
        "base": r"기본 점수: ([\d.]+)점",
        "bonus": r"제조AI 점수 [\d.]+점 → 가점 ([\d.]+)점",
        "total": r"총점: ([\d.]+)점\(최대 ([\d.]+)점\)",
        "grade_point": r"등급 점수: \(([\d.]+) - (\d+)\) ÷ (\d+) = ([\d.]+)",
    },
    "en": {
        "worth": (r"What a rating counts: (.*)", r"([\d.]+) = ([\d.]+)%"),
        "item": r"[\d.]+ .*: ratings (.*) → mean .* → ([\d.]+) of ([\d.]+)$",
        "letter": r"[\d.]+ .*: KTRS [A-E] \(rating ([\d.]+)\) → ([\d.]+) of ([\d.]+)$",
        "sheet": r"Assessor (\d+): sheet total ([\d.]+)",
        "base": r"Base score: ([\d.]+)",
        "bonus": r"Manufacturing AI score [\d.]+ → bonus ([\d.]+)",
        "total": r"Total: ([\d.]+) \(at most ([\d.]+)\)",
        "grade_point": r"Grade point: \(([\d.]+) - (\d+)\) ÷ (\d+) = ([\d.]+)",
    },
}


class Paper:
    """One track's lines, worked out again."""

    def __init__(self, lines, lang):
        said = PATTERNS[lang]
        whole, pair = said["worth"]
        text = next(found[1] for line in lines if (found := re.match(whole, line)))
        self.worth = {rating: Fraction(percent) / 100 for rating, percent in re.findall(pair, text)}
        self.items = [found.groups() for line in lines if (found := re.match(said["item"], line))]
        self.letters = [found.groups() for line in lines if (found := re.match(said["letter"], line))]
        self.totals = [Fraction(found[2]) for line in lines if (found := re.match(said["sheet"], line))]

    def kept(self):
        """Places of the marks that do not stand in brackets."""
        return [n for n, mark in enumerate(self.items[0][0].split(" · ")) if not mark.startswith("(")]

    def sheets(self):
        rows = [(marks.split(" · "), Fraction(possible)) for marks, _, possible in self.items]
        return [
            sum(self.worth[marks[n].strip("()")] * points for marks, points in rows) for n in range(len(self.totals))
        ]

    def exact(self):
        sheets, kept = self.sheets(), self.kept()
        letters = sum(self.worth[rating] * Fraction(possible) for rating, _, possible in self.letters)
        return sum(sheets[n] for n in kept) / len(kept) + letters

    def awarded(self):
        return sum(Fraction(row[1]) for row in (*self.items, *self.letters))


def rounded(exact):
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_total_is_found_again_from_the_sentences_alone(scheme, lang):
    rng, wrong = random.Random(11), []
    for _ in range(60):
        ai = Decimal(rng.randint(0, 400)) / 10
        marks = random_marks(rng, scheme, scheme.tracks[INTEGRATED])
        outcome = grade(scheme, grade_track(scheme, INTEGRATED, *marks), ai)

        lines = explain(outcome.to_data(), scheme, lang=lang)

        paper, said = Paper(lines, lang), PATTERNS[lang]
        base = rounded(paper.exact())
        bonus = next(Decimal(found[1]) for line in lines if (found := re.match(said["bonus"], line)))
        cap = next(Decimal(found[2]) for line in lines if (found := re.match(said["total"], line)))
        if (base, min(cap, base + bonus)) != (outcome.base, outcome.total) or paper.sheets() != paper.totals:
            wrong.append(lines)
    assert wrong == []


def test_printed_item_points_add_up_to_the_same_base(scheme):
    rng = random.Random(12)
    for _ in range(40):
        result = grade_track(scheme, INTEGRATED, *random_marks(rng, scheme, scheme.tracks[INTEGRATED]))

        paper = Paper(explain(result.to_data(), scheme), "ko")

        assert rounded(paper.awarded()) == rounded(paper.exact()) == result.base


def test_points_that_moved_are_found_again_too(scheme):
    """Shared-out points are printed to four decimals, which is enough for the score's one."""
    sheets, _ = random_marks(random.Random(4), scheme, scheme.tracks[MFG_AI])
    result = grade_track(scheme, MFG_AI, without(sheets, "1.3.1"))

    paper = Paper(explain(result.to_data(), scheme), "ko")

    assert abs(paper.exact() - result.exact) < Fraction(1, 1000)
    assert rounded(paper.exact()) == result.base


def test_a_wrong_figure_in_print_is_noticed(scheme):
    marks = random_marks(random.Random(2), scheme, scheme.tracks[INTEGRATED])
    result = grade_track(scheme, INTEGRATED, *marks)
    lines = explain(result.to_data(), scheme)

    paper = Paper([line.replace("/ 150점", "/ 140점") for line in lines], "ko")

    assert paper.sheets() != paper.totals


def test_the_steps_as_data_say_exactly_the_sentences(scheme):
    marks = random_marks(random.Random(3), scheme, scheme.tracks[INTEGRATED])
    data = grade(scheme, grade_track(scheme, INTEGRATED, *marks), Decimal("50.0")).to_data()

    told = steps(data, scheme)

    assert [step.say() for step in told] == explain(data, scheme)
    assert [step.say("en") for step in told] == explain(data, scheme, lang="en")
    assert [step.to_data()["key"] for step in told][-4:] in (
        ["total", "level", "grade_point", "before"],
        ["bonus", "total", "level", "grade_point"],
    )
    assert {step.track for step in told} == {INTEGRATED, ""}
