"""How far sheets lie apart, and what follows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grading.disagreement import disagreement, items_to_reconsider, next_step
from grading.values import INTEGRATED
from tests.grading.marks import uniform


def rated(scheme, *sheets):
    """Sheets at 3 throughout, except for what each says by item."""
    plain = uniform(scheme.tracks[INTEGRATED], *["3"] * len(sheets))
    return [
        replace(sheet, ratings={**sheet.ratings, **{code: Decimal(r) for code, r in said.items()}})
        for sheet, said in zip(plain, sheets, strict=True)
    ]


@pytest.mark.parametrize("other", ["5", "1", "3"])
def test_two_steps_apart_still_agree(scheme, other):
    found = disagreement(scheme, INTEGRATED, rated(scheme, {"3.1.1": other}, {}))

    assert (found.wide_items, found.action) == ((), None)


def test_more_than_two_steps_on_an_item_is_reconciled(scheme):
    found = disagreement(scheme, INTEGRATED, rated(scheme, {"3.1.1": "1"}, {"3.1.1": "3.5"}))

    gap = found.wide_items[0]
    assert (gap.item.code, gap.lowest, gap.highest, gap.gap) == ("3.1.1", 1, Decimal("3.5"), Decimal("2.5"))
    assert (found.is_total_wide, found.action) == (False, "reconcile")


@pytest.mark.parametrize(("ratings", "expected"), [(("3", "3.5"), None), (("3", "4"), "third_assessor")])
def test_totals_more_than_60_apart_call_for_another_assessor(scheme, ratings, expected):
    found = disagreement(scheme, INTEGRATED, uniform(scheme.tracks[INTEGRATED], *ratings))

    assert (found.total_gap > 60, found.action) == (expected is not None, expected)


def test_exactly_60_apart_still_agree(scheme):
    strict = replace(scheme, panel=replace(scheme.panel, max_total_gap=Decimal("70.0")))

    found = disagreement(strict, INTEGRATED, uniform(scheme.tracks[INTEGRATED], "3", "4"))

    assert (found.total_gap, found.action) == (Decimal("70.0"), None)


def test_a_full_panel_can_only_reconcile(scheme):
    full = ["3", "4", *["3.5"] * (scheme.panel.max_size - 2)]

    found = disagreement(scheme, INTEGRATED, uniform(scheme.tracks[INTEGRATED], *full))

    assert (found.is_total_wide, found.action) == (True, "reconcile")


def test_what_is_to_be_done_is_the_scheme_s_to_say(scheme):
    other = replace(scheme, panel=replace(scheme.panel, on_total_gap="reconcile"))

    assert disagreement(other, INTEGRATED, uniform(scheme.tracks[INTEGRATED], "3", "4")).action == "reconcile"


@pytest.mark.parametrize(
    ("ratings", "done", "expected"),
    [
        (("3", "3.5"), {"is_reconciled": False, "added": 0}, None),
        (("3", "4"), {"is_reconciled": False, "added": 0}, "third_assessor"),
        (("3", "4"), {"is_reconciled": False, "added": 1}, "reconcile"),
        (("3", "4"), {"is_reconciled": True, "added": 1}, None),
    ],
)
def test_what_is_done_about_totals_follows_from_what_was_done(scheme, ratings, done, expected):
    found = disagreement(scheme, INTEGRATED, uniform(scheme.tracks[INTEGRATED], *ratings))

    assert next_step(scheme, found, sheets=2, **done) == expected


@pytest.mark.parametrize(
    ("rules", "done", "expected"),
    [
        ({}, {"is_reconciled": False, "added": 0}, "reconcile"),
        ({}, {"is_reconciled": True, "added": 0}, "third_assessor"),
        ({}, {"is_reconciled": True, "added": 1}, None),
        ({"after_reconcile": "accept"}, {"is_reconciled": True, "added": 0}, None),
        ({"extra_members": 2}, {"is_reconciled": True, "added": 1}, "third_assessor"),
        ({"max_size": 2}, {"is_reconciled": True, "added": 0}, None),
    ],
)
def test_what_is_done_about_an_item_is_the_scheme_s(scheme, rules, done, expected):
    other = replace(scheme, panel=replace(scheme.panel, **rules))
    found = disagreement(other, INTEGRATED, rated(scheme, {"3.1.1": "1"}, {"3.1.1": "3.5"}))

    assert next_step(other, found, sheets=2, **done) == expected


def test_items_to_reconsider_are_the_wide_ones_else_the_widest(scheme):
    wide = disagreement(scheme, INTEGRATED, rated(scheme, {"3.1.1": "1"}, {"3.1.1": "3.5", "3.1.2": "4"}))
    close = disagreement(scheme, INTEGRATED, rated(scheme, {"3.1.1": "2"}, {"3.1.1": "3.5", "3.1.2": "4"}))
    same = disagreement(scheme, INTEGRATED, rated(scheme, {}, {}))

    assert [[item.code for item in items_to_reconsider(one)] for one in (wide, close, same)] == [
        ["3.1.1"],
        ["3.1.1"],
        [],
    ]
