"""Measure everything in one run: the kernel, scoring on PostgreSQL (started here unless named), pages.

`--full` scores 251,000 applications too, which takes some minutes.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import servers

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run every part; the exit status says whether a goal was missed."""
    python, manage = sys.executable, [sys.executable, "manage.py"]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        environment = os.environ | {"SECRET_KEY": os.environ.get("SECRET_KEY", "only-for-measuring")}
        environment["VAR_DIR"] = str(folder / "var")
        if not environment.get("DATABASE_URL", "").startswith("postgres"):
            place = folder / "postgresql"
            place.mkdir()
            folder.chmod(0o711)  # the database's own user passes through
            try:
                environment["DATABASE_URL"] = stack.enter_context(servers.postgresql(place))
            except servers.NotHere as reason:
                print(f"scoring was not measured: {reason}")
        statuses = [_run("The kernel", [python, "-m", "grading", "bench"])]
        if "DATABASE_URL" in environment:
            statuses.append(_run("Scoring on PostgreSQL", [*manage, "bench_scoring", *arguments], environment))
    statuses.append(_run("Pages", [*manage, "bench"]))
    return int(any(statuses))


def _run(title: str, command: list[str], environment: dict[str, str] | None = None) -> int:
    print(f"\n{title}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
