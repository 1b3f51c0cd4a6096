"""Run every test on SQLite and on PostgreSQL, with servers of its own, and say what ran and what could not.

Arguments go to pytest: `make test ARGS="tests/grading -x"`. With CI set, a database that could not be had is a failure.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

import servers

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Tally:
    """What one pass of pytest came to; `status` is its exit status."""

    database: str
    status: int
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.database}: {self.passed} passed, {self.failed} failed, {sum(self.skipped.values())} skipped"


def main(arguments: list[str]) -> int:
    """Run all passes and return the exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    missing: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-servers-")))
        files = folder / "files"
        files.mkdir()
        environment = os.environ | {"TMPDIR": str(files)}  # whatever a test leaves behind goes with the folder
        _start(stack, "Redis", servers.redis, "TEST_REDIS_URL", folder, environment, missing)
        databases = {"SQLite": {}}
        if _start(stack, "PostgreSQL", servers.postgresql, "TEST_DATABASE_URL", folder, environment, missing):
            databases["PostgreSQL"] = {"TEST_DATABASE_URL": environment.pop("TEST_DATABASE_URL")}
        print(f"Tests run on {' and '.join(databases)}, then the rules alone.", flush=True)
        tallies = [_pytest(name, environment | extra, arguments, folder) for name, extra in databases.items()]
    rules = _rules_alone()
    _report(tallies, rules, missing)
    return int(not rules or any(tally.status for tally in tallies) or (bool(missing) and "CI" in os.environ))


def _start(stack, name, server, variable, folder, environment, missing) -> bool:
    """Start a server unless the environment names one already; note why it could not be."""
    place = folder / name.lower()
    place.mkdir()
    folder.chmod(0o711)  # the database's own user passes through
    if not environment.get(variable):
        try:
            environment[variable] = stack.enter_context(server(place))
        except servers.NotHere as reason:
            missing.append(f"nothing ran with {name}: {reason}")
    return variable in environment


def _pytest(database: str, environment: dict[str, str], arguments: list[str], folder: Path) -> Tally:
    print(f"\n=== {database}", flush=True)
    report, started = folder / f"{database}.xml", time.monotonic()
    options = ["-q", "-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", *options, *arguments]
    status = _wait(subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=_hear_interrupts))
    tally = Tally(database, status, time.monotonic() - started)
    if report.exists():
        _count(tally, report)
    return tally


def _hear_interrupts() -> None:
    # A shell starts background commands deaf to SIGINT, and children inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait(process: subprocess.Popen[bytes]) -> int:
    # On Ctrl-C the tests clean up after themselves, before their servers go.
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise


def _count(tally: Tally, report: Path) -> None:
    for case in ElementTree.parse(report).iter("testcase"):
        skip = case.find("skipped")
        if skip is not None:
            reason = skip.get("message", "")
            tally.skipped[reason] = tally.skipped.get(reason, 0) + 1
        elif case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
        else:
            tally.passed += 1


def _rules_alone() -> bool:
    """The rules must work with the standard library alone: -S hides every installed package."""
    print("\n=== python -S -m grading check", flush=True)
    return subprocess.run([sys.executable, "-S", "-m", "grading", "check"], cwd=ROOT, check=False).returncode == 0


def _report(tallies: list[Tally], rules: bool, missing: list[str]) -> None:
    print()
    for tally in tallies:
        print(f"{tally.database} took {tally.seconds:.0f} s, exit status {tally.status}")
        for reason, number in sorted(tally.skipped.items()):
            print(f"  not run on {tally.database}: {number} × {reason}")
    for line in missing:
        print(f"  {line}")
    print(f"The rules alone, without any installed package: {'fine' if rules else 'FAILED'}")
    for tally in tallies:
        print(tally)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped; the servers of the tests are gone.")
        sys.exit(130)
