"""What is stored of a result: it gives the whole back, and many at once are written as one by one."""

import json
import random
from dataclasses import replace
from decimal import Decimal
from itertools import cycle

import numpy as np
import pytest

from grading.details import details
from grading.explain import explain
from grading.grade import grade, grade_track
from grading.kinds import Kind
from grading.snapshot import Unreadable, packed, scheme_of, unpacked
from grading.snapshots import Paper, snapshots
from grading.values import INTEGRATED, MFG_AI, REPORT_SEPARATELY
from grading.vector import NONE, batch_of, grade_track_many, outcomes_of
from tests.grading.marks import letters, random_marks, uniform
from tests.grading.test_not_applicable import may_be_absent, sometimes_absent

KINDS = (Kind("SMART_SERVICE", "INTELLIGENCE"), Kind("SMART_MFG", "AUTOMATION"), Kind())
SOURCE = "26-1-A-0001"


def in_order(marks):
    """The same marks, their sheets closed in the order given."""
    sheets, given = marks
    ordered = sorted(sheets, key=lambda sheet: (sheet.closed, sheet.assessor))
    return [replace(sheet, closed=place) for place, sheet in enumerate(ordered, 1)], given


def crowd(scheme, track, draw, seed, size=300):
    """Marks, kinds and AI scores (None without) of many applications."""
    rng = random.Random(seed)
    marks = [in_order(draw(rng, scheme.tracks[track])) for _ in range(size)]
    ai = [Decimal(rng.randint(0, 1000)).scaleb(-1) if rng.random() < 0.5 else None for _ in range(size)]
    return marks, [kind for kind, _ in zip(cycle(KINDS), marks, strict=False)], ai


def one_by_one(scheme, marks, kinds, ai):
    results = [grade_track(scheme, INTEGRATED, *given, kind) for given, kind in zip(marks, kinds, strict=True)]
    return [
        packed(grade(scheme, result, score), kind, SOURCE if score is not None else None)
        for result, kind, score in zip(results, kinds, ai, strict=True)
    ]


def papers_of(scheme, track, marks, kinds, ai):
    ktrs = scheme.tracks[track].ktrs_items
    for (sheets, given), kind, score in zip(marks, kinds, ai, strict=True):
        who = tuple(sheet.assessor for sheet in sheets)
        yield Paper(who, tuple(given[item.code] for item in ktrs), kind, None if score is None else SOURCE)


def together(scheme, marks, kinds, ai):
    batch = batch_of(scheme, INTEGRATED, marks)
    base = grade_track_many(scheme, batch)
    found = details(scheme, batch)
    assert found.base(scheme.score_decimals).tolist() == base.tolist()
    many = outcomes_of(scheme, base, np.array([NONE if one is None else int(one * 10) for one in ai]))
    return list(snapshots(scheme, batch, found, list(papers_of(scheme, INTEGRATED, marks, kinds, ai)), many))


@pytest.mark.parametrize("mode", ["add_to_total", REPORT_SEPARATELY])
def test_many_at_once_are_written_as_one_by_one(scheme, mode):
    scheme = replace(scheme, ai_bonus=replace(scheme.ai_bonus, mode=mode))
    seen = crowd(scheme, INTEGRATED, lambda rng, track: random_marks(rng, scheme, track), 1)

    assert together(scheme, *seen) == one_by_one(scheme, *seen)


def test_many_at_once_are_written_as_one_by_one_where_items_do_not_apply(scheme):
    scheme = may_be_absent(scheme, i211="section", i311="category", i331="track")
    seen = crowd(scheme, INTEGRATED, sometimes_absent, 2)

    assert together(scheme, *seen) == one_by_one(scheme, *seen)


def test_many_at_once_are_written_as_one_by_one_without_an_ai_bonus(scheme_2025):
    scheme = scheme_2025
    marks, kinds, _ai = crowd(scheme, INTEGRATED, lambda rng, track: random_marks(rng, scheme, track), 5, 100)
    seen = marks, kinds, [None] * len(marks)

    assert together(scheme, *seen) == one_by_one(scheme, *seen)


def test_a_track_that_decides_no_level_is_written_alike(scheme):
    marks, kinds, _ai = crowd(scheme, MFG_AI, lambda rng, track: random_marks(rng, scheme, track), 3, 100)
    batch, nothing = batch_of(scheme, MFG_AI, marks), [None] * len(marks)

    texts = list(
        snapshots(scheme, batch, details(scheme, batch), list(papers_of(scheme, MFG_AI, marks, kinds, nothing)))
    )

    alone = [grade_track(scheme, MFG_AI, *given, kind) for given, kind in zip(marks, kinds, strict=True)]
    assert texts == [packed(result, kind) for result, kind in zip(alone, kinds, strict=True)]


def test_nobody_is_written_as_nothing(scheme):
    batch = batch_of(scheme, INTEGRATED, [])

    assert list(snapshots(scheme, batch, details(scheme, batch), [])) == []


def test_a_snapshot_gives_the_whole_result_back(scheme):
    scheme = may_be_absent(scheme, i211="section", i311="category", i331="track")
    marks, kinds, ai = crowd(scheme, INTEGRATED, sometimes_absent, 4, 100)

    for given, kind, score in zip(marks, kinds, ai, strict=True):
        outcome = grade(scheme, grade_track(scheme, INTEGRATED, *given, kind), score)
        data = unpacked(packed(outcome, kind, SOURCE if score is not None else None), scheme)
        assert data.pop("kind") == {"supplier_type": kind.supplier_type, "technology_field": kind.technology_field}
        assert data.pop("ai_source") == (None if score is None else {"application": SOURCE, "score": str(score)})
        assert data == outcome.to_data()
        assert explain(data, scheme, "en") == explain(outcome.to_data(), scheme, "en")


def test_what_was_judged_is_read_and_not_worked_out_again(scheme):
    """A figure that nobody's marks give comes back as it was stored, so that a check can find it."""
    track = scheme.tracks[INTEGRATED]
    stored = json.loads(
        packed(grade(scheme, grade_track(scheme, INTEGRATED, uniform(track, "3"), letters(track, "C"))), KINDS[0])
    )
    stored["awarded"][3], stored["base"], stored["outcome"][5] = 300000, "123.4", "5"

    data = unpacked(json.dumps(stored), scheme)

    shown = data["tracks"][INTEGRATED]
    assert (shown["items"][3]["points_awarded"], shown["base"], data["base"], data["level"]) == (
        "30",
        "123.4",
        "123.4",
        "5",
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": 1}, "format 1"),
        ({"digest": "0" * 64}, "scheme 2026-1 00000000"),
        ({"awarded": [1]}, "1 printed"),
        ({"kept": 0}, "ZeroDivisionError"),
        ({"track": "GARDENING"}, "KeyError"),
        ({"sheets": [["a", 1, "??", 5, None]]}, "KeyError"),
        ({"outcome": ["1.0"]}, "ValueError"),
        ({"base": "much"}, "InvalidOperation"),
    ],
)
def test_a_broken_snapshot_is_refused(scheme, change, reason):
    track = scheme.tracks[INTEGRATED]
    text = packed(grade(scheme, grade_track(scheme, INTEGRATED, uniform(track, "3"), letters(track, "C"))), KINDS[0])

    with pytest.raises(Unreadable, match=reason):
        unpacked(json.dumps({**json.loads(text), **change}), scheme)
    assert unpacked(text, scheme)["total"] == "800.0"


@pytest.mark.parametrize("text", ["", "{}", "[2]", "{", '{"format": 2, "scheme": "2026-1"}'])
def test_what_is_no_snapshot_is_refused(text):
    with pytest.raises(Unreadable):
        scheme_of(text)
