"""Tables that turn into blocks on narrow screens, where each cell has to carry the name of its column."""

import re

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

_HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(?P<kind>th|td)\b(?P<rest>[^>]*)>")
_PART = re.compile(r"<(?P<kind>thead|tbody|tr)\b")
_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def stacked(content: str) -> SafeString:
    """thead and tbody with the column's name on each cell, and with the roles that blocks lose as parts of a table.

    Takes one row of column headings, no joined cells and no table within a cell.
    """
    head = _HEAD.search(content)
    names = [_said(name) for name in _HEADING.findall(head.group())] if head else []
    named = _ROW.sub(lambda row: _named(row.group(), names), content)
    with_roles = _PART.sub(lambda part: f'{part.group()} role="{_ROLES[part["kind"]]}"', named)
    return mark_safe(with_roles)  # nothing is added to the caller's markup but its own headings


def _named(row: str, names: list[str]) -> str:
    cells = iter([*names, *[""] * row.count("<t")])
    return _CELL.sub(lambda cell: _cell(cell["kind"], cell["rest"], next(cells)), row)


def _cell(kind: str, rest: str, name: str) -> str:
    if kind == "td":
        return f'<td role="cell" data-label="{name}"{rest}>'
    role = "columnheader" if 'scope="col"' in rest else "rowheader"
    return f'<th role="{role}"{rest}>'


def _said(heading: str) -> str:
    """The heading without tags, fit for an attribute: it comes from markup, so only quotes are still bare."""
    return " ".join(strip_tags(heading).split()).replace('"', "&quot;")
