"""Items that read differently for other kinds of supplier, at the same points."""

import pytest

from grading.grade import grade, grade_track
from grading.kinds import Kind
from grading.next_level import next_level
from grading.values import INTEGRATED
from tests.grading.marks import letters, uniform


@pytest.mark.parametrize(
    ("kind", "code", "variant"),
    [
        (Kind("SMART_MFG", "AUTOMATION"), "2.2.1", None),
        (Kind("SMART_SERVICE", "AUTOMATION"), "2.2.1", "SERVICE"),
        (Kind("SMART_WORKSHOP", ""), "2.2.1", "WORKSHOP"),
        (Kind("SMART_MFG", "AUTOMATION"), "2.3.1", "AUTOMATION"),
        (Kind("SMART_SERVICE", "INTELLIGENCE"), "2.3.1", "INTELLIGENCE"),
        (Kind(), "2.3.1", None),
        (Kind("SMART_SERVICE", "INTELLIGENCE"), "3.1.1", None),
    ],
)
def test_the_kind_chooses_the_reading(scheme, kind, code, variant):
    assert scheme.tracks[INTEGRATED].read_for(kind).item(code).variant == variant


def test_another_reading_never_changes_a_score(scheme):
    track, kind = scheme.tracks[INTEGRATED], Kind("SMART_SERVICE", "CONNECTION")
    sheets, given = uniform(track, "3", "3.5"), letters(track, "B")

    plain, read = (grade_track(scheme, INTEGRATED, sheets, given, kind=k) for k in (Kind(), kind))

    assert (read.exact, read.base) == (plain.exact, plain.base)
    assert [item.points for item in read.items] == [item.points for item in plain.items]


def test_a_stored_result_names_the_reading_and_the_way_up_quotes_its_anchor(scheme):
    track, kind = scheme.tracks[INTEGRATED], Kind("SMART_SERVICE", "CONNECTION")
    result = grade_track(scheme, INTEGRATED, uniform(track, "3"), letters(track, "C"), kind=kind)
    data = grade(scheme, result).to_data()

    row = next(item for item in data["tracks"][INTEGRATED]["items"] if item["code"] == "2.2.1")
    step = next(step for step in next_level(scheme, data).items if step.code == "2.2.1")

    assert (row["name"], row["variant"]) == ("서비스 자율화 구현 수준", "SERVICE")
    assert step.next_anchor == "예측에 따른 자동 응대·배정을 복수 현장에 적용"


def test_a_kind_is_read_once(scheme):
    track, kind = scheme.tracks[INTEGRATED], Kind("SMART_SERVICE", "CONNECTION")

    assert track.read_for(kind) is track.read_for(Kind("SMART_SERVICE", "CONNECTION"))
    assert track.read_for(Kind()) is track


def test_every_field_and_type_has_its_reading(scheme):
    variants = {item.code: item.variants for item in scheme.tracks[INTEGRATED].items if item.variants}

    assert list(variants) == ["2.2.1", "2.3.1"]
    fields = [field for variant in variants["2.3.1"] for field in variant.technology_fields]
    assert fields == list(scheme.technology_fields)
    assert all(list(v.anchors) == [5, 4, 3, 2, 1, 0] and v.evidence for vs in variants.values() for v in vs)
