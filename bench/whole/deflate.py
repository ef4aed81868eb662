"""Compressed pieces, made ahead, that are joined to one gzip body without compressing anything anew.

A piece of deflate that ends in a full flush can be followed by any other. What the end of a gzip
body needs, the CRC of all of it, follows from those of the pieces by arithmetic of polynomials
(zlib's ``crc32_combine``, which Python does not have).
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


class Piece(NamedTuple):
    """A part of a body."""

    packed: bytes
    size: int
    """Bytes once unpacked."""
    crc: int
    shift: int
    """What the CRC of all that stands before it is multiplied by."""


def packed(raw: bytes, level: int = 3) -> bytes:
    """Compress a part so that anything may follow it."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)


def stored(raw: bytes) -> bytes:
    """Return a short part as it is, in deflate's wrapping."""
    return struct.pack("<BHH", 0, len(raw), len(raw) ^ 0xFFFF) + raw


def plain(raw: bytes) -> Piece:
    """Return a short part as a piece."""
    return Piece(stored(raw), len(raw), zlib.crc32(raw), shift(len(raw)))


def body(pieces: Iterable[Piece]) -> bytes:
    """Join pieces to a gzip body."""
    parts, size, crc = [_HEADER], 0, 0
    for piece in pieces:
        parts.append(piece.packed)
        size += piece.size
        crc = times(piece.shift, crc) ^ piece.crc
    return b"".join([*parts, _LAST, struct.pack("<II", crc, size & 0xFFFFFFFF)])


def times(one: int, other: int) -> int:
    """Multiply two polynomials modulo the CRC's, lowest power in the highest bit."""
    product, bit = 0, 1 << 31
    while one:
        if one & bit:
            product ^= other
            one ^= bit
        bit >>= 1
        other = (other >> 1) ^ _POLYNOMIAL if other & 1 else other >> 1
    return product


@cache
def _power(exponent: int) -> int:
    """Return x to the power of two to ``exponent``."""
    return 1 << 30 if exponent == 0 else times(_power(exponent - 1), _power(exponent - 1))


def shift(size: int) -> int:
    """Return what a CRC is multiplied by when ``size`` bytes follow."""
    product, exponent = 1 << 31, 3
    while size:
        if size & 1:
            product = times(_power(exponent & 31), product)
        size >>= 1
        exponent += 1
    return product
