"""The first view of the longest answer page, as a browser fetches it."""

import gzip

import pytest
from playwright.sync_api import Page, Response

from tests.diagnosis.answers.test_autosave import log_in
from tests.factories.answers import make_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIMIT = 300_000  # bytes, compressed and without fonts


def test_the_first_view_is_light(chromium_page: Page, live_server, application):
    make_answers(application)
    log_in(chromium_page, live_server.url, application)
    fetched: list[Response] = []
    chromium_page.on("response", lambda one: fetched.append(one))

    chromium_page.goto(f"{live_server.url}/applications/{application.code}/sections/1/", wait_until="networkidle")

    weights = {one.url: len(gzip.compress(one.body())) for one in fetched if one.request.resource_type != "font"}
    assert any(url.endswith("/js/answers.js") for url in weights)
    assert sum(weights.values()) < LIMIT, weights
