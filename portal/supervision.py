"""Child processes that are started again when they die and that never outlive their parent."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
STEADY_SECONDS = 60  # whoever ran this long starts again without a pause
LONGEST_PAUSE = 30.0
_libc = ctypes.CDLL(None)


def end_with_parent() -> None:
    """Ask the kernel for a SIGTERM when the parent process ends, however it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A command to keep running; its output goes to the log file, its processes form one group."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        """Start the command in a process group of its own."""
        self.started = time.monotonic()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,  # safe: the parent has one thread
            )

    def has_died(self) -> bool:
        """Has the process ended, by itself or by somebody's hand?"""
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """Clear away what the dead process left running; each early death lengthens the pause before the next start."""
        self.kill()
        self.process = None
        steady = time.monotonic() - self.started > STEADY_SECONDS
        self.pause = 0.0 if steady else min(LONGEST_PAUSE, self.pause * 2 + 1)
        self.due = time.monotonic() + self.pause

    def is_due(self) -> bool:
        """Is there no process, and the pause over?"""
        return self.process is None and time.monotonic() >= self.due

    def stop(self) -> None:
        """Ask the process to finish what it does and end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end until the given monotonic time, then end the whole group at once."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, until - time.monotonic()))
            self.kill()

    def kill(self) -> None:
        """End every process of the group at once."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
