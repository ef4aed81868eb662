"""Fragments of deflate, compressed ahead, that are joined to a gzip body without compressing anything anew.

Data that was flushed with Z_FULL_FLUSH can be followed by any other. A gzip body ends in the CRC of
all of it, which follows from those of its fragments by arithmetic of polynomials (`crc32_combine`
of zlib, which Python's zlib does not have).
"""

from __future__ import annotations

import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST = b"\x03\x00"
"""An empty last block."""
_POLYNOMIAL = 0xEDB88320
_LONGEST_STORED = 0xFFFF
"""Bytes of the longest block that deflate stores as they are."""


class Fragment(NamedTuple):
    """A compressed part of a body."""

    packed: bytes
    size: int
    """Bytes once decompressed."""
    crc: int
    """CRC-32 of the decompressed bytes."""
    shift: int
    """`shift(size)`."""


def compress(raw: bytes, level: int = 3) -> bytes:
    """Compress a part so that anything may follow it."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)


def fragment(raw: bytes) -> Fragment:
    """Compress a part and count what a body needs to know of it."""
    return Fragment(compress(raw), len(raw), zlib.crc32(raw), shift(len(raw)))


def gzip_body(parts: Iterable[bytes | Fragment]) -> bytes:
    """Join fragments, and bytes which are stored as they are, to a gzip body."""
    out, size, crc = [_HEADER], 0, 0
    for part in parts:
        if isinstance(part, bytes):
            out += _stored(part)
            size += len(part)
            crc = zlib.crc32(part, crc)
        else:
            out.append(part.packed)
            size += part.size
            crc = multiply(part.shift, crc) ^ part.crc
    return b"".join([*out, _LAST, struct.pack("<II", crc, size & 0xFFFFFFFF)])


def _stored(raw: bytes) -> list[bytes]:
    blocks = []
    for start in range(0, len(raw), _LONGEST_STORED):
        block = raw[start : start + _LONGEST_STORED]
        blocks += [struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF), block]
    return blocks


def multiply(left: int, right: int) -> int:
    """Multiply two polynomials modulo that of CRC-32; the lowest power is the highest bit."""
    product, bit = 0, 1 << 31
    while left:
        if left & bit:
            product ^= right
            left ^= bit
        bit >>= 1
        right = (right >> 1) ^ _POLYNOMIAL if right & 1 else right >> 1
    return product


@cache
def _power(exponent: int) -> int:
    """Return x to the power of two to `exponent`."""
    return 1 << 30 if exponent == 0 else multiply(_power(exponent - 1), _power(exponent - 1))


def shift(size: int) -> int:
    """Return what a CRC is multiplied by when `size` bytes follow."""
    product, exponent = 1 << 31, 3
    while size:
        if size & 1:
            product = multiply(_power(exponent & 31), product)
        size >>= 1
        exponent += 1
    return product
