"""Texts go out compressed, documents and streams as they are."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from portal.urls import urlpatterns as ours

LONG = "가나다라마바사 " * 200
urlpatterns = [
    path("document/", lambda request: HttpResponse(LONG, content_type="application/pdf")),
    path("stream/", lambda request: StreamingHttpResponse([LONG])),
    *ours,
]


@pytest.mark.django_db
def test_a_page_is_a_fraction_of_its_size(client):
    plain, packed = client.get("/model/"), client.get("/model/", headers={"accept-encoding": "gzip"})

    assert (packed["Content-Encoding"], "Content-Encoding" in plain) == ("gzip", False)
    assert len(packed.content) < len(plain.content) / 3
    assert "<h1" in gzip.decompress(packed.content).decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/document/", "/stream/"])
def test_documents_and_streams_are_left_alone(client, address):
    assert "Content-Encoding" not in client.get(address, headers={"accept-encoding": "gzip"})
