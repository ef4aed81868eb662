"""Bodies of answers: bytes, or fragments of deflate that were compressed ahead."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from monitor.simulator import deflate

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Deflated:
    """A body whose parts are compressed already, but for some short ones."""

    parts: Sequence[bytes | deflate.Fragment]


Body: TypeAlias = bytes | Deflated


def plain(body: Body) -> bytes:
    """Return the bytes of a body, decompressed."""
    return body if isinstance(body, bytes) else zlib.decompress(deflate.gzip_body(body.parts), wbits=31)


def gzipped(body: Body) -> bytes:
    """Return a body as gzip; one of fragments is joined, not compressed anew."""
    if isinstance(body, Deflated):
        return deflate.gzip_body(body.parts)
    return gzip.compress(body, compresslevel=1)
