"""What every test stands on: a private media folder and an empty cache, and on request Redis, a worker, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import Settings

from diagnosis.schemes import shelf
from diagnosis.schemes.shelf import SHELF
from diagnosis.scoring import cohort
from tests.worker import Worker, running_worker

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A page that comes late on a loaded machine is no fault; one that never comes is.
expect.set_options(timeout=60_000)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Try a test once more that hangs on a browser or another process; the summary names each that needed it."""
    if item.get_closest_marker("browser") or item.get_closest_marker("worker"):
        item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(autouse=True)
def private_media(settings: Settings, tmp_path: Path) -> Path:
    """Give each test its own folder for uploads, and an empty cache."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    cohort.forget()
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def empty_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no uploaded scheme along from the test before, whose rows are gone.

    What the shelf knows does not grow old meanwhile: on a slow machine a page would ask once more than the one before.
    """
    monkeypatch.setattr(shelf, "CODES_KEPT_SECONDS", 24 * 60 * 60)
    SHELF.forget()
    SHELF.keep([])


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """Begin each test in Korean, whatever language the one before it left active."""
    with translation.override(portal_settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def redis_url(worker_id: str) -> str:
    """The address of an empty Redis database that no other test process uses; skips where there is no Redis."""
    server = os.environ.get("TEST_REDIS_URL")
    if not server:
        pytest.skip("no Redis server (TEST_REDIS_URL is not set)")
    url = f"{server}/{int(worker_id.removeprefix('gw')) + 1 if worker_id != 'master' else 0}"
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    return url


@pytest.fixture
def worker(transactional_db: None, private_media: Path) -> Iterator[Worker]:
    """A real worker process with the embedded queue, working on the test's own database and media folder."""
    with running_worker(private_media) as process:
        yield process


@pytest.fixture
def redis_worker(transactional_db: None, private_media: Path, redis_url: str) -> Iterator[Worker]:
    """The same with Redis between the test and the worker."""
    with running_worker(private_media, broker=redis_url) as process:
        yield process


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for the session; skips where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium on this machine (Debian package chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def chromium_page(chromium: Browser) -> Iterator[Page]:
    """A page of a fresh Korean-speaking visitor that fails the test when it asks any other host for anything."""
    context = chromium.new_context(locale="ko-KR", timezone_id="Asia/Seoul", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    strangers: list[str] = []
    page.on("request", lambda request: None if _is_ours(request.url) else strangers.append(request.url))
    yield page
    context.close()
    assert strangers == []


def _is_ours(url: str) -> bool:
    own_viewer = ("chrome://", "chrome-extension://")  # what the browser shows a PDF with comes from itself
    return url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:", *own_viewer))
