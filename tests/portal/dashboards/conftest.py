import pytest

from applications.rounds.models import Round
from tests.factories.demo import finish_small, load_small


@pytest.fixture
def round_(db: None) -> Round:
    """The small demonstration, published."""
    load_small()
    finish_small()
    return Round.objects.get(code="2026-1")
