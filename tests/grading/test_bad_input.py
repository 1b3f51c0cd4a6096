"""The bad input that the commission names: every fault with its place and reason, all at once, nothing half done."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from grading.command import main
from grading.grade import MarksRefused, Sheet, grade_track
from grading.load import SCHEMES
from grading.values import INTEGRATED, Scheme, Track
from tests.grading.marks import letters, uniform
from tests.grading.test_command import HEADER, KTRS, complete, sheet

SCHEME = {
    "overlapping band": (
        "levels",
        'score_min = "780"\nscore_max = "820"',
        'score_min = "780"\nscore_max = "821"',
        ["levels/level/3/score_max: 위 등급과 겹칩니다: 821 > 820"],
    ),
    "duplicate code": (
        "mfg_ai",
        'code = "1.4.1"',
        'code = "1.3.1"',
        ["mfg_ai/item/1.3.1: 같은 코드가 두 번 있습니다"],
    ),
    "unquoted code": (
        "integrated",
        'code = "2.1"',
        "code = 2.1",
        ["integrated/category/4/code: 따옴표로 묶은 글자여야 합니다(비어 있으면 안 됩니다)"],
    ),
    "points not summing": (
        "integrated",
        "points = 350",
        "points = 351",
        [
            "integrated/section/2/points: 중분류 배점의 합 350점이 351점과 다릅니다",
            "integrated/track/total_points: 대분류 배점의 합 1001점이 1000점과 다릅니다",
        ],
    ),
    "benefit naming an unknown Level": (
        "benefits",
        'min_level = { value = "3-"',
        'min_level = { value = "6"',
        ["benefits/benefit/BONUS_POINTS: 등급 «6» 이(가) 등급표에 없습니다"],
    ),
}
"""Name → file, what is there, what takes its place, every fault that must be named and no other."""

LINES = complete()
LAST = len(LINES) + 1
MARKS = {
    "unknown item": ([*LINES, "A-1,INTEGRATED,9.9.9,kim,3"], ["{0}: 알 수 없는 항목 «9.9.9»"]),
    "rating off the scale": ([*LINES[:-1], LINES[-1][:-1] + "5.5"], ["{last}: 평점 «5.5» 은(는) 0"]),
    "missing item": (LINES[:-1], ["36: A-1: park 의 INTEGRATED 항목 3.3.3 평점이 없습니다"]),
    "two sheets of one assessor": (
        [*LINES, *sheet(assessor="kim", rating="4")],
        [f"{LAST + 1 + place}: {12 + place}번째 줄과 같은 평점이 또 있습니다" for place in range(12)],
    ),
    "no sheet": (sheet("A-1", "KTRS", "C", codes=KTRS), ["2: A-1: INTEGRATED 진단표가 없습니다"]),
}
"""Name → lines of the file, beginnings of every line of refusal: line number in the file and reason."""


def broken(folder: Path, *names: str) -> Path:
    """A copy of the 2026 scheme with the named faults."""
    copy = shutil.copytree(SCHEMES / "2026-1", folder / "2026-1")
    for name in names:
        file, old, new, _faults = SCHEME[name]
        path = copy / f"{file}.toml"
        assert old in path.read_text("utf-8"), name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    return copy


def refused(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str, list[str]]:
    status = main(command)
    out, err = capsys.readouterr()
    return status, out, err.splitlines()


@pytest.mark.parametrize("name", SCHEME)
def test_each_fault_of_a_scheme_is_named_with_its_place_and_nothing_else(tmp_path, capsys, name):
    status, _out, lines = refused(capsys, "check", str(broken(tmp_path, name)))

    assert (status, sorted(lines)) == (1, [f"2026-1/{fault}" for fault in SCHEME[name][3]])


def test_several_faults_of_a_scheme_come_in_one_list(tmp_path, capsys):
    status, _out, lines = refused(capsys, "check", str(broken(tmp_path, *SCHEME)))

    assert (status, set(lines)) == (1, {f"2026-1/{fault}" for one in SCHEME.values() for fault in one[3]})


def marks(tmp_path: Path, lines: list[str]) -> str:
    path = tmp_path / "marks.csv"
    path.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    return str(path)


def expected(path: str, name: str) -> list[str]:
    count = len(MARKS[name][0]) + 1
    return [f"{path}:{fault.format(count, last=LAST)}" for fault in MARKS[name][1]]


@pytest.mark.parametrize("name", MARKS)
def test_each_fault_of_marks_is_named_with_its_line_and_no_result_comes_out(tmp_path, capsys, name):
    path = marks(tmp_path, MARKS[name][0])

    status, out, lines = refused(capsys, "score", "--scheme", "2026-1", path)

    assert (status, out) == (2, "")
    assert [line.startswith(start) for line, start in zip(lines, expected(path, name), strict=True)] == [True] * len(
        lines
    )


def test_several_faults_of_marks_come_in_one_list_and_the_good_ones_do_not_come_out(tmp_path, capsys):
    bad = [
        "A-1,INTEGRATED,9.9.9,kim,3",
        *LINES[:-1],
        "A-1,INTEGRATED,2.1.1,kim,3",
        *complete("A-2"),
        "A-3,INTEGRATED,2.1.1,kim,7",
    ]

    status, out, lines = refused(capsys, "score", "--scheme", "2026-1", marks(tmp_path, bad))

    said = " ".join(lines)
    assert (status, out) == (2, "")
    assert all(words in said for words in ("unknown item", "missing item", "duplicate", "off the scale", "KTRS letter"))
    assert "A-2" not in said


def test_the_same_marks_without_a_fault_do_come_out(tmp_path, capsys):
    assert main(["score", "--scheme", "2026-1", marks(tmp_path, LINES)]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("A-1,")


SHEETS = {
    "unknown item": ({"9.9.9": "3"}, "assessor-1: 9.9.9 은(는) 위원이 평점하는 항목이 아닙니다"),
    "rating off the scale": ({"2.1.1": "5.5"}, "assessor-1: 항목 2.1.1 의 평점 5.5 은(는) 척도에 없습니다"),
    "missing item": ({"3.3.3": None}, "assessor-1: 항목 3.3.3 의 평점이 없습니다"),
}


def sheet_with(track: Track, changes: dict[str, str | None]) -> Sheet:
    """A whole sheet of threes with some ratings changed, None for one that is taken away."""
    (whole,) = uniform(track, "3")
    ratings = dict(whole.ratings)
    for code, rating in changes.items():
        if rating is None:
            del ratings[code]
        else:
            ratings[code] = Decimal(rating)
    return Sheet(whole.assessor, ratings, whole.closed)


def faults_of(scheme: Scheme, *sheets: Sheet) -> list[str]:
    with pytest.raises(MarksRefused) as refused:
        grade_track(scheme, INTEGRATED, sheets, letters(scheme.tracks[INTEGRATED], "C"))
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("name", SHEETS)
def test_a_scoring_run_is_told_each_fault_of_a_sheet(scheme, name):
    changes, fault = SHEETS[name]

    assert faults_of(scheme, sheet_with(scheme.tracks[INTEGRATED], changes)) == [fault]


def test_a_scoring_run_is_told_all_faults_of_all_sheets_at_once(scheme):
    changes = {code: rating for one, _fault in SHEETS.values() for code, rating in one.items()}
    bad = sheet_with(scheme.tracks[INTEGRATED], changes)

    found = faults_of(scheme, bad, sheet_with(scheme.tracks[INTEGRATED], {}))

    assert set(found) == {fault for _changes, fault in SHEETS.values()} | {
        "assessor-1: 같은 위원의 진단표가 두 장입니다"
    }
    assert faults_of(scheme) == ["진단표가 한 장도 없습니다"]
