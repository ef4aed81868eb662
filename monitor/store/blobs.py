"""A version's exact bytes, kept small.

A version stands alone, compressed, or is a patch against an earlier version of the same
trial that stands alone: never a patch on a patch, so that a damaged one harms its group
at most and any version is read in two steps. What stands alone is compressed with a
dictionary, of which ``packing`` says where it comes from.
"""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from monitor.errors import Damaged, NothingStored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3
PLAIN_LEVEL = 1
"""Of what stands alone without a dictionary: 3 % more bytes in a fifth less time."""
PATCH_LEVEL = 9
OUTGROWN = 1 / 3
"""A patch larger than this share of the version that it patches is not worth it."""
MAX_BYTES = 64 << 20
"""A record is never larger than this; more is damage. The registry's largest has 3.6 MB."""
DICTIONARY = 64 << 10
"""Bytes of a dictionary: 16 KB save 20 % of a first version, 64 KB 27 %, 112 KB 29 % (712 real records)."""
SAMPLE = 128 << 10
"""Bytes of a record that a dictionary learns from; the largest are all results."""

Stored: TypeAlias = tuple[bytes, "int | None", str, "bytes | None"]
"""Blob, id of the version that it patches, SHA-256 of the exact bytes, and the dictionary."""


def digest(raw: bytes) -> str:
    """Return the SHA-256 of a version's exact bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()


def learned(samples: Sequence[bytes], size: int = DICTIONARY) -> bytes:
    """Return a dictionary of at most so many bytes made from records, a few hundred of them."""
    trained: bytes = zstd.train_dict([raw[:SAMPLE] for raw in samples], size).dict_content
    return trained


@lru_cache(maxsize=4)
def prepared(dictionary: bytes) -> zstd.ZstdDict:
    """Return a dictionary in the form that compression takes."""
    return zstd.ZstdDict(dictionary)


class Alone:
    """Compresses versions that stand alone; for one thread.

    It is used again and again: making a compressor takes as long as compressing a small record.

    Args:
        dictionary: what was learned from the store's own records, if anything was.

    """

    def __init__(self, dictionary: bytes | None = None) -> None:
        learned = prepared(dictionary).as_digested_dict if dictionary else None
        level = LEVEL if learned else PLAIN_LEVEL
        self._compressor = zstd.ZstdCompressor(level=level, zstd_dict=learned)

    def __call__(self, raw: bytes) -> bytes:
        """Compress one."""
        self._compressor.set_pledged_input_size(len(raw))  # so that the size stands in the frame
        return self._compressor.compress(raw, mode=zstd.ZstdCompressor.FLUSH_FRAME)


def alone(raw: bytes) -> bytes:
    """Compress a version that stands alone."""
    return Alone()(raw)


def patch(raw: bytes, base: bytes) -> bytes:
    """Compress a version against the exact bytes of another."""
    # The window has to reach back over the whole base, or the start of it is out of sight.
    window = max(10, min(27, (len(base) + len(raw)).bit_length()))
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: PATCH_LEVEL,
        zstd.CompressionParameter.window_log: window,
        zstd.CompressionParameter.enable_long_distance_matching: 1,
        zstd.CompressionParameter.content_size_flag: 1,
    }
    return zstd.compress(raw, options=options, zstd_dict=zstd.ZstdDict(base, is_raw=True).as_prefix)


def outgrown(patched: int, alone: int) -> bool:
    """Return whether a patch of so many bytes on a version stored in so many should rather stand alone."""
    return patched > OUTGROWN * alone


def restore(blob: bytes, base: bytes | None, sha256: str, dictionary: bytes | None = None) -> bytes:
    """Return the exact bytes of a version.

    Args:
        blob: what was stored.
        base: the exact bytes of the version that it patches; None if it stands alone.
        sha256: what the bytes must hash to, in hex.
        dictionary: with which it was compressed, if it stands alone.

    Raises:
        Damaged: they do not, or cannot be decompressed.

    """
    try:
        prefix = (
            zstd.ZstdDict(base, is_raw=True).as_prefix
            if base is not None
            else prepared(dictionary)
            if dictionary
            else None
        )
        decompressor = zstd.ZstdDecompressor(
            zstd_dict=prefix, options={zstd.DecompressionParameter.window_log_max: 27}
        )
        raw = decompressor.decompress(blob, max_length=MAX_BYTES)
    except (zstd.ZstdError, ValueError, MemoryError) as error:
        raise Damaged(f"the stored bytes cannot be decompressed ({error})") from error
    if digest(raw) != sha256:
        raise Damaged("the stored bytes do not match their checksum")
    return raw


STORED = """
SELECT v.blob, v.base, v.sha256, d.bytes
FROM versions v LEFT JOIN dictionaries d ON d.id = v.dictionary WHERE v.id = ?
"""
"""What ``read`` has to be given of a version."""


def read(version_id: int, stored: Callable[[int], Stored | None]) -> bytes:
    """Return the exact bytes of a version.

    Args:
        version_id: the version's id.
        stored: returns the row that ``STORED`` asks for, None where there is none.

    Raises:
        Damaged: they fail their checksum, or the version that they patch is missing.
        NothingStored: they were pruned.

    """
    row = stored(version_id)
    if row is None:
        raise Damaged("the version that it is stored against is missing")
    blob, base, sha256, dictionary = row
    if not blob:
        raise NothingStored("this version was pruned; what it changed is still in `nctwatch changes`")
    return restore(blob, read(base, stored) if base else None, sha256, dictionary)
