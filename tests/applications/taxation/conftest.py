from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.factories.taxation import KEY, Office, running_office


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    with running_office() as office:
        settings.TAX_OFFICE_URL, settings.TAX_OFFICE_KEY, settings.TAX_OFFICE_TIMEOUT = office.url, KEY, 60
        yield office
