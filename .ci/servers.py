"""PostgreSQL and Redis for one run: started on free ports in a temporary folder, gone afterwards whatever happens."""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
START_SECONDS = 30
_libc = ctypes.CDLL(None)


class NotHere(Exception):
    """The server cannot run on this machine; the text says why."""


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run a Redis that stores nothing and yield its address; raises NotHere."""
    program = shutil.which("redis-server") or _absent("there is no redis-server (Debian package redis-server)")
    port = _free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with _running([*command, "--dir", str(folder)], folder / "redis.log", port):
        yield f"redis://127.0.0.1:{port}"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run an empty PostgreSQL with a random password and yield the address of its database; raises NotHere."""
    programs, user, data = _postgresql_programs(), _postgresql_user(), folder / "data"
    folder.chmod(0o711)
    data.mkdir(mode=0o700)
    word, port = secrets.token_urlsafe(16), _free_port()
    secret = data.with_name("password")
    secret.write_text(word)
    if user:
        shutil.chown(data, user)
        shutil.chown(secret, user)
    init = ["--auth=scram-sha-256", f"--pwfile={secret}", "--username=portal", "--encoding=UTF8", "--locale=C.UTF-8"]
    _run([programs / "initdb", "-D", data, "--no-sync", *init], user, folder / "initdb.log")
    # A test database needs speed, not safety from a power cut.
    quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", f"unix_socket_directories={data}"]
    options = [part for setting in quick for part in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port), *options]
    with _running(command, folder / "postgresql.log", port, user):
        yield f"postgres://portal:{word}@127.0.0.1:{port}/postgres"


def _postgresql_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb") or _absent("there is no initdb (Debian package postgresql)")
    return Path(elsewhere).resolve().parent


def _postgresql_user() -> str | None:
    # The server refuses to run as root.
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _absent(reason: str) -> str:
    raise NotHere(reason)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[object], user: str | None, log: Path) -> None:
    with log.open("wb") as output:
        done = subprocess.run(
            [str(part) for part in command], user=user, cwd="/", stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        raise NotHere(f"{command[0]} failed: {_last_line(log)}")


@contextmanager
def _running(command: list[str], log: Path, port: int, user: str | None = None) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            user=user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C at the terminal reaches this script alone, which then ends them in order
            preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT),
        )
    try:
        _wait_for(port, process, log)
        yield
    finally:
        _end(process)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise NotHere(f"{process.args[0]} ended at once: {_last_line(log)}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise NotHere(f"{process.args[0]} does not answer: {_last_line(log)}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown; Redis stops too
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
