"""The command line: `python -m grading check | diff | concordance | levels | items | score | bench`."""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import os
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from grading.bonus import bonus_faults
from grading.comparing import told
from grading.concordance import NotComparable, concordance, concordance_faults, concordances
from grading.diff import amendment
from grading.diff import told as amended
from grading.exact import plain
from grading.faults import SchemeError
from grading.grade import grade, grade_track
from grading.lint import proof
from grading.load import (
    SCHEMES,
    digest_in,
    faults,
    load_scheme,
    locked_faults,
    read_scheme,
    shipped_codes,
)
from grading.marks import Marks, read_marks
from grading.programme import programme_faults
from grading.requests import request_faults
from grading.result import Outcome
from grading.values import Scheme

LANGUAGES = ("ko", "en")
REFUSED = 2
"""Exit status for input that cannot be used; nothing is printed on the standard output then."""
FAULTY = 1
"""Exit status of `check` when a scheme has faults."""


class Refused(Exception):
    """The command cannot do its work; `lines` says why."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit status."""
    _use_utf8()
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except Refused as refused:
        print(*refused.lines, sep="\n", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # The reader went away (`| head`); keep the interpreter from flushing into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def check(options: argparse.Namespace) -> int:
    """Check the given scheme folders, or all of them with their locks and the programme figures."""
    folders = [Path(folder) for folder in options.folders] or [SCHEMES / code for code in shipped_codes()]
    lines = []
    for folder in folders:
        found = faults(folder)
        lines += [f"{folder.name}/{fault.read(options.lang)}" for fault in found]
        print(f"{folder.name}: {f'{len(found)} faults' if found else 'ok'}, digest {digest_in(folder)}")
        if options.folders and not found:
            print(*(f"  {line}" for line in proof(read_scheme(folder), options.lang)), sep="\n")
    if not options.folders:
        shared = (*locked_faults(), *programme_faults(), *bonus_faults(), *request_faults(), *concordance_faults())
        lines += [fault.read(options.lang) for fault in shared]
    print(*lines, sep="\n", end="\n" if lines else "", file=sys.stderr)
    return FAULTY if lines else 0


def levels(options: argparse.Namespace) -> int:
    """Print the level table, highest first."""
    rows = (
        (
            level.label,
            plain(level.score_min),
            "" if level.score_max is None else plain(level.score_max),
            f"{level.grade_point_min:.1f}",
            level.stage,
        )
        for level in _scheme(options.scheme).levels
    )
    _print_csv(("level", "score_min", "score_max", "grade_point_min", "stage"), rows)
    return 0


def items(options: argparse.Namespace) -> int:
    """Print every item of every track."""
    scheme = _scheme(options.scheme)
    rows = (
        (track.code, item.code, item.name, str(item.points), item.marked_by)
        for track in scheme.tracks.values()
        for item in track.items
    )
    _print_csv(("track", "item", "name", "points", "marked_by"), rows)
    return 0


def score(options: argparse.Namespace) -> int:
    """Grade a file of marks; either every application comes out or none."""
    scheme = _scheme(options.scheme)
    name = "<stdin>" if options.marks == "-" else options.marks
    applications, found = read_marks(scheme, _content(options.marks))
    if found:
        raise Refused([f"{name}:{fault.line}: {fault.reason}" for fault in found])
    rows = [_result_row(application, _outcome(scheme, parts)) for application, parts in applications.items()]
    header = ("application", "base", "ai", "bonus", "total", "grade_point", "level", "base_level")
    _print_csv(header, rows)
    return 0


def diff(options: argparse.Namespace) -> int:
    """Print what the new scheme changes against the old one, by heading."""
    changes = amendment(_scheme(options.old), _scheme(options.new))
    _print_parts(amended(changes, options.lang))
    return 0


def compare(options: argparse.Namespace) -> int:
    """Print what of two schemes' results can be compared and what cannot."""
    try:
        between = concordance(options.old, options.new)
    except NotComparable as unknown:
        known = ", ".join(f"{old} {new}" for old, new in concordances())
        raise Refused(
            [f"두 평가체계의 대응표가 없습니다 (no concordance of these two; there is: {known})"]
        ) from unknown
    _print_parts(told(between, options.lang))
    return 0


def _print_parts(parts: Iterable[tuple[str, Sequence[str]]]) -> None:
    for heading, lines in parts:
        print(f"[{heading}]", *(f"  {line}" for line in lines), sep="\n")


def bench(options: argparse.Namespace) -> int:
    """Measure grading many at once."""
    # By name, because it alone needs numpy and everything else must run without any installed package.
    try:
        measure = importlib.import_module("grading.measure")
    except ModuleNotFoundError as missing:
        raise Refused([f"numpy 가 필요합니다 (bench needs numpy: {missing})"]) from missing
    return int(measure.bench(options.suppliers))


def _outcome(scheme: Scheme, parts: dict[str, Marks]) -> Outcome:
    results = {code: grade_track(scheme, code, marks.sheets, marks.letters) for code, marks in parts.items()}
    ai = results.get(scheme.ai_bonus.track) if scheme.ai_bonus else None
    return grade(scheme, results[scheme.level_track], ai)


def _result_row(application: str, outcome: Outcome) -> tuple[str, ...]:
    figures = (outcome.base, outcome.ai, outcome.bonus, outcome.total, outcome.grade_point)
    return (application, *map(_cell, figures), outcome.level.label, outcome.base_level.label)


def _cell(figure: Decimal | None) -> str:
    return "" if figure is None else str(figure)


def _content(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as problem:
        reason = f"파일을 읽을 수 없습니다 (cannot read the file: {problem.strerror})"
        raise Refused([f"{path}: {reason}"]) from problem


def _scheme(named: str) -> Scheme:
    """A scheme that comes with the kernel by its code, or any other by its folder, a draft too."""
    known, folder = shipped_codes(), Path(named)
    if named not in known and not (folder / "scheme.toml").is_file():
        told = f"unknown scheme; {', '.join(known)}, or a folder with scheme.toml"
        raise Refused([f"평가체계 «{named}» 이(가) 없습니다 ({told})"])
    try:
        return load_scheme(named) if named in known else read_scheme(folder.resolve())
    except SchemeError as broken:
        raise Refused([f"{named}/{fault} ({fault.reason.read('en')})" for fault in broken.faults]) from broken


def _print_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a whole table at once, so that a failure half way leaves nothing behind."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    sys.stdout.write(text.getvalue())


def _use_utf8() -> None:
    """UTF-8 and LF whatever the terminal or platform says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", newline="\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grading", description="Schemes, scores and Levels.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="check every scheme, or the given folders")
    checking.add_argument("folders", nargs="*", metavar="FOLDER")
    checking.add_argument("--lang", choices=LANGUAGES, default="ko", help="language of faults and proof")
    checking.set_defaults(run=check)
    differing = commands.add_parser("diff", help="print what a scheme changes against an older one")
    differing.add_argument("old", metavar="OLD")
    differing.add_argument("new", metavar="NEW")
    differing.add_argument("--lang", choices=LANGUAGES, default="ko")
    differing.set_defaults(run=diff)
    comparing = commands.add_parser("concordance", help="print what of two years' results can be compared")
    comparing.add_argument("old", metavar="OLD")
    comparing.add_argument("new", metavar="NEW")
    comparing.add_argument("--lang", choices=LANGUAGES, default="ko")
    comparing.set_defaults(run=compare)
    measuring = commands.add_parser("bench", help="measure grading many at once, as ratios")
    measuring.add_argument("--suppliers", type=int, default=251_000, metavar="N")
    measuring.set_defaults(run=bench)
    for name, run, text in (
        ("levels", levels, "print the level table as CSV"),
        ("items", items, "print the items as CSV"),
        ("score", score, "grade a CSV file of marks"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--scheme", required=True, metavar="SCHEME", help="a code, or the folder of a draft")
        command.set_defaults(run=run)
        if run is score:
            command.add_argument("marks", metavar="MARKS.csv", help="a file, or - for the standard input")
    return parser
