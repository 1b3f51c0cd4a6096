"""The queue in a folder: whole messages only."""

import json
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import current_app
from kombu import Connection
from kombu.transport import filesystem

from portal.broker import Transport


def channel_of(transport: type, folder: Path) -> Any:
    folders = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder / "control"}
    return Connection(transport=transport, transport_options=folders).channel()


class ReadsWhileWritten:
    """A part of a message that, while it is being written out, has the queue read as another process would."""

    def __init__(self, channel: Any) -> None:
        self.channel = channel
        self.met: object = None

    def __json__(self) -> str:
        try:
            self.met = self.channel._get("portal")
        except Empty:
            self.met = "nothing yet"
        return "written"


def test_whoever_reads_in_between_finds_nothing_yet(tmp_path: Path):
    channel = channel_of(Transport, tmp_path)
    part = ReadsWhileWritten(channel)

    channel._put("portal", {"body": part})

    assert part.met == "nothing yet"
    assert channel._get("portal") == {"body": "written"}
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == []


def test_with_the_transport_it_replaces_the_reader_fails(tmp_path: Path):
    channel = channel_of(filesystem.Transport, tmp_path)

    with pytest.raises(json.JSONDecodeError):
        channel._put("portal", {"body": ReadsWhileWritten(channel)})


def test_messages_wait_until_each_is_fetched_once(tmp_path: Path):
    channel = channel_of(Transport, tmp_path)
    for number in range(3):
        channel._put("portal", {"number": number})

    assert channel._size("portal") == 3
    assert sorted(channel._get("portal")["number"] for _message in range(3)) == [0, 1, 2]


def test_a_table_of_queues_is_whole_from_its_first_moment(tmp_path: Path):
    first, second = (channel_of(Transport, tmp_path) for _process in range(2))
    first._queue_bind("portal", "portal", "", "portal")
    second._queue_bind("portal", "portal", "", "portal")

    assert first.get_table("portal") == [("portal", "", "portal")]
    assert [one.name for one in (tmp_path / "control").iterdir()] == ["portal.exchange"]


def test_the_portal_uses_it():
    assert current_app.connection_for_write("filesystem://localhost").get_transport_cls() is Transport
