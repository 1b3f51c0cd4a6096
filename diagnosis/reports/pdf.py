"""HTML to PDF: the only place that knows WeasyPrint. It reads our own fonts and style sheet and nothing else."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONTS = ("PretendardGOV-Regular.ttf", "PretendardGOV-Medium.ttf", "PretendardGOV-Bold.ttf")
STYLE = Path(settings.BASE_DIR) / "templates" / "report" / "report.css"
WORD_JOINER = "\u2060"
HANGUL_PAIR = re.compile(r"(?<=[가-힣])(?=[가-힣])")
TEXT_OR_TAG = re.compile(r"<[^>]*>|[^<]+")


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


def to_pdf(html: str) -> tuple[bytes, int]:
    """The document as a tagged PDF (PDF/UA-1) and its number of pages; html is a whole page made by our templates."""
    fonts, style = _press()
    document = HTML(string=keep_words_whole(html), url_fetcher=OwnFilesOnly(), base_url=None)
    rendered = document.render(font_config=fonts, stylesheets=[style], pdf_variant="pdf/ua-1")
    return rendered.write_pdf(pdf_variant="pdf/ua-1"), len(rendered.pages)


def keep_words_whole(html: str) -> str:
    """Bind neighbouring Hangul syllables of the body so that lines break at spaces; tags stay as they are."""
    start = html.index("<body")
    return html[:start] + TEXT_OR_TAG.sub(_bind, html[start:])


def _bind(match: re.Match[str]) -> str:
    part = match.group()
    return part if part.startswith("<") else HANGUL_PAIR.sub(WORD_JOINER, part)


@lru_cache(maxsize=1)
def _press() -> tuple[FontConfiguration, CSS]:
    """Fonts and style sheet, read once in a process: reading them anew costs a tenth of each document."""
    fonts = FontConfiguration()
    style = CSS(string=STYLE.read_text("utf8"), font_config=fonts, url_fetcher=OwnFilesOnly())
    return fonts, style
