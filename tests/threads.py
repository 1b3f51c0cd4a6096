"""Acts of many people at the same instant, each in a thread and with a database connection of its own."""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections

Thing = TypeVar("Thing")
Given = TypeVar("Given")

needs_many_writers = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


def at_once(act: Callable[[Thing], Given], things: Collection[Thing]) -> list[Given]:
    """What act gave for each thing, all let go together."""
    gate = Barrier(len(things))

    def run(thing: Thing) -> Given:
        gate.wait(timeout=10)
        try:
            return act(thing)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(run, things))
