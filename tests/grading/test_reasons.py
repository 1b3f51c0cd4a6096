"""Reasons read in two languages, are stored as codes, and none is said that nobody wrote down."""

import re
import shutil
from pathlib import Path
from string import Formatter

import pytest

from grading.command import main
from grading.load import SCHEMES
from grading.reason_sentences import TEXTS
from grading.reasons import Unreadable, because, packed, unpacked

ROOT = Path(__file__).parents[2]
SAID = re.compile(r"because\(\s*\"(\w+)\"")


def names_in(text):
    return {name for _before, name, _spec, _conversion in Formatter().parse(text) if name}


def codes_said():
    sources = [*(ROOT / "grading").glob("*.py"), *(ROOT / "diagnosis").rglob("*.py")]
    return {code for path in sources for code in SAID.findall(path.read_text("utf8"))}


def test_both_languages_say_the_same_of_the_same_facts():
    assert TEXTS["ko"].keys() == TEXTS["en"].keys()
    assert {code for code in TEXTS["ko"] if names_in(TEXTS["ko"][code]) != names_in(TEXTS["en"][code])} == set()
    assert {code for code, text in TEXTS["en"].items() if re.search("[가-힣]", text)} == set()


def test_every_code_that_is_said_has_its_sentence_and_no_sentence_lies_idle():
    chosen_otherwise = {"empty", "missing", "sum_of_sections", "sum_of_categories", "sum_of_items"}

    assert codes_said() | chosen_otherwise == set(TEXTS["ko"])


def test_stored_reasons_read_as_they_did():
    inner = because("rating_missing", assessor="kim", item="2.1.1")
    reasons = [inner, because("case_refused", faults=(inner, because("no_sheets")))]

    again = unpacked(packed(reasons))

    for lang in ("ko", "en"):
        assert [one.read(lang) for one in again] == [one.read(lang) for one in reasons]
    assert again[1].read("en") == "Cannot be graded: kim: no rating for item 2.1.1; There is no sheet"
    assert [one.code for one in again] == ["rating_missing", "case_refused"]


@pytest.mark.parametrize(
    "text", ["", "평가표가 없습니다.", "{}x", "[1]", '[{"code": "no_such", "facts": {}}]', '[{"code": "x"}]']
)
def test_a_text_without_reasons_is_refused(text):
    with pytest.raises(Unreadable):
        unpacked(text)


@pytest.mark.parametrize(
    ("lang", "said"), [("ko", "위 등급과 겹칩니다: 821 > 820"), ("en", "Overlaps the Level above: 821 > 820")]
)
def test_check_names_faults_in_the_language_asked_for(tmp_path, capsys, lang, said):
    folder = tmp_path / "2026-1"
    shutil.copytree(SCHEMES / "2026-1", folder)
    levels = folder / "levels.toml"
    levels.write_text(levels.read_text().replace('score_max = "820"', 'score_max = "821"', 1))

    assert main(["check", "--lang", lang, str(folder)]) == 1
    assert capsys.readouterr().err == f"2026-1/levels/level/3/score_max: {said}\n"
