"""The command line as people use it: with a bare Python, through a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEADER = "application,track,item,assessor,rating"
KTRS = ["1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.3.3", "1.3.4", "1.3.5"]
PANEL = ["2.1.1", "2.2.1", "2.3.1", *(f"3.{part}.{item}" for part in (1, 2, 3) for item in (1, 2, 3))]
AI = [*(f"1.{part}.1" for part in range(1, 8)), "2.1.1", "2.2.1", "3.1.1", "3.2.1"]
CALLS = ["check", "levels --scheme 2026-1", "items --scheme 2026-1", "score --scheme 2026-1 -"]


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess:
    """Isolated mode without site packages: only the standard library and the folder at hand."""
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[0] = 'grading'; import grading.__main__"
    command = [sys.executable, "-I", "-S", "-c", start, *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=60)


def sheet(application="A-1", assessor="kim", rating="3", track="INTEGRATED", codes=PANEL) -> list[str]:
    return [f"{application},{track},{code},{assessor},{rating}" for code in codes]


def complete(application="A-1", rating="3", letter="C", assessors=("kim", "lee", "park")) -> list[str]:
    marks = [line for assessor in assessors for line in sheet(application, assessor, rating)]
    return sheet(application, "KTRS", letter, codes=KTRS) + marks


def ai_marks(application="A-1", assessor="choi", rating="3.5") -> list[str]:
    return sheet(application, assessor, rating, "MFG_AI", AI)


def scored(lines: list[str], tmp_path: Path, scheme="2026-1", encoding="utf-8", newline="\n"):
    path = tmp_path / "marks.csv"
    path.write_bytes((newline.join([HEADER, *lines]) + newline).encode(encoding))
    return run("score", "--scheme", scheme, str(path))


def refusals(result) -> list[str]:
    """Lines of the standard error, after making sure that the refusal was a clean one."""
    assert (result.returncode, result.stdout) == (2, b"")
    text = result.stderr.decode()
    assert "Traceback" not in text
    return text.splitlines()


def test_check_passes_on_the_shipped_schemes():
    result = run("check")

    assert (result.returncode, result.stderr) == (0, b"")
    assert [line.split(",")[0] for line in result.stdout.decode().splitlines()] == [
        "2025-1: ok",
        "2026-1: ok",
    ]


def test_check_names_the_faults_of_a_folder(tmp_path):
    (tmp_path / "2031-1").mkdir()
    (tmp_path / "2031-1" / "scheme.toml").write_text('code = "2031-1"\n')

    result = run("check", str(tmp_path / "2031-1"))

    assert result.returncode == 1
    assert "2031-1/levels.toml: " in result.stderr.decode()


def test_levels_prints_the_level_table_from_the_top():
    result = run("levels", "--scheme", "2026-1")

    lines = result.stdout.decode().split("\n")
    assert result.returncode == 0
    assert lines[:4] == [
        "level,score_min,score_max,grade_point_min,stage",
        "5,950,,4.5,최적화",
        "4+,920,950,4.2,예측가능",
        "4,880,920,3.8,예측가능",
    ]
    assert lines[-2:] == ["0,0,550,0.0,역량 없음", ""]
    assert len(lines) == 1 + 14 + 1


def test_items_prints_every_item_of_both_tracks():
    lines = run("items", "--scheme", "2026-1").stdout.decode().split("\n")

    assert lines[:2] == ["track,item,name,points,marked_by", "INTEGRATED,1.1.1,기술역량수준,30,KTRS"]
    assert lines[11] == "INTEGRATED,2.1.1,제조데이터 수집·표준·활용 역량,100,PANEL"
    assert lines[23] == "MFG_AI,1.1.1,문제 정의·AI 개발 전략,5,PANEL"
    assert len(lines) == 1 + 22 + 11 + 1


@pytest.mark.parametrize("call", CALLS)
def test_output_has_unix_line_ends(call):
    given = "\r\n".join([HEADER, *complete()]).encode()

    assert b"\r" not in run(*call.split(), given=given).stdout


def test_score_prints_results_in_order_of_first_appearance(tmp_path):
    lines = [
        *complete("B-2", "3"),
        *complete("A-1", "4.5", "B"),
        *ai_marks("A-1"),
        *sheet("B-2", "jung", "5"),
    ]

    result = scored(lines, tmp_path)

    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode() == (
        "application,base,ai,bonus,total,grade_point,level,base_level\n"
        "B-2,835.0,,,835.0,3.350,3+,3+\n"
        "A-1,935.0,70.0,70.0,1000.0,5.000,5,4+\n"
    )


def test_score_drops_extremes_in_order_of_first_appearance(tmp_path):
    marks = [line for n, rating in enumerate(["0", "3", "3", "3.5", "5"]) for line in sheet("A", f"a{n}", rating)]

    result = scored([*sheet("A", "KTRS", "C", codes=KTRS), *marks], tmp_path)

    assert result.stdout.decode().splitlines()[1] == "A,811.7,,,811.7,3.117,3,3"


def test_score_knows_the_2025_scheme(tmp_path):
    codes = [f"2.{part}.{item}" for part in (1, 2, 3) for item in (1, 2, 3, 4)]

    result = scored([*sheet("A", "KTRS", "B", codes=KTRS), *sheet("A", "kim", "3.5", codes=codes)], tmp_path, "2025-1")

    assert result.stdout.decode().splitlines()[1] == "A,875.0,,,875.0,3.750,4-,4-"


@pytest.mark.parametrize(("encoding", "newline"), [("utf-8-sig", "\n"), ("utf-8", "\r\n"), ("utf-8-sig", "\r\n")])
def test_score_takes_a_byte_order_mark_and_windows_line_ends(tmp_path, encoding, newline):
    result = scored(complete("가나-1"), tmp_path, encoding=encoding, newline=newline)

    assert result.stdout.decode().splitlines()[1] == "가나-1,800.0,,,800.0,3.000,3,3"


def test_score_reads_the_standard_input():
    result = run("score", "--scheme", "2026-1", "-", given="\n".join([HEADER, *complete()]).encode())

    assert result.stdout.decode().splitlines()[1] == "A-1,800.0,,,800.0,3.000,3,3"


def test_score_takes_ratings_written_with_more_decimals(tmp_path):
    lines = [line.replace(",kim,3", ",kim,3.50") for line in complete(assessors=("kim",))]

    assert scored(lines, tmp_path).stdout.decode().splitlines()[1].startswith("A-1,835.0")


def without(code: str) -> list[str]:
    return [line for line in complete() if f",{code},kim," not in line]


FAULTY = {
    "unknown item": ([*complete(), "A-1,INTEGRATED,9.9.9,kim,3"], [(48, "unknown item")]),
    "unknown track": ([*complete(), "A-1,ROBOTS,1.1.1,kim,3"], [(48, "unknown track")]),
    "track in lower case": ([*complete(), "A-1,integrated,2.1.1,kim,3"], [(48, "unknown track")]),
    "rating above the scale": ([*complete()[:-1], "A-1,INTEGRATED,3.3.3,park,5.5"], [(47, "off the scale")]),
    "rating below the scale": ([*complete()[:-1], "A-1,INTEGRATED,3.3.3,park,-1"], [(47, "off the scale")]),
    "rating between the steps": (
        [*complete()[:-1], "A-1,INTEGRATED,3.3.3,park,3.3"],
        [(47, "off the scale")],
    ),
    "rating that is no number": (
        [*complete()[:-1], "A-1,INTEGRATED,3.3.3,park,NaN"],
        [(47, "off the scale")],
    ),
    "rating with an exponent": ([*complete()[:-1], "A-1,INTEGRATED,3.3.3,park,3e0"], [(47, "off the scale")]),
    "rating in other digits": ([*complete()[:-1], "A-1,INTEGRATED,3.3.3,park,３"], [(47, "off the scale")]),
    "missing item": (without("3.1.2"), [(12, "missing item")]),
    "duplicate row": ([*complete(), "A-1,INTEGRATED,2.1.1,kim,4"], [(48, "duplicate of line 12")]),
    "duplicate letter": ([*complete(), "A-1,INTEGRATED,1.1.1,KTRS,A"], [(48, "duplicate of line 2")]),
    "bad letter": (
        ["A-1,INTEGRATED,1.1.1,KTRS,F", *complete()[1:]],
        [(2, "bad KTRS letter")],
    ),
    "letter in lower case": (["A-1,INTEGRATED,1.1.1,KTRS,a", *complete()[1:]], [(2, "bad KTRS letter")]),
    "rating in place of a letter": (
        ["A-1,INTEGRATED,1.1.1,KTRS,5", *complete()[1:]],
        [(2, "bad KTRS letter")],
    ),
    "letters missing": (sheet(), [(2, "missing KTRS letter")] * 10),
    "one letter missing": (complete()[1:], [(2, "missing KTRS letter")]),
    "KTRS item marked by an assessor": (
        [*complete(), "A-1,INTEGRATED,1.1.1,kim,3"],
        [(48, "marked by an assessor")],
    ),
    "panel item marked by KTRS": ([*complete(), "A-1,INTEGRATED,2.1.1,KTRS,B"], [(48, "marked by KTRS")]),
    "AI item marked by KTRS": (
        [*complete(), *ai_marks(), "A-1,MFG_AI,1.1.1,KTRS,B"],
        [(59, "marked by KTRS")],
    ),
    "no sheets": (sheet("A-1", "KTRS", "C", codes=KTRS), [(2, "no sheets")]),
    "AI marks alone": (ai_marks(), [(2, "no sheets")]),
    "no rows": ([], [(1, "no sheets")]),
    "empty cell": ([*complete(), "A-1,INTEGRATED,2.1.1,,3"], [(48, "5 filled cells")]),
    "too few cells": ([*complete(), "A-1,INTEGRATED"], [(48, "5 filled cells")]),
    "too many cells": ([*complete(), "A-1,INTEGRATED,2.1.1,kim,3,0"], [(48, "5 filled cells")]),
    "open quotation mark": ([*complete(), 'A-1,"INTEGRATED,2.1.1,kim,3'], [(48, "not valid CSV")]),
}


@pytest.mark.parametrize(("lines", "expected"), FAULTY.values(), ids=FAULTY)
def test_score_refuses_and_names_file_line_and_reason(tmp_path, lines, expected):
    found = refusals(scored(lines, tmp_path))

    assert len(found) == len(expected)
    for text, (line, reason) in zip(found, expected, strict=True):
        assert text.startswith(f"{tmp_path}/marks.csv:{line}: ")
        assert reason in text


def test_score_reports_every_fault_in_order_of_lines(tmp_path):
    lines = ["A-1,INTEGRATED,1.1.1,KTRS,F", *complete()[1:-1], "A-1,INTEGRATED,9.9.9,park,3", "B-1,X,1,kim,3"]

    numbers = [int(text.split(":")[1]) for text in refusals(scored(lines, tmp_path))]

    assert numbers == [2, 36, 47, 48]


def test_one_bad_application_keeps_the_good_ones_back(tmp_path):
    found = refusals(scored([*complete("A-1"), *sheet("B-1")], tmp_path))

    assert all("B-1" in text for text in found)


def test_blank_lines_do_not_count_but_keep_their_numbers(tmp_path):
    found = refusals(scored(["", *complete(), "", "A-1,INTEGRATED,9.9.9,kim,3"], tmp_path))

    assert [text.split(":")[1] for text in found] == ["50"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_score_refuses_an_empty_file(tmp_path, content):
    (tmp_path / "marks.csv").write_bytes(content)

    found = refusals(run("score", "--scheme", "2026-1", str(tmp_path / "marks.csv")))

    assert [text.split(": ", 1)[0] for text in found] == [f"{tmp_path}/marks.csv:1"]


@pytest.mark.parametrize("header", ["application;track;item;assessor;rating", "a,b,c", HEADER.upper(), complete()[0]])
def test_score_refuses_another_header(header):
    given = "\n".join([header, *complete()]).encode()

    found = refusals(run("score", "--scheme", "2026-1", "-", given=given))

    assert len(found) == 1
    assert found[0].startswith("<stdin>:1: ")


def test_score_refuses_text_that_is_not_utf_8(tmp_path):
    found = refusals(scored([*complete(), *complete("가나")], tmp_path, encoding="cp949"))

    assert len(found) == 1
    assert found[0].startswith(f"{tmp_path}/marks.csv:48: ")


def test_score_refuses_bytes_that_are_no_text():
    found = refusals(run("score", "--scheme", "2026-1", "-", given=HEADER.encode() + b"\nA,\x00,1,2,3\n"))

    assert all(text.startswith("<stdin>:2: ") for text in found)


def test_score_says_so_when_the_file_is_not_there(tmp_path):
    found = refusals(run("score", "--scheme", "2026-1", str(tmp_path / "nothing.csv")))

    assert len(found) == 1
    assert found[0].startswith(f"{tmp_path}/nothing.csv: ")


def test_score_says_so_when_the_file_is_a_folder(tmp_path):
    assert len(refusals(run("score", "--scheme", "2026-1", str(tmp_path)))) == 1


@pytest.mark.parametrize("call", ["levels", "items", "score"])
def test_an_unknown_scheme_is_refused_with_the_known_ones(call):
    extra = ["-"] if call == "score" else []

    found = refusals(run(call, "--scheme", "2031-1", *extra))

    assert len(found) == 1
    assert "2025-1, 2026-1" in found[0]


@pytest.mark.parametrize("call", [["levels"], ["items"], ["score", "marks.csv"], ["score", "--scheme", "2026-1"], []])
def test_what_is_required_must_be_given(call):
    result = run(*call)

    assert (result.returncode, result.stdout) == (2, b"")


def test_the_module_runs_by_its_name():
    result = subprocess.run([sys.executable, "-m", "grading", "check"], cwd=ROOT, capture_output=True, check=False)

    assert result.returncode == 0


def test_the_command_line_never_loads_numpy():
    start = "import sys; import grading.command; print('numpy' in sys.modules)"

    result = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True, check=True)

    assert result.stdout.strip() == b"False"
