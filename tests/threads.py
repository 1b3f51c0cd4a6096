"""Acts of many people at the same instant, each in a thread and with a database connection of its own."""

import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections

from tests.worker import wait_until

Thing = TypeVar("Thing")
Given = TypeVar("Given")
PATIENCE = 120
"""Seconds that a thread waits for another: far longer than the slowest machine takes, so that only a fault ends it."""

needs_many_writers = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


def at_once(act: Callable[[Thing], Given], things: Collection[Thing]) -> list[Given]:
    """What act gave for each thing, all let go together."""
    gate = Barrier(len(things))

    def run(thing: Thing) -> Given:
        gate.wait(timeout=PATIENCE)
        try:
            return act(thing)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(run, things))


def in_thread(pool: ThreadPoolExecutor, act: Callable[[], Given]) -> "Future[Given]":
    """Begin an act in a thread and with a database connection of its own."""

    def run() -> Given:
        try:
            return act()
        finally:
            connections.close_all()

    return pool.submit(run)


def let_it_run_into(is_over: Callable[[], bool]) -> None:
    """Go on when somebody waits for a lock that is held, or the act that was to run into it is over.

    SQLite does not tell who waits: there a moment is left for it, upon which nothing may depend.
    """
    if connection.vendor == "sqlite":
        time.sleep(0.3)
    else:
        wait_until(lambda: is_over() or _somebody_waits(), PATIENCE)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction the view would not change
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
