"""The bench measures what it says."""

import numpy as np
import pytest

from grading.grade import grade_track
from grading.measure import bare_sums, measurements, random_batch, sheets_of
from grading.values import INTEGRATED


@pytest.mark.parametrize("sheets", [3, 7])
def test_the_bare_sums_are_the_sums_that_are_graded(scheme, sheets):
    batch = random_batch(np.random.default_rng(1), scheme, 60, sheets)
    kept = sheets - 2 if sheets >= scheme.panel.trim_from else sheets

    bare = bare_sums(scheme.tracks[INTEGRATED], batch, scheme.panel.trim_from)

    # An item is worth points × (half the scale + a twentieth for each half step).
    graded = [grade_track(scheme, INTEGRATED, *sheets_of(scheme, batch, row)).exact for row in range(60)]
    assert [(exact - 500) * 20 * kept for exact in graded] == bare.tolist()


def test_every_goal_is_measured():
    found = list(measurements(suppliers=3000, one_by_one=20))

    assert [measured.goal for measured in found if measured.goal] == [
        *["≤ 5"] * 2,
        *["≤ 5", "≥ 50", "≤ 1024"] * 2,
        "≤ 15",
        "≤ 20 ms",
        "≤ 1000 ms",
    ]
    assert all(measured.figure > 0 for measured in found)
