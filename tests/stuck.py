"""A database that stands still at one row: how a test kills a worker surely in the middle of its work."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection
from django.db.models import Model

from applications.filing.models import Application
from diagnosis.scoring.models import Outcome

ENDLESS = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n LIMIT 1000000000) SELECT count(*) FROM n"


@contextmanager
def stuck_at_the_last() -> Iterator[None]:
    """As long as this lasts, nobody gets past writing the outcome of the last application; reading goes on."""
    last = Application.objects.order_by("pk").last()
    assert last
    with stuck_at(last, Outcome, "application_id"):
        yield


@contextmanager
def stuck_at(row: Model, written: type[Model], column: str) -> Iterator[None]:
    """As long as this lasts, nobody gets past writing what refers to a row by this column; reading goes on.

    On SQLite, which has one writer, everybody else's writing ends with it.
    """
    with _locked(row) if connection.vendor == "postgresql" else _slow_trigger(row, written, column):
        yield


@contextmanager
def _locked(row: Model) -> Iterator[None]:
    table, other = connection.ops.quote_name(row._meta.db_table), connection.copy()
    with closing(other), other.cursor() as cursor:
        other.set_autocommit(False)
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = {row.pk} FOR UPDATE")
        yield


@contextmanager
def _slow_trigger(row: Model, written: type[Model], column: str) -> Iterator[None]:
    # SQLite knows no lock on a row. What counts there without end stops with the process that asked for it.
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(written._meta.db_table)
        cursor.execute(
            f"CREATE TRIGGER stuck BEFORE INSERT ON {table} WHEN NEW.{column} = {row.pk} BEGIN {ENDLESS}; END"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER stuck")
