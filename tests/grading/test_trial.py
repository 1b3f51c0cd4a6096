"""A draft tried on the marks of the year before."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from grading.grade import grade, grade_track
from grading.load import SCHEMES, read_scheme
from grading.trial import mapping, try_on
from grading.values import INTEGRATED
from tests.grading.marks import letters, random_marks, uniform
from tests.grading.test_not_applicable import without


def stored(scheme, marks):
    return grade(scheme, grade_track(scheme, INTEGRATED, *marks)).to_data()


def test_a_scheme_tried_on_its_own_marks_gives_every_stored_base(scheme):
    rng = random.Random(3)
    cohort = {str(n): stored(scheme, random_marks(rng, scheme, scheme.tracks[INTEGRATED])) for n in range(60)}

    found = try_on(replace(scheme, digest=""), scheme, cohort)

    assert [(row.low, row.high, row.moved_low, row.moved_high) for row in found.rows] == [
        (Decimal(data["base"]), Decimal(data["base"]), 0, 0) for data in cohort.values()
    ]
    assert (found.mapped.missing, found.mapped.unused, found.left_out) == ((), (), {})


def test_2026_on_the_marks_of_2025_says_what_cannot_be_carried_over(scheme, scheme_2025):
    found = mapping(scheme, scheme_2025)

    assert {pair.item.code: pair.old.code for pair in found.carried if pair.item.marked_by == "PANEL"} == {
        "3.1.1": "2.1.1",
        "3.1.2": "2.1.2",
        "3.2.1": "2.1.3",
        "3.2.2": "2.2.1",
        "3.2.3": "2.1.4",
        "3.3.1": "2.3.1",
        "3.3.2": "2.2.2",
    }
    assert [item.code for item in found.missing] == ["2.1.1", "2.2.1", "2.3.1", "3.1.3", "3.3.3"]
    assert [item.code for item in found.unused] == ["2.2.3", "2.2.4", "2.3.2", "2.3.3", "2.3.4"]
    assert (found.points_carried, found.points_possible) == (580, 1000)


def test_a_total_is_a_span_as_wide_as_what_is_missing(scheme, scheme_2025):
    track = scheme_2025.tracks[INTEGRATED]
    cohort = {"a": stored(scheme_2025, (uniform(track, "3", "3"), letters(track, "C")))}

    row = try_on(scheme, scheme_2025, cohort).rows[0]

    assert (row.base, row.low, row.high) == (Decimal("800.0"), Decimal("674.0"), Decimal("884.0"))
    assert (row.level_low, row.level_high, row.is_certain) == ("2-", "4", False)


def test_the_draft_s_own_table_comes_first(scheme, scheme_2025):
    draft = replace(scheme, carried={"2025-1": {"3.1.3": "2.3.4", "3.1.1": ""}})

    found = {pair.item.code: pair.old.code for pair in mapping(draft, scheme_2025).carried}

    assert (found["3.1.3"], "3.1.1" in found) == ("2.3.4", False)
    assert mapping(draft, scheme_2025, {"3.1.1": "2.1.1"}).points_carried == 580
    with pytest.raises(KeyError):
        mapping(scheme, scheme_2025, {"3.1.3": "9.9.9"})


def test_the_table_is_read_from_the_folder(tmp_path):
    folder = tmp_path / "2026-1"
    folder.mkdir()
    for path in (SCHEMES / "2026-1").glob("*.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    with (folder / "scheme.toml").open("a", encoding="utf-8") as file:
        file.write('\n[carried."2025-1"]\n"3.1.3" = "2.3.4"\n"3.1.1" = ""\n')

    assert read_scheme(folder).carried == {"2025-1": {"3.1.3": "2.3.4", "3.1.1": ""}}


def test_other_trimming_counts_the_same_sheets_otherwise(scheme):
    track = scheme.tracks[INTEGRATED]
    cohort = {"a": stored(scheme, (uniform(track, "0", "3", "3", "3.5", "5"), letters(track, "C")))}

    whole = replace(scheme, digest="", panel=replace(scheme.panel, trim_from=6))

    assert [row.low for row in try_on(whole, scheme, cohort).rows] == [Decimal("793.0")]


def test_a_higher_edge_shows_who_falls_for_certain(scheme):
    track = scheme.tracks[INTEGRATED]
    cohort = {
        name: stored(scheme, (uniform(track, r), letters(track, "C"))) for name, r in {"a": "3", "b": "4"}.items()
    }
    levels = tuple(replace(v, score_min=Decimal("805")) if v.label == "3" else v for v in scheme.levels)

    found = try_on(replace(scheme, digest="", levels=levels), scheme, cohort)

    assert ([row.key for row in found.down], found.up) == (["a"], ())


def test_results_that_cannot_be_tried_are_named(scheme, scheme_2025):
    track = scheme_2025.tracks[INTEGRATED]
    foreign = stored(scheme_2025, (uniform(track, "3"), letters(track, "C")))
    spread = replace(scheme.tracks["MFG_AI"])
    partly = {
        **stored(scheme, (uniform(scheme.tracks[INTEGRATED], "3"), letters(scheme.tracks[INTEGRATED], "C"))),
        "tracks": {INTEGRATED: grade_track(scheme, "MFG_AI", without(uniform(spread, "3"), "1.3.1")).to_data()},
    }

    found = try_on(replace(scheme, digest=""), scheme, {"old": foreign, "partly": partly})

    assert (found.rows, list(found.left_out)) == ((), ["old", "partly"])
