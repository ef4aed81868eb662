"""Gzip bodies that are joined of fragments."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.simulator import deflate


@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=300))))
def test_any_parts_make_one_gzip_body(parts):
    """Fragments and plain bytes in any order unpack, CRC and all, to what they were made of."""
    body = deflate.gzip_body(deflate.fragment(raw) if packed else raw for packed, raw in parts)
    assert gzip.decompress(body) == b"".join(raw for _, raw in parts)


@pytest.mark.parametrize("size", [0, 1, 0xFFFF, 0x10000, 200_000])
def test_plain_bytes_of_any_length_are_stored(size):
    """Bytes that are longer than a stored block of deflate may be take several."""
    raw = bytes(number % 251 for number in range(size))
    assert gzip.decompress(deflate.gzip_body([raw, deflate.fragment(b"end")])) == raw + b"end"


def test_the_crc_of_a_whole_follows_from_its_parts():
    """The CRC of two parts is that of the first, shifted by the length of the second, and that of the second."""
    left, right = b"the first part", b"and another"
    combined = deflate.multiply(deflate.shift(len(right)), zlib.crc32(left)) ^ zlib.crc32(right)
    assert combined == zlib.crc32(left + right)


def test_a_damaged_fragment_shows():
    """A body whose CRC does not fit is refused by whoever unpacks it: nothing here hides it."""
    wrong = deflate.fragment(b"one text")._replace(crc=1)
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(deflate.gzip_body([wrong]))
