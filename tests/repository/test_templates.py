"""Templates hold no inline script or style, no absolute outside asset, and no address that leads nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLResolver, get_resolver

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


def addresses_named(text: str) -> set[str]:
    """The routes that a template asks for by name."""
    return set(re.findall(r"{%\s*url\s+['\"]([^'\"]+)['\"]", text))


def lost_addresses(text: str) -> set[str]:
    """Addresses named in one block of a template and used in another, where they are empty."""
    parts = re.split(r"{%\s*(?:block\s+\w+\s*|endblock\b[^%]*)%}", text)
    named = [set(re.findall(r"\bas\s+(\w+_url)\s*%}", part)) for part in parts]
    used = [set(re.findall(r"{{\s*(\w+_url)\b", part)) for part in parts]
    return {one for mine, asked in zip(named, used, strict=True) for one in asked & set().union(*named) - mine}


def routes(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}"


def test_every_address_that_is_named_exists():
    known = set(routes(get_resolver()))
    asked = {path.name: addresses_named(path.read_text("utf8")) - known for path in TEMPLATES.rglob("*.html")}

    assert {name: found for name, found in asked.items() if found} == {}
    assert addresses_named('{% url "no:such" %}') - known == {"no:such"}


def test_no_address_is_lost_between_blocks():
    lost = {str(path): lost_addresses(path.read_text("utf8")) for path in TEMPLATES.rglob("*.html")}

    assert {path: found for path, found in lost.items() if found} == {}
    assert lost_addresses(
        '{% block a %}{% url "x" as x_url %}{% endblock %}{% block b %}{{ x_url }}{% endblock %}'
    ) == {"x_url"}
