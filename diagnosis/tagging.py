"""What the tags of a finished PDF still lack for PDF/UA-1: the side a header cell heads, and running heads set aside.

It works on the objects that WeasyPrint has laid out and not yet written.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

Element = dict[str, Any]
GONE = "null"


def complete_tags(pdf: pydyf.PDF) -> None:
    """Mend the tags in place; pages and what they show stay as they are."""
    _scope_headers(pdf)
    _set_running_heads_aside(pdf)


def _scope_headers(pdf: pydyf.PDF) -> None:
    """Say of each header cell whether it heads a column or a row: not every cell names its headers."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/TH" and "A" in thing:
            group = _parent(pdf, _parent(pdf, thing))
            thing["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _set_running_heads_aside(pdf: pydyf.PDF) -> None:
    """Mark what stands in the margins as an artifact: WeasyPrint tags it, yet leaves it out of the tree."""
    root = _found(pdf, pdf.catalog["StructTreeRoot"])
    (top,) = root["K"]
    in_tree = set(_found(pdf, top)["K"])
    numbers = _found(pdf, root["ParentTree"])["Nums"]
    for page, reference in enumerate(pdf.page_references):
        elements = numbers[2 * page + 1]
        outside = {number: line for number, line in _lines(pdf, elements, top) if line[-1].reference not in in_tree}
        if outside:
            _mark_as_artifacts(_found(pdf, _found(pdf, reference)["Contents"]), set(outside))
        for number, line in outside.items():
            elements[number] = GONE
            for element in line:
                element.free = "f"


def _lines(pdf: pydyf.PDF, elements: list[bytes], top: bytes) -> Iterator[tuple[int, list[Any]]]:
    """Each piece of a page with its elements from the innermost to the one right below the document."""
    for number, reference in enumerate(elements):
        line = [_found(pdf, reference)]
        while line[-1]["P"] != top:
            line.append(_found(pdf, line[-1]["P"]))
        yield number, line


def _mark_as_artifacts(stream: pydyf.Stream, numbers: set[int]) -> None:
    parts = stream.stream
    for place, part in enumerate(parts):
        if isinstance(part, dict) and part.get("MCID") in numbers:
            parts[place - 1], parts[place] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})


def _parent(pdf: pydyf.PDF, element: Element) -> Element:
    found: Element = _found(pdf, element["P"])
    return found


def _found(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
