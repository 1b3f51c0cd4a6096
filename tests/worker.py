"""A real Celery worker process for tests: started on the test database, killed for good afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from kombu import pools

from diagnosis.certificates.keys import own_key
from portal.celery import app

WAIT_SECONDS = 180
"""Far longer than the slowest machine takes, so that only a fault of the portal ends a wait."""
WORKER = "worker of a test"


def wait_until(holds: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
    """Ask until the answer is yes; fails the test when the time is up."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds} seconds"
        time.sleep(0.05)


@dataclass
class Worker:
    """A worker process and the environment it is started with."""

    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it takes tasks."""
        self.log.write_bytes(b"")
        command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "-c", "2", "-l", "INFO"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        wait_until(self._is_ready)

    def kill(self) -> None:
        """End the worker and its children at once, as a power cut would."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        wait_until(_nothing_is_under_way)

    def stop(self) -> None:
        """End it whatever its state."""
        if self.process and self.process.poll() is None:
            self.kill()

    def _is_ready(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self.log.read_text()
        return " ready" in self.log.read_text()


@contextmanager
def running_worker(media: Path, broker: str = "") -> Iterator[Worker]:
    """Run a worker; with a broker address, this process sends there too until the end."""
    worker = Worker(_environment(media, broker), settings.VAR_DIR / "worker.log")
    with _sending_to(broker):
        app.control.purge()
        worker.start()
        try:
            yield worker
        finally:
            worker.stop()


def _environment(media: Path, broker: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "VAR_DIR": str(settings.VAR_DIR),
        "MEDIA_ROOT": str(media),
        "DATABASE_URL": _database_url(),
        "CELERY_BROKER_URL": broker,
        "SECRET_KEY": settings.SECRET_KEY,
        "CERTIFICATE_KEY": str(own_key()),
        "PGAPPNAME": WORKER,
    }


def _nothing_is_under_way() -> bool:
    """Whether PostgreSQL has let go of everything the dead worker had asked for; SQLite dies with who asks it."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
            " AND wait_event_type IS DISTINCT FROM 'Lock'",
            [WORKER],
        )
        return not cursor.fetchone()[0]


def _database_url() -> str:
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{now['NAME']}"
    return f"postgres://{now['USER']}:{now['PASSWORD']}@{now['HOST']}:{now['PORT']}/{now['NAME']}"


@contextmanager
def _sending_to(broker: str) -> Iterator[None]:
    if not broker:
        yield
        return
    before = {"broker_url": app.conf.broker_url, "broker_transport_options": app.conf.broker_transport_options}
    _switch({"broker_url": broker, "broker_transport_options": {}})
    try:
        yield
    finally:
        _switch(before)


def _switch(conf: dict[str, object]) -> None:
    # The application keeps its connections and producers; both are made anew for the new address.
    pools.reset()  # closes them and forgets them; a closed one would be handed out again for the old address
    app.__dict__.pop("amqp", None)
    app._pool = None
    app.conf.update(conf)
