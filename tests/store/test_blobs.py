"""Tests of keeping a version's exact bytes small."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import a_record, letters, sites

from monitor.errors import Damaged
from monitor.store import blobs
from monitor.store.blobs import alone, digest, outgrown, patch, restore

BASE = letters(a_record(contactsLocationsModule__locations=sites(20)))


@given(st.binary(max_size=3000), st.binary(min_size=8, max_size=3000))
@settings(max_examples=60, deadline=None)
def test_any_bytes_come_back_exactly(raw, base):
    """Whatever the bytes, alone or against others, they come back as they were."""
    assert restore(alone(raw), None, digest(raw)) == raw
    assert restore(patch(raw, base), base, digest(raw)) == raw


def test_a_small_change_is_a_small_patch():
    """One value changed in a record costs some bytes, wherever it stands."""
    for old, new in (
        ("RECRUITING", "COMPLETED"),
        ("Invented Cells", "Other Cells"),
        ("2026-09-04", "2026-09-07"),
    ):
        changed = BASE.replace(old.encode(), new.encode(), 1)
        assert len(patch(changed, BASE)) < 100


def test_a_patch_reaches_back_over_a_huge_record():
    """The beginning of a record of megabytes is in sight of a patch, though nothing in it repeats."""
    huge = json.dumps([digest(str(number).encode()) for number in range(60_000)]).encode()
    assert len(huge) > 3_500_000
    changed = b"[1, " + huge[1:]
    patched = patch(changed, huge)
    assert len(patched) < 2000
    assert restore(patched, huge, digest(changed)) == changed


def test_a_patch_that_is_too_large_has_outgrown_its_base():
    """A patch of over a third of what it patches is not worth it."""
    assert outgrown(34, 100)
    assert not outgrown(33, 100)


def test_every_flipped_byte_is_found():
    """Whichever byte of what is stored is turned over, reading refuses."""
    changed = BASE.replace(b"RECRUITING", b"COMPLETED", 1)
    small = alone(b'{"a":1}' * 20)
    cases = [(patch(changed, BASE), BASE, digest(changed)), (small, None, digest(b'{"a":1}' * 20))]
    for blob, base, sha256 in cases:
        for place in range(len(blob)):
            damaged = bytearray(blob)
            damaged[place] ^= 0xFF
            with pytest.raises(Damaged):
                restore(bytes(damaged), base, sha256)


@pytest.mark.parametrize(
    "damage", [lambda blob: blob[:-3], lambda blob: b"", lambda blob: b"x" * 50, lambda blob: blob[5:]]
)
def test_what_is_cut_off_or_replaced_is_found(damage):
    """Missing or foreign bytes are refused."""
    with pytest.raises(Damaged):
        restore(damage(alone(BASE)), None, digest(BASE))


def test_the_wrong_base_is_found():
    """A patch read against other bytes than it was made for is refused."""
    changed = BASE.replace(b"RECRUITING", b"COMPLETED", 1)
    with pytest.raises(Damaged):
        restore(patch(changed, BASE), BASE[100:], digest(changed))


def test_a_blob_that_would_fill_the_memory_is_refused():
    """Bytes that unpack to more than any record are damage, not a reason to fall over."""
    large = b"\0" * (blobs.MAX_BYTES + 1)
    with pytest.raises(Damaged):
        restore(alone(large), None, digest(large))


def test_second_versions_of_records_are_small(corpus):
    """Over the changes, a second version takes under 600 bytes in the mean."""
    sizes = []
    for old, new in corpus.pairs():
        blob = patch(letters(new), letters(old))
        assert restore(blob, letters(old), digest(letters(new))) == letters(new)
        sizes.append(len(blob))
    assert sum(sizes) / len(sizes) < 600


def test_a_missing_base_is_damage_for_reader_and_writer_alike():
    """A patch whose base is gone is named as damaged, by the one function that both read with."""
    base, later = b'{"a": 1}' * 50, b'{"a": 2}' * 50
    rows = {
        1: (blobs.alone(base), None, blobs.digest(base), None),
        2: (blobs.patch(later, base), 1, blobs.digest(later), None),
    }
    assert blobs.read(2, rows.get) == later
    del rows[1]
    with pytest.raises(Damaged, match="missing"):
        blobs.read(2, rows.get)
