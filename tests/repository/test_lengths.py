"""The stops: what has grown past them is split by noun before it is merged."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "diagnosis", "applications", "grading", "tests")
FORBIDDEN = {"utils", "helpers", "common", "misc", "base", "core", "manager", "handler", "processor"}


def sources(*packages: str) -> Iterator[Path]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def too_long(root: Path, paths: list[Path], *, file_lines: int, function_lines: int) -> list[str]:
    found = []
    for path in paths:
        text = path.read_text("utf8")
        if len(text.splitlines()) > file_lines:
            found.append(f"{path.relative_to(root)}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if is_function and node.end_lineno - node.lineno >= function_lines:
                found.append(f"{path.relative_to(root)}:{node.lineno} {node.name}")
    return found


def test_no_file_or_function_is_past_its_stop():
    ours = [path for path in sources(*PACKAGES[:-1]) if path.name != "settings.py"]

    assert too_long(ROOT, ours, file_lines=400, function_lines=50) == []


def test_no_test_file_is_past_its_stop():
    assert too_long(ROOT, list(sources("tests")), file_lines=500, function_lines=80) == []


def test_no_template_is_past_its_stop():
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "templates").rglob("*.html")
        if (count := len(path.read_text("utf8").splitlines())) > 200
    }

    assert long == {}


def test_no_room_without_a_name():
    nameless = [str(path) for path in sources(*PACKAGES) if path.stem in FORBIDDEN]

    assert nameless == []


def test_the_stop_is_seen(tmp_path):
    long = tmp_path / "long.py"
    long.write_text("def f():\n" + "    a = 1\n" * 50)

    assert too_long(tmp_path, [long], file_lines=40, function_lines=50) == [
        "long.py: 51 lines",
        "long.py:1 f",
    ]
