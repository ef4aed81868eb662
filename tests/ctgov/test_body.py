"""Bodies: whole, unpacked by ourselves, never larger than allowed."""

import gzip
import zlib

import httpx
import pytest

from monitor.ctgov import body
from monitor.errors import BadAnswer

TEXT = b'{"a":"' + b"x" * 5000 + b'"}'


def answer(content, coding=None, chunk=700):
    """Return an answer whose body comes in pieces, as from a socket."""

    class Stream(httpx.SyncByteStream):
        def __iter__(self):
            for start in range(0, len(content), chunk):
                yield content[start : start + chunk]

    return httpx.Response(200, headers={"Content-Encoding": coding} if coding else {}, stream=Stream())


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP "])
def test_gzip_is_unpacked(coding):
    """A packed body is returned unpacked, with the bytes that came over the wire."""
    packed = gzip.compress(TEXT)
    assert body.read(answer(packed, coding), 10_000) == (TEXT, len(packed))


@pytest.mark.parametrize("coding", [None, "identity", ""])
def test_plain_body(coding):
    """A body that is not packed is returned as it is."""
    assert body.read(answer(TEXT, coding), 10_000) == (TEXT, len(TEXT))


def test_empty_body():
    """No body is an empty one, packed or not."""
    assert body.read(answer(b""), 10) == (b"", 0)
    assert body.read(answer(b"", "gzip"), 10) == (b"", 0)


@pytest.mark.parametrize("coding", ["gzip", None])
def test_limit(coding):
    """A body may be exactly as large as allowed, and not a byte larger."""
    content = gzip.compress(TEXT) if coding else TEXT
    assert body.read(answer(content, coding), len(TEXT))[0] == TEXT
    with pytest.raises(BadAnswer, match="larger than 5,007 bytes"):
        body.read(answer(content, coding), len(TEXT) - 1)


@pytest.mark.parametrize("keep", [1, 10, -1, -8, -9])
def test_cut_off_gzip(keep):
    """A packed body that ends too soon is no answer, wherever it was cut."""
    with pytest.raises(BadAnswer, match="cut off"):
        body.read(answer(gzip.compress(TEXT)[:keep], "gzip"), 10_000)


@pytest.mark.parametrize(
    "content", [TEXT, b"\x1f\x8b\x08\x00garbage" * 3, zlib.compress(TEXT)], ids=["plain", "garbage", "zlib"]
)
def test_what_is_not_gzip(content):
    """A body that is not what its head says is no answer."""
    with pytest.raises(BadAnswer, match=r"cannot be unpacked|cut off"):
        body.read(answer(content, "gzip"), 10_000)


def test_gzip_with_wrong_checksum():
    """A packed body whose checksum does not fit is no answer."""
    packed = bytearray(gzip.compress(TEXT))
    packed[-8] ^= 1
    with pytest.raises(BadAnswer, match="cannot be unpacked"):
        body.read(answer(bytes(packed), "gzip"), 10_000)


def test_goes_on_after_its_end():
    """What follows the end of a packed body is not gathered without limit, but refused."""
    with pytest.raises(BadAnswer, match="follows"):
        body.read(answer(gzip.compress(TEXT) + b"x" * 5000, "gzip"), 10_000)


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "x"])
def test_other_codings(coding):
    """A body packed in a way that was not asked for is no answer, a doubly packed one among them."""
    with pytest.raises(BadAnswer, match="not asked for"):
        body.read(answer(gzip.compress(gzip.compress(TEXT)), coding), 10_000)


@pytest.mark.parametrize("unit", [b"[],", b"{},", b"1,"])
def test_more_values_than_records_have(unit):
    """A body of allowed size whose decoded form would be twenty times larger is refused."""
    with pytest.raises(BadAnswer, match="more values"):
        body.read(answer(b"[" + unit * 1_500_000 + b"0]", chunk=100_000), 8 << 20)
