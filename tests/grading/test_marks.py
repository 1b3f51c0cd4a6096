"""Marks from a file where an item does not apply, and schemes that are not among those brought along."""

import shutil

import pytest

from grading.load import SCHEMES
from tests.grading.test_command import HEADER, ai_marks, complete, refusals, run, scored

ABSENT = "1.3.1"
"""The item of 2026-1 that may be said not to apply: 5 of the 60 points of its section."""


def unrated(assessor, rating="3.5", codes=(ABSENT,)):
    """A sheet of the AI track on which these items do not apply."""
    lines = [line.rsplit(",", 1) for line in ai_marks(assessor=assessor, rating=rating)]
    return [f"{head},{'NA' if head.split(',')[2] in codes else said}" for head, said in lines]


def printed(result):
    assert (result.returncode, result.stderr) == (0, b"")
    return result.stdout.decode().splitlines()[1:]


def test_an_item_that_does_not_apply_is_never_counted_as_zero(tmp_path):
    with_all = printed(scored([*complete(), *ai_marks()], tmp_path))
    without = printed(scored([*complete(), *unrated("choi")], tmp_path))
    as_zero = [line[:-3] + "0" if f",{ABSENT}," in line else line for line in ai_marks()]
    zero = printed(scored([*complete(), *as_zero], tmp_path))

    # every item at 3.5 gives 70 of 100, whatever weights the items have; a zero would cost 70 % of 5 points
    assert [lines[0].split(",")[2] for lines in (with_all, without, zero)] == ["70.0", "70.0", "66.5"]


def test_its_points_go_to_the_other_items_in_proportion(tmp_path):
    rated = [line[:-3] + "5" if ",1.1.1," in line else line for line in unrated("choi", rating="3.0")]

    (line,) = printed(scored([*complete(), *rated], tmp_path))

    # 60 of 100 throughout; 1.1.1 adds 2 of 5 steps of its 5 points, which count 60/55-fold: 60 + 24/11
    assert line.split(",")[2] == "62.2"


REFUSED = {
    "sheets that disagree": (
        [*unrated("choi"), *ai_marks(assessor="kim")],
        ["항목 1.3.1 이(가) «해당 없음»인지 의견이 다릅니다: choi"],
    ),
    "an item that always applies": (unrated("choi", codes=["2.1.1"]), ["항목 2.1.1 은(는) «해당 없음»으로 둘 수 없"]),
    "small letters": ([line.replace("NA", "na") for line in unrated("choi")], ["평점 «na» 은(는)"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_where_it_may_not_be_said(name, tmp_path):
    lines, told = REFUSED[name]
    found = refusals(scored([*complete(), *lines], tmp_path))
    place = next(number for number, line in enumerate(lines, len(complete()) + 2) if line.lower().endswith("na"))

    assert [(line.split(":")[1], told[0] in line) for line in found] == [(str(place), True)]


def test_a_letter_cannot_be_left_out(tmp_path):
    lines = [line[:-1] + "NA" if "1.1.1,KTRS" in line else line for line in complete()]

    assert "KTRS 글자 «NA»" in refusals(scored(lines, tmp_path))[0]


@pytest.fixture
def draft(tmp_path):
    """A folder like 2026-1 under another code, not among the shipped ones."""
    folder = tmp_path / "2030-1"
    shutil.copytree(SCHEMES / "2026-1", folder)
    text = (folder / "scheme.toml").read_text()
    (folder / "scheme.toml").write_text(text.replace('code = "2026-1"', 'code = "2030-1"', 1))
    return folder


def test_marks_are_scored_by_the_folder_of_a_draft(draft, tmp_path):
    assert printed(scored(complete(), tmp_path, scheme=str(draft))) == printed(scored(complete(), tmp_path))


def test_a_drafts_levels_and_items_are_printed(draft):
    for command in ("levels", "items"):
        ours = run(command, "--scheme", str(draft))
        assert (ours.returncode, ours.stdout) == (0, run(command, "--scheme", "2026-1").stdout)


def test_a_folder_with_faults_scores_nothing_and_names_them(draft, tmp_path):
    levels = (draft / "levels.toml").read_text()
    (draft / "levels.toml").write_text(levels.replace('score_max = "820"', 'score_max = "821"', 1))

    (line,) = refusals(scored(complete(), tmp_path, scheme=str(draft)))

    told = "위 등급과 겹칩니다: 821 > 820 (Overlaps the Level above: 821 > 820)"
    assert line == f"{draft}/levels/level/3/score_max: {told}"


def test_a_folder_without_a_scheme_is_refused(tmp_path):
    (line,) = refusals(run("score", "--scheme", str(tmp_path), "-", given=HEADER.encode()))

    assert "평가체계" in line
    assert "2026-1" in line
