"""A cohort under other edges, weights and bonus modes."""

from decimal import Decimal

import pytest

from grading.grade import grade, grade_track
from grading.values import ADD_TO_TOTAL, INTEGRATED, REPORT_SEPARATELY
from grading.what_if import Change, ChangeRefused, changed_scheme, marks_of, what_if
from tests.grading.marks import letters, uniform


def stored(scheme, *ratings, letter="C", ai=None):
    track = scheme.tracks[INTEGRATED]
    result = grade_track(scheme, INTEGRATED, uniform(track, *ratings), letters(track, letter))
    return grade(scheme, result, ai).to_data()


@pytest.fixture
def cohort(scheme):
    return {
        "weak": stored(scheme, "1.5", "2", letter="D"),
        "near": stored(scheme, "2.5", "2.5", ai=Decimal("20.0")),
        "good": stored(scheme, "3.5", "3", "4", letter="B"),
        "split": stored(scheme, "0", "3", "3", "3.5", "5", letter="A"),
    }


def test_no_change_moves_nobody(scheme, cohort):
    found = what_if(scheme, cohort, Change())

    assert [(row.key, row.moved, row.total_after - row.total_before) for row in found.rows] == [
        ("weak", 0, 0),
        ("near", 0, 0),
        ("good", 0, 0),
        ("split", 0, 0),
    ]
    assert found.counts_before == found.counts_after


def test_regrading_with_the_same_weights_gives_the_stored_score(scheme, cohort):
    track = scheme.tracks[INTEGRATED]

    found = what_if(scheme, cohort, Change(points={item.code: item.points for item in track.items}))

    assert [row.total_after for row in found.rows] == [row.total_before for row in found.rows]


def test_a_moved_edge_shows_who_crosses(scheme, cohort):
    found = what_if(scheme, cohort, Change(edges={"3": Decimal("790.0")}))

    assert [(row.key, row.level_before, row.level_after) for row in found.down] == [("near", "3", "3-")]
    assert found.up == ()
    assert (found.counts_before["3"], found.counts_after["3"]) == (1, 0)
    assert sum(found.counts_after.values()) == len(cohort)


def test_without_the_bonus_who_lived_on_it_falls(scheme, cohort):
    found = what_if(scheme, cohort, Change(bonus_mode=REPORT_SEPARATELY))

    assert [(row.key, str(row.total_after), row.level_after) for row in found.down] == [("near", "765.0", "3-")]


def test_other_weights_are_graded_from_the_stored_marks(scheme, cohort):
    found = what_if(scheme, cohort, Change(points={"2.3.1": 250, "2.1.1": 50, "2.2.1": 50}))
    heavier = {row.key: row.total_after - row.total_before for row in found.rows}

    assert heavier == {"weak": 0, "near": 0, "good": 0, "split": 0}

    ktrs = what_if(scheme, cohort, Change(points={"1.1.1": 130, "2.1.1": 10, "2.2.1": 90}))
    assert {row.key: str(row.total_after - row.total_before) for row in ktrs.rows} == {
        "weak": "2.5",
        "near": "5.0",
        "good": "5.0",
        "split": "18.3",
    }


def test_the_marks_come_back_out_of_stored_data(scheme, cohort):
    sheets, given = marks_of(cohort["split"]["tracks"][INTEGRATED])
    track = scheme.tracks[INTEGRATED]

    assert sheets == uniform(track, "0", "3", "3", "3.5", "5")
    assert given == letters(track, "A")


@pytest.mark.parametrize(
    "change",
    [
        Change(edges={"9": Decimal(100)}),
        Change(edges={"0": Decimal(100)}),
        Change(edges={"3": Decimal("820.0")}),
        Change(edges={"3": Decimal("790.05")}),
        Change(edges={"5": Decimal("1000.1")}),
        Change(points={"9.9.9": 10}),
        Change(points={"2.1.1": 101}),
        Change(points={"2.1.1": 0, "2.2.1": 200}),
        Change(bonus_mode="multiply"),
    ],
)
def test_a_change_that_makes_no_scheme_is_refused(scheme, change):
    with pytest.raises(ChangeRefused):
        changed_scheme(scheme, change)


def test_a_scheme_without_bonus_has_no_bonus_mode(scheme_2025):
    with pytest.raises(ChangeRefused):
        changed_scheme(scheme_2025, Change(bonus_mode=ADD_TO_TOTAL))


def test_outcomes_of_another_scheme_are_refused(scheme, scheme_2025, cohort):
    with pytest.raises(ChangeRefused):
        what_if(scheme_2025, cohort, Change())


def test_a_tried_scheme_never_passes_for_the_real_one(scheme):
    tried = changed_scheme(scheme, Change(edges={"3": Decimal("790.0")}))

    assert tried.digest != scheme.digest
    assert (tried.level("3-").score_max, tried.level("3").grade_point_min) == (Decimal(790), Decimal("2.900"))
