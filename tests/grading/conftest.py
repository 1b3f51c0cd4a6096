"""The schemes the kernel's tests work with."""

import pytest

from grading.load import load_scheme
from grading.values import Scheme


@pytest.fixture
def scheme() -> Scheme:
    return load_scheme("2026-1")


@pytest.fixture
def scheme_2025() -> Scheme:
    return load_scheme("2025-1")
