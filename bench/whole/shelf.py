"""Made studies on disk, compressed, each in two pieces with the release stamp between them.

Beside the data lies an index of rows of one length, which is mapped into memory: half a million
studies take a server next to no memory, and answering compresses nothing.
"""

from __future__ import annotations

import mmap
import multiprocessing
import os
import struct
import time
import zlib
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from whole import deflate
from whole.generate import Generator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_ROW = struct.Struct("<Q9I")
_DAY_AT = _ROW.size - 4
_CHUNK = 500
_STAMP_SIZE = len("2026-01-01")
_UPDATED = b'"lastUpdatePostDateStruct":{"date":"'


class Row(NamedTuple):
    """Where a study lies, and what a body needs to know of its pieces."""

    offset: int
    packed_head: int
    packed_tail: int
    head: int
    tail: int
    crc_head: int
    crc_tail: int
    shift_tail: int
    shift: int
    day: int
    """The day of its last update, as an ordinal."""


def cut(raw: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after a record's release stamp."""
    place = raw.index(b'"versionHolder":"') + len(b'"versionHolder":"')
    return raw[:place], raw[place + _STAMP_SIZE :]


def pressed(head: bytes, tail: bytes) -> tuple[bytes, Row]:
    """Compress a study; its row has no offset yet."""
    packed_head, packed_tail = deflate.packed(head), deflate.packed(tail)
    updated = head.index(_UPDATED) + len(_UPDATED)
    row = Row(
        0,
        len(packed_head),
        len(packed_tail),
        len(head),
        len(tail),
        zlib.crc32(head),
        zlib.crc32(tail),
        deflate.shift(len(tail)),
        deflate.shift(len(head) + _STAMP_SIZE + len(tail)),
        date.fromisoformat(head[updated : updated + 10].decode()).toordinal(),
    )
    return packed_head + packed_tail, row


_generator: list[Generator] = []


def _begin(corpus: Path, seed: int) -> None:
    _generator[:] = [Generator(corpus, seed)]


def _chunk(count: int, first: int) -> list[tuple[bytes, Row]]:
    return [
        pressed(*_generator[0].around_stamp(number)) for number in range(first, min(first + _CHUNK, count))
    ]


def make(
    folder: Path,
    corpus: Path,
    count: int,
    seed: int,
    *,
    workers: int,
    progress: Callable[[int], None] = lambda _done: None,
) -> float:
    """Make so many studies in a folder, if they are not there yet; return the seconds that it took."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "index").is_file():
        return 0.0
    began, offset = time.perf_counter(), 0
    with (
        (folder / "data").open("wb") as data,
        (folder / "index.part").open("wb") as index,
        multiprocessing.get_context("spawn").Pool(workers, _begin, (corpus, seed)) as pool,
    ):
        for made in pool.imap(partial(_chunk, count), range(0, count, _CHUNK)):
            for packed, row in made:
                data.write(packed)
                index.write(_ROW.pack(*row._replace(offset=offset)))
                offset += len(packed)
            progress(index.tell() // _ROW.size)
    (folder / "index.part").rename(folder / "index")
    return time.perf_counter() - began


class Shelf:
    """Reads studies, and keeps those of later releases in a file of their own that ends with the process."""

    def __init__(self, folder: Path) -> None:
        self._data = (folder / "data").open("rb")
        self._later = (folder / "later").open("w+b", buffering=0)
        with (folder / "index").open("rb") as index:
            self._rows = mmap.mmap(index.fileno(), 0, access=mmap.ACCESS_COPY)
        self._base = os.fstat(self._data.fileno()).st_size
        self._end = 0

    def __len__(self) -> int:
        """Return how many studies there are."""
        return len(self._rows) // _ROW.size

    def row(self, number: int) -> Row:
        """Return a study's row."""
        return Row(*_ROW.unpack_from(self._rows, number * _ROW.size))

    def pieces(self, number: int, stamp: deflate.Piece) -> Iterator[deflate.Piece]:
        """Return a study's pieces, as of a release."""
        row = self.row(number)
        packed = self._read(row.offset, row.packed_head + row.packed_tail)
        crc = deflate.times(stamp.shift, row.crc_head) ^ stamp.crc
        crc = deflate.times(row.shift_tail, crc) ^ row.crc_tail
        whole = packed[: row.packed_head] + stamp.packed + packed[row.packed_head :]
        yield deflate.Piece(whole, row.head + stamp.size + row.tail, crc, row.shift)

    def letters(self, number: int, day: str) -> bytes:
        """Return a study's record as of a release, unpacked."""
        return zlib.decompress(deflate.body(self.pieces(number, deflate.plain(day.encode()))), 31)

    def replace(self, number: int, raw: bytes) -> None:
        """Serve this record from now on."""
        packed, row = pressed(*cut(raw))
        row = row._replace(offset=self._base + self._end)
        self._end += os.pwrite(self._later.fileno(), packed, self._end)
        _ROW.pack_into(self._rows, number * _ROW.size, *row)

    def updated_between(self, first: int, last: int) -> list[int]:
        """Return the studies whose last update is of a day from ``first`` to ``last``, both ordinals."""
        days: Any = memoryview(self._rows)
        step = _ROW.size // 4
        with days, days.cast("I") as words, words[_DAY_AT // 4 :: step] as column:
            return [number for number, day in enumerate(column) if first <= day <= last]

    def _read(self, offset: int, size: int) -> bytes:
        if offset >= self._base:
            return os.pread(self._later.fileno(), size, offset - self._base)
        return os.pread(self._data.fileno(), size, offset)
