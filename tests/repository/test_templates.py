"""Templates hold no inline script or style, no absolute outside asset, and each is used."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
SCREEN = [path for path in TEMPLATES.rglob("*.html") if "report" not in path.parts]


def offending(pattern: str) -> list[str]:
    return [
        str(path.relative_to(ROOT))
        for path in SCREEN
        if re.search(pattern, path.read_text("utf8"), flags=re.IGNORECASE | re.DOTALL)
    ]


def test_no_inline_script():
    assert offending(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")") == []


def test_no_inline_event_or_style():
    assert offending(r"<[a-z][^>{]*\s(on[a-z]+|style)=\"") == []


def test_no_outside_asset():
    assert offending(r"(src|href)=\"(https?:)?//[^\"]+\.(js|css|png|svg|woff2?)\"") == []


def test_the_patterns_find_what_they_look_for():
    assert re.search(r"<[a-z][^>{]*\s(on[a-z]+|style)=\"", '<p class="a" onclick="x()">')
    assert re.search(r"<script(?![^>]*\bsrc=)", "<script>alert(1)</script>")
