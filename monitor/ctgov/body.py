"""Reading an answer's body: whole, unpacked by ourselves, and never larger than allowed.

httpx's own decompression lets 2 KB grow to 2 GB before anybody can look, and takes a
cut-off gzip body for a short one (measured).
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from monitor.errors import BadAnswer

if TYPE_CHECKING:
    import httpx

_GZIP = 31
_SMALL = 2 << 20
"""Bytes of a body that cannot take much room, whatever is in it."""
_MOST = {b"{": 0.025, b"[": 0.025, b",": 0.075}
"""Shares of a full body; the densest real records have less (measured). Decoded, ``[],[],…`` takes twenty times
its length."""


def read(response: httpx.Response, limit: int) -> tuple[bytes, int]:
    """Return the body of a streamed answer, and how many bytes came over the wire.

    Args:
        response: an answer whose body was not read yet.
        limit: the most bytes that it may have, unpacked.

    Raises:
        BadAnswer: it is larger, cut off, goes on after its end, is packed in a way that was not
            asked for, or would take far too much room once decoded.
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
            raise BadAnswer("something follows the packed answer")  # zlib would keep it all
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
