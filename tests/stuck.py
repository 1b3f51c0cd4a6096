"""A database that stands still at one application: how a test kills a worker surely in the middle of a run."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection

from applications.filing.models import Application
from diagnosis.scoring.models import Outcome

ENDLESS = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n LIMIT 1000000000) SELECT count(*) FROM n"


@contextmanager
def stuck_at_the_last() -> Iterator[None]:
    """As long as this lasts, nobody gets past writing the outcome of the last application; reading goes on."""
    last = Application.objects.order_by("pk").last()
    assert last
    with _locked(last) if connection.vendor == "postgresql" else _slow_trigger(last):
        yield


@contextmanager
def _locked(application: Application) -> Iterator[None]:
    table, other = connection.ops.quote_name(Application._meta.db_table), connection.copy()
    with closing(other), other.cursor() as cursor:
        other.set_autocommit(False)
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = {application.pk} FOR UPDATE")
        yield


@contextmanager
def _slow_trigger(application: Application) -> Iterator[None]:
    # SQLite knows no lock on a row. What counts there without end stops with the process that asked for it.
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Outcome._meta.db_table)
        when = f"WHEN NEW.application_id = {application.pk}"
        cursor.execute(f"CREATE TRIGGER stuck BEFORE INSERT ON {table} {when} BEGIN {ENDLESS}; END")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER stuck")
