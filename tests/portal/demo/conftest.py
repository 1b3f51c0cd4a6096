import pytest

from diagnosis.scoring.models import ScoringRun
from tests.factories.demo import finish_small, load_small


@pytest.fixture
def loaded(db: None) -> ScoringRun:
    """The small demonstration before anything is scored."""
    return load_small()


@pytest.fixture
def finished(loaded: ScoringRun) -> ScoringRun:
    """The small demonstration as a visitor meets it."""
    finish_small()
    return loaded
