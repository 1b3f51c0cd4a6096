"""Reading one stream of a compound file (OLE, [MS-CFB]), which is what HWP 5 documents are stored in."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
LAST_REGULAR = 0xFFFFFFFA  # sector numbers from here on are markers, not places
ENTRY = 128
MOST_SECTORS = 100_000  # stops at a chain that bites its own tail
SMALL = 4096  # streams below this size live in the mini stream


class Broken(Exception):
    """The bytes do not hold a compound file."""


@dataclass(frozen=True)
class Entry:
    """A stream or the root of the directory."""

    name: str
    start: int
    size: int


class CompoundFile:
    """A compound file of either sector size; raises Broken where the structure does not hold."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        head = self._read(0, 512)
        if head[:8] != SIGNATURE:
            raise Broken
        self.sector = 1 << struct.unpack_from("<H", head, 30)[0]
        self.mini = 1 << struct.unpack_from("<H", head, 32)[0]
        if self.sector not in (512, 4096) or self.mini != 64:
            raise Broken
        (first_directory,) = struct.unpack_from("<I", head, 48)
        (self.first_minifat,) = struct.unpack_from("<I", head, 60)
        self.fat_places = self._fat_places(head)
        self.fat_parts: dict[int, tuple[int, ...]] = {}
        self.entries = list(self._entries(first_directory))

    def has(self, name: str) -> bool:
        return any(entry.name == name for entry in self.entries)

    def beginning(self, name: str, length: int) -> bytes:
        """The first bytes of a stream, no more than one mini sector or sector of them. Raises Broken."""
        entry = next((entry for entry in self.entries if entry.name == name), None)
        if entry is None:
            raise Broken
        if entry.size >= SMALL:
            return self._sector(entry.start)[:length]
        root = self.entries[0]
        sectors = list(self._chain(root.start))
        place = entry.start * self.mini
        if place // self.sector >= len(sectors):
            raise Broken
        held = self._sector(sectors[place // self.sector])
        return held[place % self.sector :][: min(length, self.mini)]

    def _entries(self, first: int) -> Iterator[Entry]:
        for number in self._chain(first):
            data = self._sector(number)
            for at in range(0, self.sector, ENTRY):
                raw = data[at : at + ENTRY]
                length, kind = struct.unpack_from("<HB", raw, 64)
                if kind and 2 <= length <= 64:
                    start, size = struct.unpack_from("<II", raw, 116)
                    yield Entry(raw[: length - 2].decode("utf-16-le", "replace"), start, size)

    def _fat_places(self, head: bytes) -> list[int]:
        """Sectors that hold the allocation table: 109 in the header, more in a chain of their own."""
        places = [number for number in struct.unpack_from("<109I", head, 76) if number < LAST_REGULAR]
        (following,) = struct.unpack_from("<I", head, 68)
        for _turn in range(1000):
            if following >= LAST_REGULAR:
                return places
            data = struct.unpack(f"<{self.sector // 4}I", self._sector(following))
            places += [number for number in data[:-1] if number < LAST_REGULAR]
            following = data[-1]
        raise Broken

    def _chain(self, number: int) -> Iterator[int]:
        per_part = self.sector // 4
        for _turn in range(MOST_SECTORS):
            if number >= LAST_REGULAR:
                return
            yield number
            number = self._fat_part(number // per_part)[number % per_part]
        raise Broken

    def _fat_part(self, part: int) -> tuple[int, ...]:
        if part >= len(self.fat_places):
            raise Broken
        if part not in self.fat_parts:
            self.fat_parts[part] = struct.unpack(f"<{self.sector // 4}I", self._sector(self.fat_places[part]))
        return self.fat_parts[part]

    def _sector(self, number: int) -> bytes:
        return self._read((number + 1) * self.sector, self.sector)

    def _read(self, place: int, length: int) -> bytes:
        self.file.seek(place)
        data = self.file.read(length)
        if len(data) < length:
            raise Broken
        return data
