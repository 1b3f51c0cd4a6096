"""Start the whole portal on this machine: database, web server and worker, until it is told to stop."""

import fcntl
import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from diagnosis.certificates.keys import own_key
from portal.supervision import Child, end_with_parent

STOP_SECONDS = 10  # work that takes longer is taken up again at the next start
ANSWER_SECONDS = 60
LARGEST_LOG = 10_000_000


class Command(BaseCommand):
    """Migrate, load the demo round where DEMO is set, then keep a web server and a worker running."""

    help = __doc__
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address to listen on and whether to end with the parent process."""
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--end-with-parent", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGINT or SIGTERM, then stop both processes and wait for them."""
        if options["end_with_parent"]:
            end_with_parent()
        os.umask(0o077)  # database, mails and logs hold personal data: nobody else on this machine reads them
        host, port = options["host"], options["port"]
        os.environ.update(HOST=host, PORT=str(port))  # for the settings of the children
        with only_instance(settings.VAR_DIR / "run.lock"):
            refuse_taken_port(host, port)
            self._prepare()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, self._stop)
            self._supervise([web_server(host, port), worker()], f"http://{visible(host)}:{port}")

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("clearsessions")
        if settings.CERTIFICATE_KEY_IS_MADE and not settings.CERTIFICATE_KEY:
            own_key()
        self._demo()

    def _demo(self, *options: str) -> None:
        if settings.DEMO:
            call_command("seed_demo", *options)

    def _supervise(self, children: list[Child], address: str) -> None:
        try:
            self._greet(children, address)
            while not self.stopping:
                self._revive(children)
                time.sleep(0.2)
        finally:
            self._end(children)

    def _greet(self, children: list[Child], address: str) -> None:
        end = time.monotonic() + ANSWER_SECONDS
        while not self.stopping and not answers(address):
            if time.monotonic() > end:
                raise CommandError(f"The web server does not answer; see {children[0].log}")
            self._revive(children)
            time.sleep(0.1)
        if not self.stopping:
            self.stdout.write(f"\n포털이 열렸습니다 (the portal runs at): {address}")
            self.stdout.write(f"끝내기 (stop): Ctrl-C    기록 (logs): {children[0].log.parent}\n")
            self._demo("--log-ins")
            self.stdout.flush()

    def _revive(self, children: list[Child]) -> None:
        for child in children:
            if child.has_died():
                child.bury()
                self.stderr.write(f"The {child.name} died and is started again; see {child.log}")
            if child.is_due() and not self.stopping:
                child.start()

    def _end(self, children: list[Child]) -> None:
        end = time.monotonic() + STOP_SECONDS
        for child in children:
            child.stop()
        for child in children:
            child.wait(end)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def web_server(host: str, port: int) -> Child:
    """Gunicorn with two processes of four threads."""
    options = ["--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
    workers = os.environ.get("WEB_CONCURRENCY") or "2"
    command = [sys.executable, "-m", "gunicorn", *options, "--workers", workers, "--bind", f"{host}:{port}"]
    return Child("web server", [*command, "portal.wsgi"], log_file("web"))


def worker() -> Child:
    """One Celery worker of two processes, with the clock of the periodic tasks inside."""
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--beat", "--concurrency", "2"]
    return Child("worker", [*command, "--loglevel", "INFO"], log_file("worker"))


def log_file(name: str) -> Path:
    """The log of a child; a large one is put aside as NAME.log.1 when the portal starts."""
    path = settings.VAR_DIR / "log" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path


@contextmanager
def only_instance(path: Path) -> Iterator[None]:
    """Hold the lock of the data folder; raises CommandError when another instance holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another instance works with {path.parent}: stop it first, or set VAR_DIR to another folder."
            raise CommandError(message) from None
        yield


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError with a plain sentence where nothing can listen on this address."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise CommandError(
                f"Cannot listen on {host}:{port} ({reason}). Try another port: PORT=8080 make run"
            ) from None


def visible(host: str) -> str:
    """The name under which a browser on this machine reaches the server."""
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else f"[{host}]" if ":" in host else host


def answers(address: str) -> bool:
    """Does the server answer yet?"""
    try:
        with urlopen(f"{address}/health/live", timeout=2) as response:
            return bool(response.status == 200)
    except OSError as problem:
        return isinstance(problem, HTTPError)  # a refusal is an answer too: the host name may not be an allowed one
