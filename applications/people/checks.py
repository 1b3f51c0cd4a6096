"""What must hold before the portal goes on: no demo account outside the demo."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from applications.people.models import User


@register(Tags.database)
def no_demo_accounts(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An error outside the demo while demo accounts are in the database; runs with migrate and check --database."""
    if settings.DEMO or not databases or "default" not in databases or not _has_demo_accounts():
        return []
    return [
        Error(
            "The database holds demo accounts, whose password is public, and DEMO is off.",
            hint="Use another database, or start with DEMO=1 to look at the demo.",
            id="people.E001",
        )
    ]


def _has_demo_accounts() -> bool:
    try:
        return User.objects.filter(is_demo=True).exists()
    except DatabaseError:  # before the first migration there is no table and nobody in it
        return False
