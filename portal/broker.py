"""The queue that stands in for a broker server: files in a folder, written so that no reader meets half a message.

Kombu's own transport opens a file under its final name and then writes it. A worker that looks in between reads an
empty message and ends, with all that it was doing.
"""

import os
import uuid
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes beside the name that is read, then renames: a file appears with its whole content or not at all."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override] # Kombu's own name
        text = dumps(payload)
        file = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        try:
            _beside(file, text).replace(file)
        except OSError as problem:
            raise ChannelError(f"Cannot put a message into {file.parent}") from problem

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        table = self._exchange_file(exchange)
        if not table.exists():
            table.parent.mkdir(exist_ok=True)
            unfinished = _beside(table, "[]")
            with suppress(FileExistsError):  # another process may be first
                os.link(unfinished, table)
            unfinished.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    """The folder as a transport; `use` lets addresses that begin with `filesystem:` mean it."""

    Channel = Channel


def use() -> None:
    """Take the place of Kombu's own transport for this process."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:{Transport.__name__}"


def _beside(file: Path, text: str) -> Path:
    """A file of this process alone, next to the one that others read; its name is no message's and no table's."""
    unfinished = file.with_name(f"{file.name}.{uuid.uuid4()}.part")
    unfinished.write_text(text, "utf-8")
    return unfinished
