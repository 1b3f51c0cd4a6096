"""Many under a change at once give what one by one gives."""

import random
from decimal import Decimal

import pytest

from grading.cohort import cohort_of, tried
from grading.grade import grade, grade_track
from grading.load import load_scheme
from grading.values import ADD_TO_TOTAL, INTEGRATED, REPORT_SEPARATELY
from grading.what_if import Change, ChangeRefused, changed_scheme, what_if
from tests.grading.marks import random_marks

SIZE = 150
CHANGES = {
    "nothing": Change(),
    "edges": Change(edges={"3": Decimal("790.0"), "3-": Decimal("744.5"), "5": Decimal("930.1")}),
    "weights": Change(points={"2.3.1": 250, "2.1.1": 50, "2.2.1": 50}),
    "trimming from 3": Change(trim_from=3),
    "no trimming": Change(trim_from=99),
    "bonus apart": Change(bonus_mode=REPORT_SEPARATELY),
    "bonus added": Change(bonus_mode=ADD_TO_TOTAL),
    "less KTRS-FM": Change(ktrs_points=170),
    "more KTRS-FM": Change(ktrs_points=501),
    "everything": Change({"3": Decimal("799.9")}, {}, REPORT_SEPARATELY, 4, 333),
}


def stored(scheme, rng):
    ai = Decimal(rng.randint(0, 1000)) / 10 if rng.random() < 0.4 else None
    marks = random_marks(rng, scheme, scheme.tracks[INTEGRATED])
    return grade(scheme, grade_track(scheme, INTEGRATED, *marks), ai).to_data()


@pytest.fixture(scope="module")
def outcomes():
    scheme, rng = load_scheme("2026-1"), random.Random(26)
    return {f"A-{n}": stored(scheme, rng) for n in range(SIZE)}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_cohort_moves_as_its_members_do(scheme, outcomes, change):
    one_by_one = what_if(scheme, outcomes, change)

    found = tried(cohort_of(scheme, outcomes), change)

    assert [Decimal(int(units)) / 10 for units in found.total] == [row.total_after for row in one_by_one.rows]
    assert found.moved.tolist() == [row.moved for row in one_by_one.rows]
    assert [found.cohort.keys[n] for n in found.up] == [row.key for row in one_by_one.up]
    assert [found.cohort.keys[n] for n in found.down] == [row.key for row in one_by_one.down]
    assert found.counts == (one_by_one.counts_before, one_by_one.counts_after)


def test_some_change_moves_somebody(scheme, outcomes):
    """Else the comparison above would prove nothing."""
    cohort = cohort_of(scheme, outcomes)

    still = [name for name, change in CHANGES.items() if not tried(cohort, change).moved.any()]

    assert still == ["nothing", "bonus added"]


def test_crossings_add_up_by_level_and_by_label(scheme, outcomes):
    regions = [("11", "26", "48")[n % 3] for n in range(SIZE)]
    found = tried(cohort_of(scheme, outcomes, {"region": regions}), Change(edges={"3": Decimal("795.0")}))

    by_region = found.by_label("region")
    assert sum(found.by_level.values()) == len(found.up) + len(found.down) > 0
    assert set(found.by_level) == {("3", "3-")}
    assert [by_region[name]["all"] for name in ("11", "26", "48")] == [50, 50, 50]
    assert by_region["26"]["down"] == sum(regions[n] == "26" for n in found.down)


def test_the_other_share_keeps_the_proportions(scheme):
    track = changed_scheme(scheme, Change(ktrs_points=155)).tracks[INTEGRATED]

    assert sum(item.points for item in track.ktrs_items) == 155
    assert sum(item.points for item in track.items) == 1000
    assert {item.points for item in track.ktrs_items} == {15, 16}
    assert track.item("2.3.1").points == 181


@pytest.mark.parametrize(
    "change",
    [
        Change(trim_from=2),
        Change(ktrs_points=5),
        Change(ktrs_points=995),
        Change(ktrs_points=200, points={"2.1.1": 100}),
    ],
)
def test_a_change_that_makes_no_scheme_is_refused(scheme, change):
    with pytest.raises(ChangeRefused):
        changed_scheme(scheme, change)


def test_outcomes_of_another_scheme_are_refused(scheme_2025, outcomes):
    with pytest.raises(ChangeRefused):
        cohort_of(scheme_2025, outcomes)


def test_nobody_crosses_in_an_empty_cohort(scheme):
    found = tried(cohort_of(scheme, {}), Change(trim_from=3))

    assert (len(found.up), found.by_level) == (0, {})
