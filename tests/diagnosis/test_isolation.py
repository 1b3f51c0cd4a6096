"""Hostile documents reach nothing: no connection to a real listener, no reading of a file that lies in wait."""

import io
import socketserver
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.html import escape
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import URLFetchingError

from diagnosis.certificates.page import certificate_html
from diagnosis.panels.models import Mark
from diagnosis.press import to_pdf
from diagnosis.reports.services import report_html
from tests.factories.certificates import make_certificate
from tests.factories.outcomes import make_outcome
from tests.factories.suppliers import make_supplier

SECRET = "CANARY-9137"
# {there} is an address that listens, then one of a file.
WAYS = (
    '<img src="{there}">',
    '<img srcset="{there} 2x">',
    '<link rel="stylesheet" href="{there}">',
    '<link rel="attachment" href="{there}">',
    '<link rel="icon" href="{there}">',
    '<a rel="attachment" href="{there}">붙임</a>',
    '<style>@import "{there}";</style>',
    "<style>@import url({there});</style>",
    "<style>@font-face{{font-family:x;src:url({there})}}p{{font-family:x}}</style><p>글</p>",
    "<style>p{{background:url({there})}}</style><p>글</p>",
    '<style>p::before{{content:url("{there}")}}</style><p>글</p>',
    "<style>li{{list-style-image:url({there})}}</style><ul><li>글</li></ul>",
    "<style>p{{border-image:url({there}) 1}}</style><p>글</p>",
    "<style>@page{{background:url({there})}}</style>",
    "<style>@page{{@top-left{{content:url({there})}}}}</style>",
    "<style>@color-profile --x{{src:url({there})}}p{{color:color(--x 1 0 0)}}</style><p>글</p>",
    "<p style='background-image:url({there})'>글</p>",
    '<base href="{there}"><img src="x.png">',
    '<object data="{there}"></object>',
    '<embed src="{there}">',
    '<iframe src="{there}"></iframe>',
    '<video poster="{there}" src="{there}"></video>',
    '<audio src="{there}"></audio>',
    '<input type="image" src="{there}">',
    '<svg width="9" height="9"><image href="{there}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><image xlink:href="{there}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{there}#x"/></svg>',
    '<svg width="9" height="9"><style>@import "{there}";</style><rect width="9" height="9"/></svg>',
    "<svg width='9' height='9'><rect width='9' height='9' fill='url({there}#x)'/></svg>",
    '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><image href="{there}"/></svg>\'>',
)
opened: list[str] = []


def _note(event: str, arguments: tuple) -> None:
    if event == "open" and isinstance(arguments[0], str | bytes):
        opened.append(str(arguments[0]))


sys.addaudithook(_note)


class Listener(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.server.hits.append(self.client_address)


@pytest.fixture
def listener() -> Iterator[socketserver.TCPServer]:
    with socketserver.TCPServer(("127.0.0.1", 0), Listener) as server:
        server.hits = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "canary.txt"
    path.write_text(SECRET)
    opened.clear()
    return path


def attacks(listener: socketserver.TCPServer, canary: Path) -> list[str]:
    """Each way once with an address that listens and once with a file: sixty."""
    there = (f"http://127.0.0.1:{listener.server_address[1]}/x", canary.as_uri())
    return [way.format(there=one) for way in WAYS for one in there]


def streams(pdf: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(pdf))
    objects = (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
    return b"".join(thing.get_data() for thing in objects if hasattr(thing, "get_data"))


def page(body: str) -> str:
    return f"<html lang=ko><head><title>t</title></head><body>{body}</body></html>"


def drawn(html: str) -> bytes:
    """The document, or nothing where the press refuses it as a whole."""
    try:
        return to_pdf(html)[0]
    except URLFetchingError:
        return b""


def reached(listener: socketserver.TCPServer, canary: Path) -> tuple[int, int]:
    """How many connections came in and how often the file was opened."""
    return len(listener.hits), sum(str(canary) in name for name in opened)


def test_sixty_hostile_documents_reach_nothing(listener, canary):
    pdfs = [drawn(page(attack)) for attack in attacks(listener, canary)]

    assert (len(pdfs), reached(listener, canary)) == (60, (0, 0))
    assert [pdf for pdf in pdfs if pdf and SECRET.encode() in streams(pdf)] == []


@pytest.mark.django_db
def test_sixty_hostile_company_names_stay_words(listener, canary):
    certificate = make_certificate(make_outcome())
    pdfs = []
    for attack in attacks(listener, canary):
        certificate.company = certificate.company_en = attack
        html = certificate_html(certificate)
        assert escape(attack) in html
        pdfs.append(to_pdf(html, "certificates/certificate.css")[0])

    assert (len(pdfs), reached(listener, canary)) == (60, (0, 0))


def test_a_fetcher_that_is_not_ours_reaches_both(listener, canary):
    there = f"http://127.0.0.1:{listener.server_address[1]}/x"

    HTML(string=page(f'<img src="{there}"><img src="{canary.as_uri()}">')).render()

    connections, readings = reached(listener, canary)
    assert (connections > 0, readings > 0) == (True, True)


@pytest.mark.django_db
def test_hostile_opinions_reach_nothing_in_a_report(listener, canary):
    hostile = attacks(listener, canary)
    outcome = make_outcome(supplier=make_supplier(name="".join(hostile)[:100]))
    marks = list(Mark.objects.filter(sheet__assignment__application=outcome.application))
    for mark, attack in zip(marks, hostile, strict=False):
        mark.reason = attack
    Mark.objects.bulk_update(marks, ["reason"])

    html = report_html(outcome, "ko", None)
    pdf, _pages = to_pdf(html)

    assert "<img src=" not in html
    assert reached(listener, canary) == (0, 0)
    assert SECRET.encode() not in streams(pdf)
