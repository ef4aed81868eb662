"""Read an answer's body: decompressed here, complete, and never larger than a limit.

httpx's own decompression expands 2 KB to 2 GB without a check in between, and accepts a
truncated gzip body as a short one (measured).
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from monitor.errors import BadAnswer

if TYPE_CHECKING:
    import httpx

_GZIP = 31
_SMALL = 2 << 20
"""A body of up to this many bytes needs little memory when decoded, whatever its content."""
_MOST = {b"{": 0.025, b"[": 0.025, b",": 0.075}
"""The most of each byte in a body, as a share of the limit; the densest real records have less (measured).
Decoded, ``[],[],…`` takes twenty times its length in memory."""


def read(response: httpx.Response, limit: int) -> tuple[bytes, int]:
    """Return the decompressed body of a streamed answer, and how many bytes came over the wire.

    Args:
        response: an answer whose body is still unread.
        limit: the most bytes of the decompressed body.

    Raises:
        BadAnswer: it is too large, truncated, followed by more data, compressed with another
            algorithm than gzip, or would need too much memory once decoded.
        httpx.HTTPError: the connection failed.

    """
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "", "gzip", "x-gzip"}:
        raise BadAnswer(f"the answer is packed as {coding!r}, which was not asked for")
    unpack = zlib.decompressobj(_GZIP) if "gzip" in coding else None
    parts: list[bytes] = []
    size = wire = 0
    for chunk in response.iter_raw():  # without a size: it would wait for a full buffer
        wire += len(chunk)
        if unpack and unpack.eof:
            raise BadAnswer("something follows the packed answer")  # zlib would hold all of it in memory
        try:
            part = unpack.decompress(chunk, limit - size + 1) if unpack else chunk
        except zlib.error as error:
            raise BadAnswer(f"the answer cannot be unpacked ({error})") from error
        size += len(part)
        if size > limit:
            raise BadAnswer(f"the answer is larger than {limit:,} bytes")
        parts.append(part)
    if unpack and wire and not unpack.eof:
        raise BadAnswer("the answer is cut off")
    whole = b"".join(parts)
    if size > _SMALL and any(whole.count(mark) > share * limit for mark, share in _MOST.items()):
        raise BadAnswer("the answer has more values in it than any records have")
    return whole, wire
