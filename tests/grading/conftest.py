"""The schemes the kernel's tests work with; the kernel knows no database, so that one pass is enough."""

import os
from pathlib import Path

import pytest

from grading import load
from grading.load import load_scheme
from grading.values import Scheme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "TEST_DATABASE_URL" in os.environ:
        once = pytest.mark.skip(reason="knows no database; once is enough")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(once)


@pytest.fixture(autouse=True)
def kernel_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the schemes that the kernel brings along: what the portal keeps on its shelf lies in a database."""
    monkeypatch.setattr(load, "_shelves", [])


@pytest.fixture
def scheme() -> Scheme:
    return load_scheme("2026-1")


@pytest.fixture
def scheme_2025() -> Scheme:
    return load_scheme("2025-1")
