"""The index of a shelf: a row of one length for each study, which is mapped into memory."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from monitor.simulator import deflate

if TYPE_CHECKING:
    from mmap import mmap

STAMP = b'"versionHolder":"'
STAMP_SIZE = len("2026-01-01")
_FORMAT = struct.Struct("<Q9I")
SIZE = _FORMAT.size
DAY_AT = SIZE - 4
"""Where in a row the day stands."""
_UPDATED = re.compile(rb'"lastUpdatePostDateStruct":\{"date":"(\d{4})-(\d\d)-(\d\d)"')


class Row(NamedTuple):
    """Where a study lies, and what a body needs to know of its two fragments."""

    offset: int
    packed_head: int
    packed_tail: int
    head: int
    tail: int
    crc_head: int
    crc_tail: int
    shift_head: int
    shift_tail: int
    day: int
    """The day on which its last update was posted, as a number such as 20260901; 0 if there is none."""

    def pack(self) -> bytes:
        """Return the row as bytes."""
        return _FORMAT.pack(*self)

    def fragments(self, packed: bytes) -> tuple[deflate.Fragment, deflate.Fragment]:
        """Return what stands before and after the release stamp."""
        return (
            deflate.Fragment(packed[: self.packed_head], self.head, self.crc_head, self.shift_head),
            deflate.Fragment(packed[self.packed_head :], self.tail, self.crc_tail, self.shift_tail),
        )


def unpack(buffer: mmap, place: int) -> Row:
    """Return the row of a study out of all rows."""
    return Row(*_FORMAT.unpack_from(buffer, place * SIZE))


def cut(raw: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and after a record's release stamp."""
    start = raw.index(STAMP) + len(STAMP)
    return raw[:start], raw[start + STAMP_SIZE :]


def compress(head: bytes, tail: bytes) -> tuple[bytes, Row]:
    """Compress a study into two fragments; its row has the offset 0."""
    before, after = deflate.compress(head), deflate.compress(tail)
    row = Row(
        offset=0,
        packed_head=len(before),
        packed_tail=len(after),
        head=len(head),
        tail=len(tail),
        crc_head=zlib.crc32(head),
        crc_tail=zlib.crc32(tail),
        shift_head=deflate.shift(len(head)),
        shift_tail=deflate.shift(len(tail)),
        day=_update_day(head),
    )
    return before + after, row


def number_of_day(day: str) -> int:
    """Return a day `yyyy-MM-dd` as a number such as 20260901."""
    return int(day.replace("-", ""))


def _update_day(head: bytes) -> int:
    match = _UPDATED.search(head)
    return int(b"".join(match.groups())) if match else 0
