"""Pages in a real browser without a server: the portal is asked within the test, and its answers are handed over."""

import gzip
import mimetypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Request, Route
from playwright.sync_api import Page as Tab

from tests.portal.sweep.walk import Page, Visitor

SITE = "http://localhost"
WIDTHS = (360, 1280)
MOST_BYTES = 300_000
AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
CHECKS = (Path(__file__).parent / "checks.js").read_text("utf8")
PREVIEWS = "/documents/files/"  # a document that somebody opens, as large as its company made it
FONTS = (".woff2", ".woff")
TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Stage:
    """A tab that shows pages a visitor was answered before, and tells what is wrong with each."""

    def __init__(self, tab: Tab) -> None:
        self.tab, self.page, self.visitor = tab, Page("", "", "", "", 0), Visitor("", None)
        self.said: list[str] = []
        self.database = connections["default"]
        self.bytes = 0
        tab.on("console", lambda message: self.said.append(self._told(message)) if message.type == "error" else None)
        tab.on("pageerror", lambda fault: self.said.append(str(fault)))
        tab.route(f"{SITE}/**", self._answer)  # what the browser shows a PDF with comes from itself

    def faults(self, page: Page, visitor: Visitor, widths: Iterable[int] = WIDTHS) -> Iterator[str]:
        """Show a page of the visitor, at each width; yields a row for each fault."""
        self.page, self.visitor, self.bytes = page, visitor, 0
        self.said.clear()
        self.tab.goto(SITE + page.address)
        self.tab.evaluate("document.fonts.ready")
        first_view = self.bytes
        self.tab.evaluate(_axe())
        for width in widths:
            self.tab.set_viewport_size({"width": width, "height": 900})
            yield from (page.told(fault, width) for fault in self.tab.evaluate(CHECKS))
        if first_view > MOST_BYTES:
            yield page.told(f"{first_view} bytes")
        yield from (page.told(f"console: {said}") for said in self.said)

    def _told(self, message: ConsoleMessage) -> str:
        return f"{message.text} {message.location.get('url', '')}"

    def _answer(self, route: Route, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.path.startswith("/static/"):
            body = _static(parts.path)
            self.bytes += 0 if parts.path.endswith(FONTS) else len(_packed(parts.path))
            kind = TYPES.get(Path(parts.path).suffix) or mimetypes.guess_type(parts.path)[0]
            route.fulfill(body=body, content_type=kind)
        elif request.is_navigation_request() and request.frame == self.tab.main_frame:
            body = self.page.html.encode()
            self.bytes += len(gzip.compress(body, 6))
            route.fulfill(body=body, content_type="text/html; charset=utf-8")
        else:
            connections["default"] = self.database  # the driver calls from a context that would open another
            address = parts._replace(scheme="", netloc="").geturl()
            sent = (request.post_data_buffer or b"", request.headers.get("content-type", ""))
            answer = self.visitor.ask(request.method.lower(), address, *sent)
            body = answer.getvalue()
            self.bytes += 0 if parts.path.startswith(PREVIEWS) else len(gzip.compress(body, 6))
            route.fulfill(status=answer.status_code, body=body, content_type=answer.headers.get("Content-Type", ""))


@contextmanager
def staged(chromium: Browser) -> Iterator[Stage]:
    """A fresh tab, closed in the end."""
    context = chromium.new_context(locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce")
    try:
        yield Stage(context.new_page())
    finally:
        context.close()


@cache
def _static(path: str) -> bytes:
    return Path(finders.find(path.removeprefix("/static/"))).read_bytes()


@cache
def _packed(path: str) -> bytes:
    return gzip.compress(_static(path), 9)


@cache
def _axe() -> str:
    return AXE.read_text("utf8")
