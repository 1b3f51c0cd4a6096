"""The unofficial English of anchors and evidence: complete, nothing over, and apart from what was published."""

from collections.abc import Iterator

from grading.english import in_english, translations
from grading.load import load_scheme, locked_faults, shipped_codes
from grading.values import Item, Variant


def readings() -> Iterator[Item | Variant]:
    for code in shipped_codes():
        for track in load_scheme(code).tracks.values():
            for item in track.items:
                yield from (item, *item.variants)


def test_every_anchor_and_every_kind_of_evidence_of_shipped_schemes_has_its_english():
    anchors = {text for reading in readings() for text in reading.anchors.values()}
    evidence = {text for reading in readings() for text in reading.evidence}

    found = translations()

    assert (set(found["anchors"]), set(found["evidence"])) == (anchors, evidence)


def test_so_has_every_stage_and_what_a_diagnosis_includes():
    schemes = [load_scheme(code) for code in shipped_codes()]

    found = translations()

    assert set(found["stages"]) == {level.description for scheme in schemes for level in scheme.levels}
    assert set(found["includes"]) == {
        text for scheme in schemes for track in scheme.tracks.values() for text in track.includes
    }


def test_no_translation_is_empty_or_korean():
    told = [english for table in translations().values() for english in table.values()]

    assert [english for english in told if not english.isprintable() or not english.strip()] == []
    assert [english for english in told if any("가" <= letter <= "힣" for letter in english)] == []


def test_other_words_are_not_translated():
    (korean, *_), _english = zip(*translations()["anchors"].items(), strict=True)

    assert in_english(korean) is not None
    assert in_english(korean + " ") is None


def test_the_file_is_no_part_of_what_was_published():
    assert locked_faults() == []
