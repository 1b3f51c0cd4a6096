"""What is wrong with the structure of a PDF that claims PDF/A-2a and PDF/UA-1, read back object by object."""

import io
from collections.abc import Iterator
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

DRAWING = frozenset((b"Tj", b"TJ", b"'", b'"', b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh", b"Do"))
CLAIMS = ('pdfaid:part="2"', 'pdfaid:conformance="A"', "<pdfuaid:part>1<")
WORD_JOINER = "\u2060"


def faults_of(pdf: bytes) -> list[str]:
    """Everything wrong, empty for a sound document."""
    reader = PdfReader(io.BytesIO(pdf))
    elements = elements_in(reader)
    found = [*_of_catalog(reader), *_of_fonts(reader), *_of_elements(elements), *_of_headings(elements)]
    return [*found, *_of_pages(reader, elements), *_of_annotations(reader)]


def elements_in(reader: PdfReader) -> list[DictionaryObject]:
    """All structure elements in reading order."""
    return list(_elements(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def _of_catalog(reader: PdfReader) -> Iterator[str]:
    root = reader.trailer["/Root"]
    said = root["/Metadata"].get_object().get_data().decode()
    if not root["/MarkInfo"]["/Marked"].value or not root["/ViewerPreferences"]["/DisplayDocTitle"].value:
        yield "not marked, or its title is not shown"
    yield from (f"does not claim {claim}" for claim in CLAIMS if claim not in said)
    yield from (f"lacks {key}" for key in ("/Lang", "/OutputIntents") if not root.get(key))
    yield from (f"holds {key}" for key in ("/AA", "/OpenAction") if key in root)
    if not reader.metadata.title or "/Encrypt" in reader.trailer:
        yield "has no title, or a password"
    if any(part in root.get("/Names", {}) for part in ("/JavaScript", "/EmbeddedFiles")):
        yield "holds scripts or files"


def _of_fonts(reader: PdfReader) -> Iterator[str]:
    for name, font in {str(k): v.get_object() for page in reader.pages for k, v in _fonts(page).items()}.items():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        if not {"/FontFile2", "/FontFile3"} & descriptor.keys() or "/ToUnicode" not in font:
            yield f"font {name} is not embedded or not told in Unicode"


def _fonts(page: DictionaryObject) -> dict[str, DictionaryObject]:
    return page["/Resources"].get("/Font", {})


def _elements(kids: object) -> Iterator[DictionaryObject]:
    """Structure elements in reading order."""
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        thing = kid.get_object()
        if isinstance(thing, DictionaryObject) and "/S" in thing:
            yield thing
            yield from _elements(thing.get("/K", ArrayObject()))


def _of_elements(elements: list[DictionaryObject]) -> Iterator[str]:
    for element in elements:
        kind = element["/S"]
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a figure has no words"
        if WORD_JOINER in str(element.get("/Alt", "")):
            yield "the words of a figure hold joiners"
        if kind == "/TH" and element["/A"].get("/Scope") not in ("/Row", "/Column"):
            yield "a header cell heads nothing"
        if kind == "/Table" and not any(below["/S"] == "/TH" for below in _elements(element["/K"])):
            yield "a table has no header"


def _of_headings(elements: list[DictionaryObject]) -> Iterator[str]:
    levels = [int(element["/S"][2]) for element in elements if element["/S"][1:] in ("H1", "H2", "H3", "H4")]
    if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings skip a level: {levels}"


def _of_pages(reader: PdfReader, elements: list[DictionaryObject]) -> Iterator[str]:
    in_tree = {element.indirect_reference.idnum for element in elements}
    numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for number, page in enumerate(reader.pages, 1):
        if page.get("/Tabs") != "/S" and page.get("/Annots"):
            yield f"page {number}: the order of its fields is not that of the text"
        own = parents[page["/StructParents"]].get_object()
        tagged, loose = _marks(page, reader)
        if loose:
            yield f"page {number}: {loose} drawings are neither tagged nor set aside"
        if [mark for mark in tagged if own[mark].indirect_reference.idnum not in in_tree]:
            yield f"page {number}: a tagged piece is not in the tree"


def _marks(page: DictionaryObject, reader: PdfReader) -> tuple[list[int], int]:
    """The numbers of the tagged pieces of a page, and how many drawings are outside of any."""
    stack: list[bool] = []
    tagged, loose = [], 0
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        if operator in (b"BDC", b"BMC"):
            is_tagged = operator == b"BDC" and "/MCID" in operands[1]
            tagged += [int(operands[1]["/MCID"])] if is_tagged else []
            stack.append(is_tagged or operands[0] == "/Artifact")
        elif operator == b"EMC":
            stack.pop()
        elif operator in DRAWING and not any(stack):
            loose += 1
    return tagged, loose


def _of_annotations(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for reference in page.get("/Annots", ()):
            one = reference.get_object()
            if one["/Subtype"] == "/Link" and not (one.get("/Contents") and "/StructParent" in one):
                yield "a link has no words or no place in the tree"
            if one["/Subtype"] == "/Widget" and (one["/Rect"][0] >= 0 or one["/F"] & 2):
                yield "a field stands on the page untagged, or is hidden"
