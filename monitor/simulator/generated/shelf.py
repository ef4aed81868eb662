"""Generated studies on disk, compressed, each in two fragments with the release stamp between them.

Half a million studies take a server next to no memory, and answering compresses nothing.
"""

from __future__ import annotations

import mmap
import multiprocessing
import os
import tempfile
import time
from functools import partial
from typing import TYPE_CHECKING

from monitor.simulator.generated import rows
from monitor.simulator.generated.generator import Generator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from monitor.model import Record
    from monitor.simulator.generated.rows import Row

_CHUNK = 500
_NAMES = ("studies", "rows")

_generator: list[Generator] = []
"""The generator of a worker process."""


def _start_worker(load: Callable[[], Iterable[Record]], seed: int) -> None:
    _generator[:] = [Generator(load(), seed)]


def _make_chunk(count: int, first: int) -> list[tuple[bytes, Row]]:
    places = range(first, min(first + _CHUNK, count))
    return [rows.compress(*_generator[0].around_stamp(place)) for place in places]


def make_shelf(
    folder: Path,
    load: Callable[[], Iterable[Record]],
    count: int,
    seed: int = 1,
    *,
    workers: int = 1,
    progress: Callable[[int], None] = lambda _count: None,
) -> float:
    """Make so many studies in a folder, if they are not there yet; return the seconds that it took.

    `load` returns the real records; it is called in each worker process, so it must be importable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data, index = (folder / name for name in _NAMES)
    if index.is_file():
        return 0.0
    began, offset, part = time.perf_counter(), 0, folder / "rows.part"
    with (
        data.open("wb") as studies,
        part.open("wb") as out,
        multiprocessing.get_context("spawn").Pool(workers, _start_worker, (load, seed)) as pool,
    ):
        for chunk in pool.imap(partial(_make_chunk, count), range(0, count, _CHUNK)):
            for packed, row in chunk:
                studies.write(packed)
                out.write(row._replace(offset=offset).pack())
                offset += len(packed)
            progress(out.tell() // rows.SIZE)
    part.rename(index)
    return time.perf_counter() - began


def size_of(folder: Path) -> int:
    """Return the bytes of a shelf on disk."""
    return sum((folder / name).stat().st_size for name in _NAMES)


class Shelf:
    """Reads studies; adds those of later releases to a file of its own that ends with it."""

    def __init__(self, folder: Path) -> None:
        data, index = (folder / name for name in _NAMES)
        self._data = data.open("rb")
        self._later = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed by `close`
        with index.open("rb") as file:
            self._rows = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._base = os.fstat(self._data.fileno()).st_size
        self._end = 0

    def __len__(self) -> int:
        """Return how many studies there are."""
        return len(self._rows) // rows.SIZE

    def row(self, place: int) -> Row:
        """Return a study's row as it was made."""
        return rows.unpack(self._rows, place)

    def read(self, row: Row) -> bytes:
        """Return the compressed fragments of a row, one after the other."""
        size = row.packed_head + row.packed_tail
        if row.offset >= self._base:
            return os.pread(self._later.fileno(), size, row.offset - self._base)
        return os.pread(self._data.fileno(), size, row.offset)

    def add(self, raw: bytes) -> Row:
        """Write a record down behind all others; return its row."""
        packed, row = rows.compress(*rows.cut(raw))
        offset = self._base + self._end
        self._end += os.pwrite(self._later.fileno(), packed, self._end)
        return row._replace(offset=offset)

    def updated(self, low: int, high: int) -> list[int]:
        """Return the places of studies whose day is from `low` to `high`, as they were made."""
        start, step = rows.DAY_AT // 4, rows.SIZE // 4
        with memoryview(self._rows) as buffer, buffer.cast("I") as words, words[start::step] as days:
            return [place for place, day in enumerate(days) if low <= day <= high]

    def close(self) -> None:
        """Close the files."""
        self._rows.close()
        self._data.close()
        self._later.close()
