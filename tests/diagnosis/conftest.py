import pytest
from django.test import Client

from applications.filing.models import Application
from tests.factories.filing import make_application


@pytest.fixture
def application(db: None) -> Application:
    """A draft on the integrated track."""
    return make_application()


@pytest.fixture
def owner(client: Client, application: Application) -> Client:
    """The browser of the person who filed it."""
    client.force_login(application.created_by)
    return client
