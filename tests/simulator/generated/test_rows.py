"""Rows of a shelf."""

import gzip
import mmap

import pytest

from monitor.simulator import deflate, seed_records
from monitor.simulator.generated import rows
from monitor.simulator.json_text import encode

RAW = encode(seed_records()[0])


def test_a_record_is_cut_around_its_stamp():
    """With the stamp between them the parts are the record."""
    head, tail = rows.cut(RAW)
    assert head.endswith(b'"versionHolder":"')
    assert head + b"2026-09-01" + tail == RAW


def test_a_record_without_a_stamp_cannot_be_cut():
    """It is no record that the registry serves."""
    with pytest.raises(ValueError, match="not found"):
        rows.cut(b"{}")


def test_a_row_knows_all_that_a_body_needs():
    """The fragments of a row, and a stamp between them, are the record."""
    packed, row = rows.compress(*rows.cut(RAW))
    before, after = row.fragments(packed)
    assert gzip.decompress(deflate.gzip_body([before, b"2026-09-01", after])) == RAW
    assert row.day == 20250817


def test_a_row_comes_back_from_its_bytes():
    """Rows have one length, and are found by their place."""
    row = rows.compress(*rows.cut(RAW))[1]._replace(offset=2**40)
    with mmap.mmap(-1, 3 * rows.SIZE) as buffer:
        buffer[rows.SIZE : 2 * rows.SIZE] = row.pack()
        assert rows.unpack(buffer, 1) == row


def test_a_record_without_an_update_date_has_the_day_0():
    """No day that is asked for is 0."""
    assert rows.compress(b"{", b"}")[1].day == 0
    assert rows.number_of_day("2026-09-01") == 20260901
