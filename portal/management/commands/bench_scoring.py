import json
import os
import secrets
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from applications.rounds.models import Round
from grading.measure import Measured
from portal.scoring_benchmark import measured
from portal.scoring_crowd import make_crowded_round

SHEETS = 3
FEW, MANY = 2_510, 251_000
REPEATS = 5
"""How many rounds of the smaller size are scored; the median of each figure is taken."""
MOST_RATIO, MOST_MIB, MOST_GROWTH = 2, 1024, 1.5
STEPS = ("fill", "measure")


class Command(BaseCommand):
    """Score rounds of two sizes in a database of its own on the PostgreSQL that DATABASE_URL names."""

    help = "Print what a scoring run costs on PostgreSQL, as ratios to copying the same rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--full", action="store_true", help=f"also {MANY:,} applications (some minutes)")
        parser.add_argument("--step", choices=STEPS, help="one step, in a database made for it")
        parser.add_argument("--size", type=int, default=FEW)

    def handle(self, *args: Any, full: bool, step: str | None, size: int, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("DATABASE_URL must name a PostgreSQL")
        if step == "fill":
            for number in range(REPEATS if size == FEW else 1):
                make_crowded_round(f"B-{size}-{number}", size, SHEETS)
        elif step:
            rounds = list(Round.objects.filter(code__startswith=f"B-{size}-").order_by("pk"))
            self.stdout.write(json.dumps(measured(rounds)))
        else:
            self._all([FEW, MANY] if full else [FEW])

    def _all(self, sizes: list[int]) -> None:
        with _own_database() as address:
            call = _caller(address)
            call("migrate", "-v", "0")
            found = {}
            for size in sizes:
                call("bench_scoring", "--step", "fill", "--size", str(size))
                found[size] = json.loads(call("bench_scoring", "--step", "measure", "--size", str(size)))
        lines = [line for size, figures in found.items() for line in _lines(size, figures)]
        lines += _growth(found) if len(found) > 1 else []
        for line in lines:
            self.stdout.write(str(line))
        if not all(line.holds for line in lines):
            raise CommandError("a goal was missed")


def _lines(size: int, found: dict[str, float]) -> Iterator[Measured]:
    what = f"{size:,} applications, {SHEETS} sheets each"
    ratio, whole = found["ratio"], found["whole"]
    yield Measured(
        f"read, grade, write ÷ COPY of the same rows, {what}", ratio, "×", f"≤ {MOST_RATIO}", ratio <= MOST_RATIO
    )
    yield Measured(
        "whole run with moves and events ÷ COPY of all its rows", whole, "×", f"≤ {MOST_RATIO}", whole <= MOST_RATIO
    )
    yield Measured("  read, grade, write ÷ bare COPY past Python", found["grading"] / found["bare"], "×", "", True)
    yield Measured(f"  took {found['grading']:.2f} s; the whole run", found["run"], "s", "", True)
    yield Measured(
        "memory of the whole run at its highest", found["mib"], "MiB", f"≤ {MOST_MIB}", found["mib"] <= MOST_MIB
    )


def _growth(found: dict[int, dict[str, float]]) -> Iterator[Measured]:
    each = found[MANY]["run"] / MANY / (found[FEW]["run"] / FEW)
    what = f"time for one application, {MANY:,} ÷ {FEW:,} (1 is linear)"
    yield Measured(what, each, "×", f"≤ {MOST_GROWTH}", each <= MOST_GROWTH)


def _caller(address: str) -> Callable[..., str]:
    """Runs a management command on that database in a process of its own and gives what it printed."""
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    environment = os.environ | {"DATABASE_URL": address, "SECRET_KEY": "only-for-measuring"}

    def call(*command: str) -> str:
        done = subprocess.run([sys.executable, manage, *command], env=environment, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode()

    return call


@contextmanager
def _own_database() -> Iterator[str]:
    """The address of an empty database beside the one DATABASE_URL names, gone afterwards."""
    name = f"bench_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
