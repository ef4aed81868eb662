"""Bodies, plain and compressed ahead."""

import gzip

from monitor.simulator.bodies import Deflated, gzipped, plain
from monitor.simulator.deflate import fragment


def test_both_kinds_of_body_are_read_alike():
    """Bytes and fragments give the same text, plain and as gzip."""
    bodies = [b"head and tail", Deflated([b"head", fragment(b" and "), b"tail"])]
    assert {plain(body) for body in bodies} == {b"head and tail"}
    assert {gzip.decompress(gzipped(body)) for body in bodies} == {b"head and tail"}


def test_fragments_are_joined_and_not_compressed_anew():
    """The gzip body has the letters of a fragment as they were made."""
    part = fragment(b"a text " * 100)
    assert part.packed in gzipped(Deflated([b"head", part]))
