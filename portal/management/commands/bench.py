import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.benchmark import measure, server
from portal.directory_benchmark import directory_report
from portal.press_benchmark import press_report


class Command(BaseCommand):
    """Load the demo round into a folder of its own and print what the busy pages cost."""

    help = "Print the cost of the busy pages as ratios to an empty view of the same server and run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--inside", action="store_true", help="the data folder is a throw-away one already")

    def handle(self, *args: Any, inside: bool, **options: Any) -> None:
        if inside:
            self._measure()
            return
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            own = {"VAR_DIR": folder, "DEMO": "1"}
            outside = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "MEDIA_ROOT")
            rest = {name: value for name, value in os.environ.items() if name not in outside}
            manage = Path(settings.BASE_DIR) / "manage.py"
            subprocess.run([sys.executable, str(manage), "bench", "--inside"], env=rest | own, check=True)

    def _measure(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("seed_demo", "--score")
        with server() as port:
            seconds = measure(port)
        empty = next(value for probe, value in seconds.items() if probe.name == "empty view")
        self.stdout.write(f"{'page':38}{'median ms':>10}{'ratio':>8}{'goal':>6}")
        for probe, value in seconds.items():
            goal = f"≤ {probe.goal}" if probe.goal else ""
            self.stdout.write(f"{probe.name:38}{value * 1000:10.2f}{value / empty:8.1f}{goal:>6}")
        for line in (*directory_report(), *press_report()):
            self.stdout.write(line)
