"""HTML to PDF: the only place that knows WeasyPrint. It reads our own fonts and style sheets and nothing else.

Every document is tagged and meets PDF/UA-1 and PDF/A-2a at once. The same HTML gives the same bytes.
"""

import re
from functools import lru_cache
from pathlib import Path

import pydyf
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from diagnosis.tagging import complete_tags

FONTS = ("PretendardGOV-Regular.ttf", "PretendardGOV-Medium.ttf", "PretendardGOV-Bold.ttf")
VARIANT = "pdf/a-2a"
PLAIN = "report/report.css"
WORD_JOINER = "\u2060"
# Signs beyond the basic plane, such as emoji, and private ones: no font of ours draws them, and PDF/A forbids gaps.
UNDRAWN = re.compile("[\U00010000-\U0010ffff\ue000-\uf8ff](?:[\U00010000-\U0010ffff\ue000-\uf8ff\u200d\ufe0e\ufe0f])*")
STRAY = re.compile("[\ufe00-\ufe0f]")
GAP = "□"
HANGUL_PAIR = re.compile(r"(?<=[가-힣])(?=[가-힣])")
TEXT_OR_TAG = re.compile(r"<title>[^<]*|<desc>[^<]*|<[^>]*>|[^<]+")  # a picture's own words are read, never drawn
# WeasyPrint writes one standard's mark. PDF/A wants a property that it does not know to be declared beside it.
UNIVERSAL_ACCESS = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description><rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the standard</pdfaProperty:description><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class Refused(Exception):
    """The document asked for something that is not ours."""


class OwnFilesOnly(URLFetcher):
    """Serves the fonts by name under `asset:`; every other address is refused before anything is opened."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix("asset:")
        if not url.startswith("asset:") or name not in FONTS:
            raise Refused(url)
        return URLFetcherResponse(url, (font_folder() / name).read_bytes(), {"Content-Type": "font/ttf"})


def font_folder() -> Path:
    """Where the set-up put the fonts that are embedded in documents."""
    return Path(settings.BASE_DIR) / "static" / "vendor" / "fonts-pdf"


def to_pdf(html: str, style: str = PLAIN) -> tuple[bytes, int]:
    """The document and its number of pages; html is a whole page made by our templates, style a sheet beside them."""
    fonts, sheet = press_for(style)
    document = HTML(string=keep_words_whole(html), url_fetcher=OwnFilesOnly(), base_url=None)
    rendered = document.render(font_config=fonts, stylesheets=[sheet], pdf_variant=VARIANT)
    for page in rendered.pages:
        page.bookmarks = [(level, label.replace(WORD_JOINER, ""), *rest) for level, label, *rest in page.bookmarks]
    return rendered.write_pdf(pdf_variant=VARIANT, pdf_tags=True, finisher=_finish), len(rendered.pages)


def keep_words_whole(html: str) -> str:
    """Bind neighbouring Hangul syllables of the body so that lines break at spaces; what is not drawn stays."""
    start = html.index("<body")
    return html[:start] + TEXT_OR_TAG.sub(_bind, html[start:])


def drawable(text: str) -> str:
    """The text with one empty square for each run of signs that the fonts of documents do not hold."""
    return STRAY.sub("", UNDRAWN.sub(GAP, text))


def _bind(match: re.Match[str]) -> str:
    part = match.group()
    return part if part.startswith("<") else HANGUL_PAIR.sub(WORD_JOINER, drawable(part))


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """Mend the tags, and name the second standard in the metadata that WeasyPrint has written for the first."""
    complete_tags(pdf)
    written = next(one for one in pdf.objects if getattr(one, "extra", {}).get("Type") == "/Metadata")
    written.stream = [part.replace(b"</rdf:RDF>", UNIVERSAL_ACCESS + b"</rdf:RDF>") for part in written.stream]


@lru_cache(maxsize=4)
def press_for(style: str) -> tuple[FontConfiguration, CSS]:
    """Fonts and one style sheet, read once in a process: reading them anew costs a tenth of each document."""
    fonts = FontConfiguration()
    text = (Path(settings.BASE_DIR) / "templates" / style).read_text("utf8")
    return fonts, CSS(string=text, font_config=fonts, url_fetcher=OwnFilesOnly())
