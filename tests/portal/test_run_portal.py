"""The whole portal as one command: real processes, killed and stopped."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.worker import WAIT_SECONDS, wait_until

pytestmark = [
    pytest.mark.worker,
    pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="makes an SQLite file of its own; once is enough"),
]


class Portal:
    """A running portal with a data folder of its own."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.output = var.parent / "output"
        self.process = self.start(self.port)

    def start(self, port: int, var: Path | None = None) -> subprocess.Popen[bytes]:
        environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(var or self.var), "HTTPS": "0"}
        command = [sys.executable, "manage.py", "run_portal", "--port", str(port)]
        with self.output.open("ab") as output:
            return subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=subprocess.STDOUT
            )

    def answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=2) as response:
                return response.status == 200
        except OSError:
            return False

    def said(self) -> str:
        return self.output.read_text()

    def processes(self, word: str = "") -> dict[int, str]:
        """Number and command line of every process that works with the data folder."""
        mine = f"VAR_DIR={self.var}\0".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mine in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return {pid: command for pid, command in found.items() if word in command}

    def head_of(self, word: str) -> int:
        """The process of a kind that the supervisor started."""
        (head,) = (pid for pid in self.processes(word) if parent_of(pid) == self.process.pid)
        return head


def parent_of(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def free_port() -> int:
    """A port below those that connections are given by chance, so that none takes it before the portal does."""
    for port in random.Random().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path / "var")
    yield portal
    for pid in portal.processes():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    portal.process.wait()


def test_whatever_is_killed_comes_back_and_a_stop_leaves_nothing(portal: Portal) -> None:
    wait_until(portal.answers)
    wait_until(lambda: f"http://127.0.0.1:{portal.port}" in portal.said())
    web, worker = portal.head_of("gunicorn"), portal.head_of("celery")

    os.kill(web, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)

    wait_until(lambda: "The web server died" in portal.said() and "The worker died" in portal.said())
    wait_until(lambda: len(portal.processes("gunicorn")) == 3 and portal.answers())
    wait_until(lambda: len(portal.processes("celery")) >= 3)
    assert portal.head_of("gunicorn") != web
    assert portal.head_of("celery") != worker

    portal.process.terminate()

    assert portal.process.wait(WAIT_SECONDS) == 0
    assert portal.processes() == {}


def assert_nobody_else_reads_what_is_written(portal: Portal) -> None:
    written = [portal.var / "db.sqlite3", *(portal.var / "log").iterdir()]

    assert [path.name for path in written if path.stat().st_mode & 0o077] == []
    assert portal.output.stat().st_mode & 0o077  # which the test opened, without the portal's care


def test_a_second_instance_is_refused_in_one_sentence_and_a_killed_one_takes_its_children_along(portal: Portal) -> None:
    wait_until(portal.answers)
    assert_nobody_else_reads_what_is_written(portal)

    same_folder = portal.start(free_port())
    assert same_folder.wait(WAIT_SECONDS) == 1
    assert f"Another instance works with {portal.var}" in portal.said()

    same_port = portal.start(portal.port, var=portal.var.with_name("other"))
    assert same_port.wait(WAIT_SECONDS) == 1
    assert f"Cannot listen on 127.0.0.1:{portal.port}" in portal.said()
    assert "Traceback" not in portal.said()

    wait_until(lambda: len(portal.processes("celery")) >= 3)
    portal.process.kill()

    wait_until(lambda: portal.processes().keys() <= {portal.process.pid})
